import FoundationEssentials
import Glibc

/// Where things are on this machine (contract, Files and environment).
package struct FileLocations: Sendable, Equatable {
    /// Whether or not it exists.
    package var configuration: String
    /// True when a flag or NIGHTDESK_CONFIG names it: then it must exist.
    package var isConfigurationNamed: Bool
    package var state: String
    /// Folders that hold `themes`, first match wins: beside the configuration, then the shipped ones.
    package var data: [String]

    package init(options: GlobalOptions, environment: [String: String], home: String, executable: String) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let named = options.config ?? value("NIGHTDESK_CONFIG")
        isConfigurationNamed = named != nil
        configuration = named ?? (value("XDG_CONFIG_HOME") ?? home + "/.config") + "/nightdesk/config.yaml"
        state = Path.absolute(
            options.stateDir ?? value("NIGHTDESK_STATE_DIR") ?? (value("XDG_STATE_HOME") ?? home + "/.local/state") + "/nightdesk"
        )
        data = [Path.folder(of: configuration)]
        if let shipped = value("NIGHTDESK_DATA") { data.append(shipped) }
        let beside = Path.folder(of: executable)
        data.append(beside + "/../share/nightdesk")
        // The source tree, for a program that was built and not installed: …/.build/release/nightdesk, …/.build/<triple>/release/….
        data += [beside + "/../..", beside + "/../../.."].filter {
            Path.exists($0 + "/Package.swift") && Path.exists($0 + "/themes")
        }
    }

    /// The first existing file `name` in `folder` ("themes", "events" …) of any data folder.
    package func find(_ name: String, in folder: String) -> String? {
        data.lazy.map { "\($0)/\(folder)/\(name)" }.first(where: Path.exists)
    }

    /// Reads the configuration; defaults when there is no file and none was named.
    /// - Throws: ``CommandFailure`` 78.
    package func loadConfiguration() throws -> Configuration {
        guard Path.exists(configuration) else {
            guard isConfigurationNamed else { return Configuration() }
            throw CommandFailure(
                .badConfiguration, code: "BadConfiguration", message: "\(configuration): no such file.",
                hint:
                    "Create it with \"nightdesk config init --config \(configuration)\", or leave out --config and NIGHTDESK_CONFIG."
            )
        }
        return try Configuration(yaml: try Path.read(configuration), file: configuration)
    }
}

/// The few file questions that Assembly asks.
package enum Path {
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path from the root; of a relative one seen from where the program was started.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder; none when it cannot be read.
    package static func files(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }

    /// - Throws: ``CommandFailure`` 78 for a file that cannot be read or is not UTF-8.
    package static func read(_ path: String) throws -> String {
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            guard let text = String(data: data, encoding: .utf8) else {
                throw CommandFailure(
                    .badConfiguration, code: "BadConfiguration", message: "\(path): not UTF-8 text.",
                    hint: "Save the file as UTF-8.")
            }
            return text
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                .badConfiguration, code: "BadConfiguration", message: "\(path): cannot be read (\(reason)).",
                hint: "Check that it is a file and that you may read it.")
        }
    }

    /// The program's own file, links resolved.
    package static var executable: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : "nightdesk"
    }
}
