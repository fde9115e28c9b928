import AWS
import FoundationEssentials
import Glibc
package import Model

/// A folder that `nightdesk backup` writes: files of 0600, each of which is the old one or the new one and never half of it.
package struct BackupFolder: Sendable {
    private let path: String

    package init(_ path: String) { self.path = Path.absolute(path) }

    /// A folder of our own in the state folder, named by what it is for and when.
    static func own(_ state: String, _ context: String, _ name: String, _ at: Date) -> String {
        let stamp = ISO8601.text(at).prefix(19).filter { $0 != ":" && $0 != "-" }
        return "\(state)/backups/\(context.filter { $0 != "/" })-\(name)-\(stamp)Z"
    }

    /// - Returns: The path from the root.
    /// - Throws: ``CommandFailure`` 69 naming the file; those that were written before stay.
    @discardableResult
    package func write(_ backup: ConfigurationBackup) throws -> String {
        for (name, text) in backup.files {
            do throws(ConfigurationError) {
                try SystemFile.replace("\(path)/\(name)", with: Data(text.utf8))
            } catch {
                throw CommandFailure(
                    .unavailable, code: error.code, message: "\(error.message) The backup is not complete.", hint: error.hint)
            }
        }
        return path
    }

    /// - Throws: ``CommandFailure`` 65 for a folder that holds no alarms, or alarms that cannot be read.
    package func alarms() throws -> [AlarmDefinition] {
        let file = "\(path)/\(ConfigurationBackup.alarmsFile)"
        let data: Data?
        do throws(ConfigurationError) {
            data = try SystemFile.read(file)
        } catch {
            throw CommandFailure(.badInput, code: error.code, message: error.message, hint: error.hint)
        }
        guard let data else {
            throw CommandFailure(
                .badInput, code: "NoBackup", message: "\(file): no such file. Nothing was changed.",
                hint: "Give a folder that nightdesk backup has written.")
        }
        do throws(Problem) {
            return try ConfigurationBackup.alarms(reading: data, named: file)
        } catch {
            throw CommandFailure(.badInput, code: error.code, message: error.message, hint: error.hint)
        }
    }
}
