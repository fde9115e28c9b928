import Testing

@testable import Drawing

struct VisibleGlyphsTests {
    private func glyphs(_ bytes: [UInt8], _ glyphs: Glyphs = .unicode) -> [Glyph] {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = VisibleGlyphs(buffer, glyphs: glyphs)
            var found: [Glyph] = []
            while let glyph = reader.next() { found.append(glyph) }
            return found
        }
    }

    @Test func givesOnlyWhatATerminalShows_ForEveryScalar() {
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for glyph in glyphs(Array(String(scalar).utf8)) {
                let isControl = glyph.scalar < 0x20 || (0x7F...0x9F).contains(glyph.scalar)
                if isControl || WidthTable.width(of: glyph.scalar) != glyph.width {
                    Issue.record("U+\(String(value, radix: 16)) gives \(glyph)")
                }
            }
        }
    }

    @Test func givesOnlyASCIIOfTheSameWidth_ForEveryScalar_WhenTheTerminalHasNothingElse() {
        for value in 0...0x10FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            let ascii = glyphs(bytes, .ascii)
            if ascii.contains(where: { !(0x20...0x7E).contains($0.scalar) || $0.width != 1 })
                || ascii.count != glyphs(bytes).reduce(0, { $0 + Int($1.width) })
            {
                Issue.record("U+\(String(value, radix: 16)) gives \(ascii)")
            }
        }
    }

    @Test func replacesBytesThatAreNotUTF8_ForEveryPairOfBytes() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max where String(validating: [first, second], as: UTF8.self) == nil {
                let found = glyphs([first, second])
                if !found.contains(Glyph(scalar: 0xFFFD, width: 1)) { Issue.record("\(first) \(second) gives \(found)") }
            }
        }
    }

    @Test func countsTheColumnsThatItGives() {
        #expect(TextWidth.columns(of: "") == 0)
        #expect(TextWidth.columns(of: "abc") == 3)
        #expect(TextWidth.columns(of: "日本") == 4)
        #expect(TextWidth.columns(of: "a\u{1B}"[...]) == 3)
        #expect(TextWidth.columns(of: Unicode.Scalar("é")) == 1)
        #expect(TextWidth.columns(of: Unicode.Scalar(7)) == nil)
    }

    @Test func chromeIsOneColumnWideAndInTheBasicPlane() {
        for glyphs in [Glyphs.unicode, .ascii, .lineDrawing, .linuxConsole] {
            for scalar in glyphs.all {
                #expect(TextWidth.columns(of: scalar) == 1, "\(scalar)")
                #expect(scalar.value < 0x10000, "\(scalar)")
            }
            #expect(!glyphs.ramp.isEmpty)
        }
        let isASCII = Glyphs.ascii.all.allSatisfy(\.isASCII)
        #expect(isASCII)
    }
}
