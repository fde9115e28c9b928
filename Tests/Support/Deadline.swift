import Foundation
import Glibc

/// Waits for what another process does and nobody tells.
package enum Deadline {
    /// - Throws: When the condition does not hold within `seconds`.
    package static func wait(_ what: String, seconds: Double = 20, until condition: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        var nobody: [pollfd] = []
        while try !condition() {
            guard Date() < deadline else { throw EmulatorError(text: "\(what) did not come within \(seconds) s") }
            _ = poll(&nobody, 0, 20)
        }
    }
}
