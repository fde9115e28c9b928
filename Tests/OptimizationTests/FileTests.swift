import Optimization
import Testing

/// Gives a text to a reader, a few bytes at a time.
func reader(_ text: String, step: Int = 7) -> CSVReader { reader(bytes: Array(text.utf8), step: step) }

func reader(bytes: [UInt8], step: Int = 7) -> CSVReader {
    var given = 0
    return CSVReader { buffer in
        let count = min(step, bytes.count - given, buffer.count)
        for index in 0..<count { buffer[index] = bytes[given + index] }
        given += count
        return count
    }
}

@Suite struct CSVReaderTests {
    private func records(_ text: String) throws -> [[String]] {
        var reader = reader(text)
        var all: [[String]] = []
        while try reader.next() {
            all.append(reader.isMalformed ? ["malformed", "\(reader.line)"] : reader.fields.indices.map { reader.text($0) })
        }
        return all
    }

    @Test func readsWhatRFC4180Allows() throws {
        #expect(try records("a,b\r\nc,d\r\n") == [["a", "b"], ["c", "d"]])
        #expect(try records("a,b\nc,d") == [["a", "b"], ["c", "d"]])
        #expect(try records("\"a,1\",\"b\"\"2\"\"\"\n\"line\nbreak\",") == [["a,1", "b\"2\""], ["line\nbreak", ""]])
        #expect(try records("a\n\n\r\nb\n") == [["a"], ["b"]])
        #expect(try records("") == [])
        #expect(try records("\"\"") == [[""]])
        #expect(try records(",") == [["", ""]])
        #expect(try records("ä,€\n") == [["ä", "€"]])
    }

    @Test func losesOnlyTheLine_OfAStrayQuotationMark() throws {
        #expect(try records("a,\"b\nc,d\ne,f\n") == [["malformed", "1"], ["c", "d"], ["e", "f"]])
        #expect(try records("a,\"b\"x\nc,d") == [["malformed", "1"], ["c", "d"]])
        #expect(try records("a,b\"c\n") == [["a", "b\"c"]])
        let long = String(repeating: "x", count: CSVReader.recordLimit + 10)
        #expect(try records("\"\(long)\n1,2\n") == [["malformed", "1"], ["1", "2"]])
        #expect(try records("1,2\n\(long)\n3,4") == [["1", "2"], ["malformed", "2"], ["3", "4"]])
    }

    @Test func countsLines_AlsoInsideQuotation() throws {
        var reader = reader("h\n\"a\nb\"\n\nc\n")
        var lines: [Int] = []
        while try reader.next() { lines.append(reader.line) }
        #expect(lines == [1, 2, 5])
    }

    @Test func refusesBytesThatAreNotUTF8() {
        var latin = reader(bytes: [0x61, 0xE4, 0x0A])
        #expect(throws: FileProblem.self) { _ = try latin.next() }
    }

    @Test func readsRecordsAcrossBlocks() throws {
        let rows = 40_000
        var all = ""
        for row in 0..<rows { all += "\(row),\"text, \(row)\",some more to fill the blocks of the reader\n" }
        var reader = reader(all, step: 100_003)
        var row = 0
        while try reader.next() {
            #expect(reader.fields.count == 3)
            if reader.text(0) != "\(row)" || reader.text(1) != "text, \(row)" { Issue.record("row \(row)") }
            row += 1
        }
        #expect(row == rows)
        #expect(reader.consumed == all.utf8.count)
    }
}

@Suite struct DecimalTextTests {
    @Test(arguments: [
        ("0", 0), ("1", 1000), ("1.0005", 1001), ("1.0004999", 1000), ("+2.5", 2500), ("12e2", 1_200_000), ("12E-1", 1200),
        ("1e-3", 1), ("5e-4", 1), ("4.9999999999999999999999e-4", 0), ("0.00050000000000000000000001", 1), ("1e-400", 0),
        ("000123.4", 123_400), ("999999999.9995", 1_000_000_000_000), ("123456789012345678901234e-18", 123_456_789),
    ])
    func convertsExactly_HalfUp(text: String, thousandths: Int) {
        #expect(DecimalText(text, decimals: 3)?.rounded == Int64(thousandths))
    }

    @Test(arguments: ["", ".5", "5.", "1,5", "e5", "1e", "1e+", "--1", "+", "0x10", " 1", "1 ", "NaN", "inf", "1_000", "１"])
    func refusesWhatIsNoNumber(text: String) {
        #expect(DecimalText(text, decimals: 3) == nil)
    }

    @Test func saturates_InsteadOfOverflowing() {
        #expect(DecimalText("1e400", decimals: 3)?.whole == .max)
        #expect(DecimalText("9223372036854775807", decimals: 4)?.whole == .max)
        #expect(DecimalText("-1e-400", decimals: 3)?.isNegative == true)
        #expect(DecimalText("-0.000", decimals: 3)?.isNegative == false)
    }
}
