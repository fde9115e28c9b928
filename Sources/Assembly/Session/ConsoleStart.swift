import AWS
package import Console
package import Drawing
import FoundationEssentials
import Glibc
import Model
import Terminal

/// Everything that is decided before the first frame: no network, and no file but the configuration, AWS's two and the cache.
package struct ConsoleStart: Sendable {
    package let machine: Machine
    package let configuration: Configuration
    package let plan: ContextPlan
    package let theme: Theme
    package let keymap: Keymap
    package let isLowBandwidth: Bool

    /// - Throws: ``CommandFailure`` 78.
    package init(machine: Machine, isLowBandwidth: Bool = false) throws {
        self.machine = machine
        self.isLowBandwidth = isLowBandwidth
        configuration = try machine.locations.loadConfiguration()
        plan = try machine.plan(configuration)
        theme = try ThemeFile.load(machine.options.theme ?? configuration.theme, from: machine.locations)
        keymap = try machine.keymap(of: configuration)
    }

    func state(width: Int, height: Int, glyphs: Glyphs) -> ConsoleState {
        let now = machine.clock.now
        let place = Desk.place(of: plan, region: "–")
        return ConsoleState(
            place: place, now: now, width: width, height: height, glyphs: glyphs, isLowBandwidth: isLowBandwidth,
            localOffsetSeconds: Machine.localOffsetSeconds(at: now), keymap: keymap)
    }

    /// Opens the console on the calling thread, which must be the process's main one, and returns when it was left.
    /// - Throws: ``ScreenError`` when there can be no full screen; nothing has been written then.
    package func run() throws {
        let environment = machine.environment.variables
        try UILoop.run(secondsPerTick: isLowBandwidth ? 2 : 1) { loop in
            let screen = try Screen(environment: environment)
            let session = ConsoleSession(self, screen: screen, loop: loop)
            session.begin()
            return { session.wake($0) }
        }
    }
}
