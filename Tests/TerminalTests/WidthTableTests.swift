import CTerminal
import FoundationEssentials
import Testing

@testable import Drawing

/// The table must agree with the C library: ncurses moves the cursor by what that says.
struct WidthTableTests {
    @Test func agreesWithTheCLibrary_ForEveryScalar() throws {
        try #require(ct_use_locale("C.UTF-8"))
        let boundaries = Self.boundaries()
        if ProcessInfo.processInfo.environment["NIGHTDESK_RECORD"] != nil { try Self.record(boundaries) }
        #expect(WidthTable.boundaries == boundaries)
    }

    @Test func findsTheRunOfEveryBoundary() {
        for (index, boundary) in WidthTable.boundaries.enumerated() {
            #expect(WidthTable.width(of: boundary >> 2) == UInt8(boundary & 3))
            if index > 0 {
                let before = WidthTable.boundaries[index - 1]
                #expect(before < boundary)
                #expect(WidthTable.width(of: boundary >> 2 - 1) == UInt8(before & 3))
            }
        }
        #expect(WidthTable.width(of: 0x10FFFF) == WidthTable.unknown)
    }

    private static func boundaries() -> [UInt32] {
        var boundaries: [UInt32] = []
        var last: UInt32?
        for scalar in 0...0x10FFFF as ClosedRange<UInt32> {
            let columns = ct_wcwidth(scalar)
            let width = columns < 0 ? UInt32(WidthTable.unknown) : UInt32(columns)
            if width != last { boundaries.append(scalar << 2 | width) }
            last = width
        }
        return boundaries
    }

    /// Writes the table anew: for another version of the C library.
    private static func record(_ boundaries: [UInt32]) throws {
        let file =
            #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Sources/Drawing/Text/WidthTable.swift"
        let old = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        let head = old.components(before: "    static let boundaries")
        var lines: [String] = []
        var line = ""
        for boundary in boundaries {
            let number = "0x" + String(boundary, radix: 16, uppercase: true) + ","
            if line.utf8.count + number.utf8.count > 110 {
                lines.append("        " + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + number
        }
        lines.append("        " + line)
        let text = head + "    static let boundaries: [UInt32] = [\n" + lines.joined(separator: "\n") + "\n    ]\n}\n"
        try Data(text.utf8).write(to: URL(filePath: file))
    }
}

extension String {
    fileprivate func components(before part: String) -> String {
        firstRange(of: part).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
