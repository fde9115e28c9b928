package import FoundationEssentials

/// A node of an XML answer, with typed access to its children. Local names only; attributes are not kept.
package struct XMLElement: Sendable, Equatable {
    package var name: String
    /// What stands directly in the element, entities replaced; white space between child elements is left out.
    package var text: String
    package var children: [XMLElement]

    package init(name: String, text: String = "", children: [XMLElement] = []) {
        self.name = name
        self.text = text
        self.children = children
    }

    /// - Throws: ``CodecError`` with the offset of what is not well formed; deeper than 64 levels is refused too.
    package init(parsing data: Data) throws(CodecError) {
        var scanner = XMLScanner([UInt8](data))
        guard case .start(let name) = try scanner.next() else { throw CodecError("there is no element", at: 0) }
        self = try Self.element(name, &scanner)
        // The scanner refuses whatever but comments and white space follows.
        _ = try scanner.next()
    }

    private static func element(_ name: Range<Int>, _ scanner: inout XMLScanner) throws(CodecError) -> XMLElement {
        var element = XMLElement(name: scanner.name(name))
        while true {
            switch try scanner.next() {
            case .start(let name): element.children.append(try Self.element(name, &scanner))
            case .text(let range, let hasEntities): element.text += try scanner.string(range, hasEntities: hasEntities)
            case .end, .finished:
                if !element.children.isEmpty, element.text.utf8.allSatisfy(XMLScanner.isSpace) { element.text = "" }
                return element
            }
        }
    }

    // MARK: Typed access

    /// The first child of that name.
    package subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    package func string(_ name: String) -> String? { self[name]?.text }

    /// - Throws: ``CodecError`` when the child is missing.
    package func required(_ name: String) throws(CodecError) -> String {
        guard let text = string(name) else { throw CodecError("<\(name)> is missing in <\(self.name)>") }
        return text
    }

    /// nil where the child is missing or empty.
    package func int(_ name: String) throws(CodecError) -> Int? { try value(name, Int.init) }

    package func double(_ name: String) throws(CodecError) -> Double? { try value(name) { Double($0) } }

    package func bool(_ name: String) throws(CodecError) -> Bool? { try value(name) { Bool($0.lowercased()) } }

    package func date(_ name: String) throws(CodecError) -> Date? {
        try value(name) { Timestamp.seconds(iso8601: $0).map(Date.init(timeIntervalSince1970:)) }
    }

    /// The elements of a list of the query protocol: the `<member>`s of the child.
    package func members(_ name: String) -> [XMLElement] {
        self[name]?.children.filter { $0.name == "member" } ?? []
    }

    package func strings(_ name: String) -> [String] { members(name).map(\.text) }

    private func value<Value>(_ name: String, _ convert: (String) -> Value?) throws(CodecError) -> Value? {
        guard let text = string(name), !text.isEmpty else { return nil }
        guard let value = convert(text) else { throw CodecError("<\(name)> in <\(self.name)> is no \(Value.self)") }
        return value
    }
}
