import Drawing
import Testing

@testable import Terminal

struct InputDecoderTests {
    private func decode(_ text: String, expire: Bool = true) -> [TerminalInput] { decode(Array(text.utf8), expire: expire) }

    private func decode(_ bytes: [UInt8], expire: Bool = true) -> [TerminalInput] {
        var decoder = InputDecoder()
        let inputs = decoder.take(bytes, at: 0)
        return expire ? inputs + decoder.expire(at: 2000) : inputs
    }

    static let keys: [(String, Key)] = [
        ("a", .character("a")), ("G", .character("G")), ("é", .character("é")), ("日", .character("日")), ("😀", .character("😀")),
        (" ", .character(" ")), ("\u{3}", .control("c")), ("\u{1A}", .control("z")), ("\u{0}", .control(" ")),
        ("\u{1C}", .control("\\")), ("\u{1D}", .control("]")), ("\r", .enter), ("\n", .enter), ("\t", .tab),
        ("\u{7F}", .backspace),
        ("\u{8}", .backspace), ("\u{1B}", .escape), ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[C", .right),
        ("\u{1B}OD", .left),
        ("\u{1B}[H", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home), ("\u{1B}OF", .end), ("\u{1B}[4~", .end),
        ("\u{1B}[8~", .end),
        ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab), ("\u{1B}OM", .enter),
        ("\u{1B}[1;5A", .up), ("\u{1B}[5;2~", .pageUp), ("\u{1B}OP", .function(1)), ("\u{1B}[1;2S", .function(4)),
        ("\u{1B}[15~", .function(5)), ("\u{1B}[21~", .function(10)), ("\u{1B}[24~", .function(12)), ("\u{1B}[34~", .function(20)),
        ("\u{1B}[[A", .function(1)), ("\u{1B}[[E", .function(5)),
    ]

    @Test func readsEveryKey() {
        for (text, key) in Self.keys { #expect(decode(text) == [.key(key)], "\(text.debugDescription)") }
    }

    /// A slow line may cut a sequence anywhere.
    @Test func readsEveryKey_HoweverItsBytesArrive() {
        for (text, key) in Self.keys {
            let bytes = Array(text.utf8)
            for cut in bytes.indices {
                var decoder = InputDecoder()
                let inputs =
                    decoder.take(Array(bytes[..<cut]), at: 0) + decoder.take(Array(bytes[cut...]), at: 20)
                    + decoder.expire(at: 60)
                #expect(inputs == [.key(key)], "\(text.debugDescription) cut at \(cut)")
            }
        }
    }

    @Test func readsEveryPairOfKeys() {
        for (first, one) in Self.keys where first != "\u{1B}" {
            for (second, two) in Self.keys {
                #expect(decode(first + second) == [.key(one), .key(two)], "\((first + second).debugDescription)")
            }
        }
    }

    @Test func keepsAllKeysOfOneWrite() {
        let text = String(repeating: "jk\u{1B}[B", count: 100)
        #expect(decode(text).count == 300)
    }

    @Test func takesAKeyRightAfterEscape_AsEscapeAndTheKey() {
        #expect(decode("\u{1B}T") == [.key(.escape), .key(.character("T"))])
        #expect(decode("\u{1B}é") == [.key(.escape), .key(.character("é"))])
        #expect(decode("\u{1B}\r") == [.key(.escape), .key(.enter)])
        #expect(decode("\u{1B}q") == [.key(.escape), .key(.character("q"))])
    }

    @Test func waitsForTheRestOfASequence() {
        for text in ["\u{1B}[", "\u{1B}O"] { #expect(decode(text).isEmpty, "\(text.debugDescription)") }
    }

    @Test func leavesOutUnknownSequencesAsAWhole() {
        for text in [
            "\u{1B}[99~", "\u{1B}[1;2;3u", "\u{1B}[?1;2c", "\u{1B}[I", "\u{1B}]11;rgb:0/0/0\u{7}", "\u{1B}P1$r0m\u{1B}\\",
            "\u{1B}[200;1~",
        ] {
            #expect(decode(text + "x") == [.key(.character("x"))], "\(text.debugDescription)")
        }
    }

    @Test func givesTheEscapeKey_OnlyWhenNothingFollows() {
        var decoder = InputDecoder()
        #expect(decoder.take([0x1B], at: 100).isEmpty)
        #expect(decoder.deadline == 125)
        #expect(decoder.expire(at: 125) == [.key(.escape)])
        #expect(decoder.deadline == nil)
        #expect(decode("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
        #expect(decode("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    }

    /// `[` would go back in time and `A` acknowledge an alarm.
    @Test func doesNotTakeTheRestOfATornSequenceForKeys() {
        var decoder = InputDecoder()
        _ = decoder.take([0x1B], at: 0)
        #expect(decoder.expire(at: 25) == [.key(.escape)])
        #expect(decoder.take(Array("[A".utf8), at: 60) == [.key(.up)])
        #expect(decoder.take(Array("[A".utf8), at: 900) == [.key(.character("[")), .key(.character("A"))])
    }

    @Test func obeysControlKeys_InTheMiddleOfASequence() {
        #expect(decode("\u{1B}[1\u{3}") == [.key(.control("c"))])
    }

    @Test func dropsWhatIsNotUTF8() {
        #expect(
            decode([0xFF, 0x61, 0xC3, 0x62, 0x80, 0xE2, 0x82, 0x63, 0xC0, 0xAF, 0xED, 0xA0, 0x80]) == [
                .key(.character("a")), .key(.character("b")), .key(.character("c")),
            ])
        #expect(decode("\u{9B}A") == [.key(.character("A"))])
    }

    @Test func neverFails_WhateverTwoBytesAndAnEscapeCome() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                for prefix in [[], [0x1B], [0x1B, 0x5B], [0x1B, 0x5B, 0x4D]] as [[UInt8]] {
                    var decoder = InputDecoder()
                    _ = decoder.take(prefix + [first, second], at: 0)
                    _ = decoder.expire(at: 2000)
                    #expect(decoder.take([0x71], at: 9000) == [.key(.character("q"))], "after \(prefix) \(first) \(second)")
                }
            }
        }
    }

    @Test func neverFails_WhateverComes() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let bytes = (0..<500).map { _ in Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 0x1B }
            var decoder = InputDecoder()
            _ = decoder.take(bytes, at: 0)
            _ = decoder.expire(at: 5000)
            #expect(decoder.take([0x71], at: 9000) == [.key(.character("q"))], "\(bytes)")
        }
    }
}

