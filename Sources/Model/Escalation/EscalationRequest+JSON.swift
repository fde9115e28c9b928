extension EscalationRequest {
    /// Reads a request exactly as the original decides: unknown keys are kept and ignored, of a key given twice the last counts, a
    /// missing target is accepted and ends as a dead letter.
    /// - Throws: ``EscalationRefusal`` with the place where the text is not JSON, or with the rule that it breaks.
    package init(json bytes: [UInt8], channels: EscalationChannels) throws(EscalationRefusal) {
        try Self.checkGrammar(bytes)
        var reader = RequestReader(bytes: bytes, channels: channels)
        do throws(JSONScanner.Problem) {
            try reader.read()
        } catch {
            // The grammar was checked before; what is left is nesting deeper than the reader goes.
            throw EscalationRefusal("The request cannot be read: \(error.text) at byte \(error.position).")
        }
        self = try reader.request()
    }

    private static func checkGrammar(_ bytes: [UInt8]) throws(EscalationRefusal) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw EscalationRefusal("The request is not UTF-8 text.") }
        var grammar = JSONGrammar(bytes)
        do throws(JSONGrammar.Fault) {
            try grammar.scan()
        } catch {
            throw EscalationRefusal("The request is not JSON: \(Self.place(error, in: bytes)).")
        }
    }

    /// A comma with nothing behind it is named where it stands, not where something else was expected.
    private static func place(_ fault: JSONGrammar.Fault, in bytes: [UInt8]) -> String {
        let blanks: [UInt8] = [0x20, 0x0A, 0x0D, 0x09]
        guard fault.offset < bytes.count, [UInt8(ascii: "}"), UInt8(ascii: "]")].contains(bytes[fault.offset]),
            let comma = bytes[..<fault.offset].lastIndex(where: { !blanks.contains($0) }), bytes[comma] == UInt8(ascii: ",")
        else { return fault.text(in: bytes) }
        return JSONGrammar.Fault(offset: comma, expected: "no comma before the end: something else").text(in: bytes)
    }
}

/// Collects what decides about a request while the text is walked once.
private struct RequestReader {
    private enum Text {
        case absent
        /// Present, and no string.
        case other
        case text(String)
    }

    private struct Item {
        var isObject = false
        var channel = Text.absent
        var at: Double?
        var strings: [String: String] = [:]
        var source = ""
    }

    private var scanner: JSONScanner
    private let channels: EscalationChannels
    private var isObject = false
    private var processID = Text.absent
    private var action = Text.absent
    /// nil when absent or no array.
    private var items: [Item]?

    init(bytes: [UInt8], channels: EscalationChannels) {
        scanner = JSONScanner(bytes)
        self.channels = channels
    }

    mutating func read() throws(JSONScanner.Problem) {
        guard try scanner.kind() == .object else { return }
        isObject = true
        var found = (processID: Text.absent, action: Text.absent, items: [Item]?.none)
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            switch scanner.text(of: key) {
            case "process-id": found.processID = try Self.text(&scanner)
            case "action": found.action = try Self.text(&scanner)
            case "notifications": found.items = try Self.items(&scanner)
            default: try scanner.skip()
            }
        }
        (processID, action, items) = found
    }

    /// null is absent: the original tests for truth.
    private static func text(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) -> Text {
        if try scanner.kind() == .string { return .text(try scanner.string()) }
        guard try scanner.kind() == .word else {
            try scanner.skip()
            return .other
        }
        return scanner.bytes[try scanner.rawWord()].first == UInt8(ascii: "n") ? .absent : .other
    }

    private static func items(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) -> [Item]? {
        guard try scanner.kind() == .array else {
            try scanner.skip()
            return nil
        }
        var items: [Item] = []
        try scanner.elements { scanner throws(JSONScanner.Problem) in items.append(try item(&scanner)) }
        return items
    }

    private static func item(_ scanner: inout JSONScanner) throws(JSONScanner.Problem) -> Item {
        var item = Item()
        guard try scanner.kind() == .object else {
            try scanner.skip()
            return item
        }
        item.isObject = true
        let start = scanner.position
        try scanner.members { scanner, key throws(JSONScanner.Problem) in
            let name = scanner.text(of: key)
            if name == "at" {
                item.at = try scanner.optionalNumber()
            } else if case .text(let value) = try text(&scanner) {
                if name == "channel" { item.channel = .text(value) } else { item.strings[name] = value }
            } else if name == "channel" {
                item.channel = .other
            } else {
                item.strings[name] = nil
            }
        }
        item.source = String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
        return item
    }

    // MARK: What decides

    func request() throws(EscalationRefusal) -> EscalationRequest {
        guard isObject else { throw EscalationRefusal("The request is no JSON object.") }
        let id = try identity()
        switch action {
        case .text("stop"): return EscalationRequest(processID: id, action: .stop)
        case .text("start"): return EscalationRequest(processID: id, action: .start(try entries(of: id)))
        case .text(let other):
            throw EscalationRefusal(
                "action is \"\(HarmlessText.line(other.prefix(40)))\", neither start nor stop.", processID: id)
        case .absent: throw EscalationRefusal("action is missing.", processID: id)
        case .other: throw EscalationRefusal("action is no string.", processID: id)
        }
    }

    private func identity() throws(EscalationRefusal) -> ProcessID {
        switch processID {
        case .text(let text): return ProcessID(text)
        case .absent: throw EscalationRefusal("process-id is missing.")
        case .other: throw EscalationRefusal("process-id is no string.")
        }
    }

    private func entries(of id: ProcessID) throws(EscalationRefusal) -> [EscalationRequest.Entry] {
        guard let items else { throw EscalationRefusal("notifications is missing or no list.", processID: id) }
        guard !items.isEmpty else { throw EscalationRefusal("notifications is empty.", processID: id) }
        var entries: [EscalationRequest.Entry] = []
        entries.reserveCapacity(items.count)
        for (index, item) in items.enumerated() { entries.append(try entry(item, "notifications[\(index)]", of: id)) }
        return entries
    }

    private func entry(_ item: Item, _ place: String, of id: ProcessID) throws(EscalationRefusal) -> EscalationRequest.Entry {
        guard item.isObject else { throw EscalationRefusal("\(place) is no object.", processID: id) }
        guard case .text(let channel) = item.channel else {
            throw EscalationRefusal("\(place).channel is missing or no string.", processID: id)
        }
        guard channels.allows(channel) else {
            let shown = HarmlessText.line(channel.prefix(40))
            throw EscalationRefusal(
                "\(place).channel \"\(shown)\" is not one of: \(channels.allowed.joined(separator: ", ")).", processID: id)
        }
        guard let at = item.at else { throw EscalationRefusal("\(place).at is missing or no number.", processID: id) }
        let target = channels.targetKeys[channel].flatMap { item.strings[$0] }
        // An exponent beyond what a number can hold would be infinite, which no clock and no text can say.
        let finite = min(max(at, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
        return EscalationRequest.Entry(
            notification: EscalationNotification(channel: channel, at: finite, target: target), source: item.source)
    }
}
