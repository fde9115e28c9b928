import AWS
import Glibc
import Model
import Store

/// Whether there can be a full screen.
enum TerminalCheck {
    static func line(environment: [String: String]) -> Doctor.Line {
        let name = environment["TERM"] ?? ""
        let encoding = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "not set"
        let value = "TERM \(name.isEmpty ? "not set" : name), locale \(encoding)"
        guard isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1 else {
            return Doctor.Line("terminal", value + "; not a terminal, so the console would print one snapshot")
        }
        guard !name.isEmpty, name != "dumb" else {
            return Doctor.Line(
                "terminal", isGood: false, value, hint: "Set TERM to what the terminal is, such as xterm-256color.")
        }
        return Doctor.Line("terminal", value)
    }
}

/// Whether anything can be kept for the next start.
enum StateFolderCheck {
    static func line(folder: String) -> Doctor.Line {
        do {
            let database = try StateDatabase(folder: folder)
            database.close()
            return Doctor.Line("state", folder)
        } catch {
            return Doctor.Line("state", isGood: false, error.message, hint: error.hint)
        }
    }
}

/// Whether the machine's clock can be trusted: every age on the screen is counted by it.
enum ClockCheck {
    private static let toleratedSeconds = 30.0

    /// - Parameter offset: Seconds that AWS is ahead, as learnt from a refused signature; 0 when none was.
    static func line(offset: Double) -> Doctor.Line {
        let seconds = offset.magnitude
        guard seconds > toleratedSeconds else { return Doctor.Line("clock", "agrees with AWS") }
        return Doctor.Line(
            "clock", isGood: false, "\(Int(seconds)) s \(offset > 0 ? "behind" : "ahead of") AWS",
            hint: "Signatures are corrected, ages are not: set the machine's clock (timedatectl set-ntp true).")
    }
}

extension AWSAccess {
    /// Where the credentials come from; never what they are.
    func credentialsLine() async -> Doctor.Line {
        do {
            let found = try await credentials().credentials()
            let expiry = found.expiration.map { ", valid until \(ISO8601.text($0))" } ?? ""
            return Doctor.Line("credentials", "from \(found.source)\(expiry)")
        } catch let error as AWSError {
            return Doctor.Line("credentials", error)
        } catch {
            return Doctor.Line("credentials", isGood: false, "\(error)", hint: "Please report this.")
        }
    }
}
