package import FoundationEssentials
import Glibc

/// The surroundings that AWS settings come from. Handed in, so that tests need no home directory.
package struct AWSEnvironment: Sendable {
    package var variables: [String: String]
    /// Absolute; empty where there is none, and then `~` stays as it is.
    package var home: String
    /// The whole file; nil where there is none. Throws ``ConfigurationError`` when it is there and cannot be read.
    package var readFile: @Sendable (_ path: String) throws -> Data?
    /// Replaces a file atomically, readable by its owner only; makes its directory where needed.
    package var writeFile: @Sendable (_ path: String, _ contents: Data) throws -> Void

    package init(
        variables: [String: String], home: String, readFile: @escaping @Sendable (String) throws -> Data?,
        writeFile: @escaping @Sendable (String, Data) throws -> Void
    ) {
        self.variables = variables
        self.home = home
        self.readFile = readFile
        self.writeFile = writeFile
    }

    /// The process's own.
    package static func current() -> AWSEnvironment {
        let variables = ProcessInfo.processInfo.environment
        return AWSEnvironment(
            variables: variables, home: variables["HOME"] ?? SystemFile.homeFromPasswordFile() ?? "",
            readFile: { try SystemFile.read($0) }, writeFile: { try SystemFile.replace($0, with: $1) })
    }

    /// A variable; nil when it is unset or empty. (botocore takes an empty one for a value and fails on it.)
    package subscript(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Replaces `$NAME`, `${NAME}` and a leading `~`, as botocore does in paths of its files. An unset name stays as written.
    package func expand(path: String) -> String {
        let path = expandVariables(path)
        guard path == "~" || path.hasPrefix("~/"), !home.isEmpty else { return path }
        return home + path.dropFirst()
    }

    private func expandVariables(_ path: String) -> String {
        var out = ""
        var rest = path[...]
        while let dollar = rest.firstIndex(of: "$") {
            out += rest[..<dollar]
            let after = rest[rest.index(after: dollar)...]
            let isBraced = after.hasPrefix("{")
            let name = after.dropFirst(isBraced ? 1 : 0).prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
            let isClosed = !isBraced || after[name.endIndex...].hasPrefix("}")
            if isClosed, let value = variables[String(name)] {
                out += value
                rest = after[name.endIndex...].dropFirst(isBraced ? 1 : 0)
            } else {
                out += "$"
                rest = after
            }
        }
        return out + rest
    }
}
