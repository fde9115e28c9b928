package import FoundationEssentials
import SigV4

/// The body of a call of the query protocol, `Action=…&Version=…&Member.1=…`.
package struct QueryForm: Sendable {
    private var bytes: [UInt8] = []

    package init(action: String, version: String) {
        add("Action", action)
        add("Version", version)
    }

    package var data: Data { Data(bytes) }

    /// Leaves the pair out where `value` is nil.
    package mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
        PercentEncoding.append(name.utf8, to: &bytes)
        bytes.append(UInt8(ascii: "="))
        PercentEncoding.append(value.utf8, to: &bytes)
    }

    package mutating func add(_ name: String, _ value: Int?) { add(name, value.map(String.init)) }

    package mutating func add(_ name: String, _ value: Bool?) { add(name, value.map { $0 ? "true" : "false" }) }

    package mutating func add(_ name: String, _ value: Date?) { add(name, value.map(Timestamp.iso8601)) }

    /// `name.member.1`, `name.member.2` …
    package mutating func add(_ name: String, _ values: [String]) {
        for (index, value) in values.enumerated() { add("\(name).member.\(index + 1)", value) }
    }

    /// A list of structures: `write` gets each with its prefix, `name.member.1` and so on.
    package mutating func addEach<Element>(
        _ name: String, _ elements: [Element], _ write: (inout QueryForm, String, Element) -> Void
    ) {
        for (index, element) in elements.enumerated() { write(&self, "\(name).member.\(index + 1)", element) }
    }
}
