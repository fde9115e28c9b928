package import AWS
package import FoundationEssentials
package import Model

/// What a function is invoked with: JSON text under a name.
package struct Payload: Sendable, Equatable {
    package var name: String
    package var text: String
    /// What it does that one might not expect ("mails the emergency list"); nil for nothing.
    package var warning: String?

    package init(name: String, text: String, warning: String? = nil) {
        self.name = name
        self.text = text
        self.warning = warning
    }

    /// - Throws: ``Problem`` for bytes that are no UTF-8.
    package init(name: String, data: Data) throws(Problem) {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Problem(
                code: "NotUTF8", message: "Payload \(name) is not UTF-8 text, so it is no JSON.", hint: "Save it as UTF-8.")
        }
        self.init(name: name, text: text)
    }

    package var byteCount: Int { text.utf8.count }

    /// What a request may carry. Source: AWS Lambda Developer Guide, "Lambda quotas".
    package static func limitBytes(_ mode: Invoke.Mode) -> Int { mode == .event ? 1_048_576 : 6_291_456 }

    /// - Throws: ``Problem`` where Lambda would refuse it: too long, or no JSON; says where.
    package func check(for mode: Invoke.Mode) throws(Problem) {
        let limit = Self.limitBytes(mode)
        guard byteCount <= limit else {
            let kind = mode == .event ? "asynchronous" : "synchronous"
            throw Problem(
                code: "PayloadTooLarge",
                message: "Not sent: payload \(name) has \(byteCount) bytes, \(kind) invocations take \(limit).",
                hint: "Put the data into S3 and send its address.")
        }
        let bytes = Array(text.utf8)
        var scanner = JSONScanner(bytes)
        do throws(JSONScanner.Fault) {
            try scanner.scan { _ in }
        } catch {
            throw Problem(
                code: "NotJSON", message: "Not sent: payload \(name) is not JSON: \(error.text(in: bytes)).",
                hint: "An event without content is {}.")
        }
    }

    /// As it may be shown.
    package var maskedText: String { PayloadMask.masked(text) }
}
