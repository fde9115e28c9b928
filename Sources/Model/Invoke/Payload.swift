package import FoundationEssentials

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
    package static func limitBytes(_ mode: InvokePlan.Mode) -> Int { mode == .event ? 1_048_576 : 6_291_456 }

    /// - Throws: ``Problem`` where Lambda would refuse it: too long, or no JSON; says where.
    package func check(for mode: InvokePlan.Mode) throws(Problem) {
        let limit = Self.limitBytes(mode)
        guard byteCount <= limit else {
            let kind = mode == .event ? "asynchronous" : "synchronous"
            throw Problem(
                code: "PayloadTooLarge",
                message: "Not sent: payload \(name) has \(byteCount) bytes, \(kind) invocations take \(limit).",
                hint: "Put the data into S3 and send its address.")
        }
        let bytes = Array(text.utf8)
        var grammar = JSONGrammar(bytes)
        do throws(JSONGrammar.Fault) {
            try grammar.scan()
        } catch {
            throw Problem(
                code: "NotJSON", message: "Not sent: payload \(name) is not JSON: \(error.text(in: bytes)).",
                hint: "An event without content is {}.")
        }
    }
}

extension Payload {
    /// How much of it is looked at for a preview: more than any screen shows.
    private static let previewBytes = 262_144
    private static let previewLineCharacters = 500

    /// The beginning as it may be shown: without secrets, phone numbers cut to three digits.
    /// - Parameter most: At least 1; one more line says what was left out.
    package func previewLines(most: Int) -> [String] {
        let isCut = byteCount > Self.previewBytes
        let head = isCut ? String(decoding: text.utf8.prefix(Self.previewBytes), as: UTF8.self) : text
        let masked = Masker.masked(head.last == "\n" ? String(head.dropLast()) : head)
        var lines = masked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        // A secret that the cut goes through is not recognised: the line with the cut is not shown.
        if isCut, lines.count > 1 { lines.removeLast() }
        let shown = lines.prefix(most).map { line in
            line.count <= Self.previewLineCharacters ? String(line) : line.prefix(Self.previewLineCharacters) + "…"
        }
        if isCut { return shown + ["… and more, up to \(byteCount) bytes"] }
        return lines.count <= most ? shown : shown + ["… and \(lines.count - most) more lines"]
    }
}
