package import FoundationEssentials

/// Which number a call comes from, by the beginning of the number that is called.
package struct CallerIDRegistry: Sendable, Equatable {
    /// From prefix to caller id; the key `default` is for numbers without any.
    private var callerIDs: [String: String]

    package init(_ callerIDs: [String: String]) { self.callerIDs = callerIDs }

    /// - Parameter json: One object of strings, as the original keeps it under `caller-id-registry`.
    /// - Throws: `DecodingError`.
    package init(json: Data) throws { callerIDs = try JSONDecoder().decode([String: String].self, from: json) }

    /// Of the longest prefix; nil where none fits and there is no default.
    package func callerID(for number: String) -> String? {
        let prefixes = callerIDs.keys.filter { $0 != "default" && number.utf8.starts(with: $0.utf8) }
        return callerIDs[prefixes.max { $0.utf8.count < $1.utf8.count } ?? "default"]
    }
}
