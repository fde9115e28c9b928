import FoundationEssentials
import Glibc
import Terminal

// A program for the tests to look at: what the rooms Drawing and Terminal make of a real terminal.
//
//     screen-probe            panes like the console's, with invented figures
//     screen-probe echo       lists what it reads from the terminal

let isEcho = CommandLine.arguments.contains("echo")
do {
    try UILoop.run { loop in
        let screen = try Screen(environment: ProcessInfo.processInfo.environment)
        let probe = Probe(screen: screen, loop: loop, isEcho: isEcho)
        return { wake in probe.handle(wake) }
    }
} catch {
    let line = "\(error)\n"
    write(STDERR_FILENO, line, line.utf8.count)
}
