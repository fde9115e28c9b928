import Foundation
import Testing

@testable import AWS

@Suite struct XMLElementTests {
    static let document = """
        <?xml version="1.0"?>
        <!-- a > comment -- > with < marks -->
        <ns:Answer xmlns:ns="https://x/?a=1&amp;b='2'" plain='"'>
          <Name>a &lt;b&gt; &amp; &quot;c&quot; &apos;d&apos; &#65;&#x42;&#x1F600;</Name>
          <Raw><![CDATA[<not> & an <element>]]> tail</Raw>
          <Empty/><Also></Also><Spaced  a = "1" />
          <List><member>1</member><member>2</member><other>3</other></List>
        </ns:Answer >
        <?end?>
        """

    private func parse(_ text: String) throws -> XMLElement { try XMLElement(parsing: Data(text.utf8)) }

    @Test func readsNamesTextEntitiesAndLists() throws {
        let root = try parse(Self.document)
        #expect(root.name == "Answer")
        #expect(root.text.isEmpty)
        #expect(root.string("Name") == #"a <b> & "c" 'd' AB😀"#)
        #expect(root.string("Raw") == "<not> & an <element> tail")
        #expect(root.string("Empty") == "" && root.string("Also") == "" && root["Spaced"] != nil)
        #expect(root.strings("List") == ["1", "2"])
        #expect(root["Nothing"] == nil)
    }

    @Test func refusesEveryBeginningOfADocument() {
        let bytes = Array(Self.document.utf8)
        // After the root's end tag only white space and an instruction follow, which may be cut off whole.
        let complete = Self.document.utf8.count - "\n<?end?>".utf8.count
        for length in 0..<complete {
            #expect(throws: CodecError.self) { try XMLElement(parsing: Data(bytes[..<length])) }
        }
    }

    /// Every text of up to five of the characters that mean something: none may crash, hang, or be read as more than it is.
    @Test func judgesEveryShortText() throws {
        let marks = Array("<>/a&;! ".utf8)
        var accepted: Set<String> = []
        for length in 0...5 {
            var digits = [Int](repeating: 0, count: length)
            repeat {
                let bytes = digits.map { marks[$0] }
                if let element = try? XMLElement(parsing: Data(bytes)) {
                    #expect(element.name.allSatisfy { $0 == "a" } && element.children.isEmpty)
                    accepted.insert(String(decoding: bytes, as: UTF8.self))
                }
            } while advance(&digits, base: marks.count)
        }
        #expect(accepted == ["<a/>", " <a/>", "<a/> ", "<a />", "<aa/>"])
    }

    private func advance(_ digits: inout [Int], base: Int) -> Bool {
        for index in digits.indices {
            digits[index] += 1
            if digits[index] < base { return true }
            digits[index] = 0
        }
        return false
    }

    @Test(arguments: [
        ("", 0), ("text", 0), ("<a>", 3), ("<a></b>", 3), ("<a/><b/>", 4), ("<a/>x", 4), ("x<a/>", 0), ("</a>", 0),
        ("<a b></a>", 4),
        ("<a b=1></a>", 5), ("<a b='<'></a>", 6), ("<a b='1'c='2'/>", 8), ("<a><b></a></b>", 6), ("<!DOCTYPE a><a/>", 0),
        ("<a>&nbsp;</a>", 3), ("<a>&#0;</a>", 3), ("<a>&#xD800;</a>", 3), ("<a><![CDATA[x</a>", 3),
        ("<a><!-- x</a>", 3), ("<1/>", 1), ("< a/>", 1), ("<a/ >", 2), ("<![CDATA[x]]><a/>", 0),
    ])
    func saysWhereItIsMalformed(text: String, offset: Int) {
        do {
            _ = try parse(text)
            Issue.record("\(text) was accepted")
        } catch let error as CodecError {
            #expect(error.offset == offset, "\(text): \(error)")
        } catch {
            Issue.record(error)
        }
    }

    @Test(arguments: [
        ("a & b", "a & b"), ("R&D", "R&D"), ("a &&amp; b", "a && b"), ("&", "&"), ("&;", "&;"), ("&#+65;", "&#+65;"),
        ("&toolongtobeanentity;", "&toolongtobeanentity;"),
    ])
    func takesABareAmpersandAsText(text: String, expected: String) throws {
        #expect(try parse("<a>\(text)</a>").text == expected)
    }

    @Test func refusesNestingWithoutEnd() throws {
        let limit = XMLScanner.maximumDepth
        let deep = { (depth: Int) in
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(try parse(deep(limit)).children.count == 1)
        #expect(throws: CodecError("elements are nested too deep", at: limit * 3)) { try parse(deep(limit + 1)) }
    }

    @Test func givesTypedValuesOrSaysWhichIsWrong() throws {
        let root = try parse("<r><i>12</i><d>0.5</d><b>True</b><t>2026-07-04T10:00:00Z</t><e/><x>?</x></r>")
        #expect(try root.int("i") == 12)
        #expect(try root.double("d") == 0.5)
        #expect(try root.bool("b") == true)
        #expect(try root.date("t") == Date(timeIntervalSince1970: 1_783_159_200))
        #expect(try root.int("e") == nil)
        #expect(try root.int("missing") == nil)
        #expect(throws: CodecError("<x> in <r> is no Int")) { try root.int("x") }
        #expect(throws: CodecError("<y> is missing in <r>")) { try root.required("y") }
    }
}