struct PasteTests {
    private func paste(_ text: String) -> [UInt8] { Array("\u{1B}[200~\(text)\u{1B}[201~".utf8) }

    @Test func givesAPasteWhole_AndNeverAsKeys() {
        var decoder = InputDecoder()
        #expect(decoder.take(paste("y\rRedrive\u{1B}[A日\r\nend"), at: 0) == [.paste("y\nRedrive\u{1B}[A日\nend")])
        #expect(decoder.take(paste("") + [0x71], at: 0) == [.paste(""), .key(.character("q"))])
    }

    @Test func givesTheSame_HoweverItsBytesArrive() {
        let bytes = paste("ab\u{1B}[201é")
        for cut in bytes.indices {
            var decoder = InputDecoder()
            let inputs = decoder.take(Array(bytes[..<cut]), at: 0) + decoder.take(Array(bytes[cut...]), at: 10)
            #expect(inputs == [.paste("ab\u{1B}[201é")], "cut at \(cut)")
        }
    }

    @Test func cutsWhatIsTooLong_BetweenTwoCharacters() {
        var decoder = InputDecoder()
        let inputs = decoder.take(paste(String(repeating: "日", count: 50_000)) + [0x71], at: 0)
        guard case .paste(let text) = inputs.first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count <= InputDecoder.pasteLimit && text.utf8.count > InputDecoder.pasteLimit - 6)
        #expect(text.allSatisfy { $0 == "日" })
        #expect(inputs.dropFirst() == [.key(.character("q"))])
    }

    @Test func endsByItself_WhenItsEndIsLost() {
        var decoder = InputDecoder()
        #expect(decoder.take(Array("\u{1B}[200~half".utf8), at: 0).isEmpty)
        #expect(decoder.deadline == 1000)
        #expect(decoder.expire(at: 1000) == [.paste("half")])
        #expect(decoder.take([0x71], at: 1001) == [.key(.character("q"))])
    }
}

struct MouseTests {
    private func decode(_ text: String, at now: Int = 0) -> [TerminalInput] {
        var decoder = InputDecoder()
        return decoder.take(Array(text.utf8), at: now)
    }

    @Test func readsPressesAndTheWheel() {
        #expect(decode("\u{1B}[<0;3;4M\u{1B}[<0;3;4m") == [.mouse(Mouse(.press, x: 2, y: 3))])
        #expect(
            decode("\u{1B}[<64;1;1M\u{1B}[<65;300;1M") == [
                .mouse(Mouse(.wheelUp, x: 0, y: 0)), .mouse(Mouse(.wheelDown, x: 299, y: 0)),
            ])
        #expect(decode("\u{1B}[<16;3;4M") == [.mouse(Mouse(.press, x: 2, y: 3))], "Control is held")
        #expect(decode("\u{1B}[M !!") == [.mouse(Mouse(.press, x: 0, y: 0))], "the old form")
    }

    @Test func leavesOutOtherButtonsMovesAndNonsense() {
        for text in [
            "\u{1B}[<1;3;4M", "\u{1B}[<2;3;4M", "\u{1B}[<35;3;4M", "\u{1B}[<0;0;4M", "\u{1B}[<0;3M", "\u{1B}[<;;M",
            "\u{1B}[<0;99999999999999999999;1M",
        ] {
            #expect(decode(text).isEmpty, "\(text.debugDescription)")
        }
    }

    @Test func tellsADoublePressFromTwo() {
        let press = Array("\u{1B}[<0;3;4M".utf8)
        func kinds(_ times: [Int]) -> [Mouse.Kind] {
            var decoder = InputDecoder()
            return times.flatMap { decoder.take(press, at: $0) }.compactMap {
                if case .mouse(let mouse) = $0 { mouse.kind } else { nil }
            }
        }
        #expect(kinds([0, 400]) == [.press, .doublePress])
        #expect(kinds([0, 401]) == [.press, .press])
        #expect(kinds([0, 100, 200, 300]) == [.press, .doublePress, .press, .doublePress])
    }
}

extension InputDecoder {
    fileprivate mutating func take(_ bytes: [UInt8], at now: Int) -> [TerminalInput] {
        bytes.withUnsafeBufferPointer { decode($0, at: now) }
    }
}
