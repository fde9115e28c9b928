import FoundationEssentials
import Model
import Testing

@Suite struct ErrorShapesTests {
    private func shape(_ text: String) -> String { ErrorShape(of: text).text }

    @Test func takesOutWhatDiffers() {
        #expect(shape("User 42 not found") == shape("User 977 not found"))
        #expect(shape("User 42 not found") == "User # not found")
        #expect(
            shape("timeout after 3000ms for 8f507cfc-8b0a-4f0e-9e2d-0123456789ab")
                == shape("timeout after 12ms for deadbeef-aaaa-bbbb-cccc-ffffeeeeddddd0"))
        #expect(shape(#"key "a b" missing"#) == #"key "…" missing"#)
        #expect(shape("can't open 'x.txt'") == "can't open '…'")
        #expect(shape("connect 10.0.0.1:443 refused") == shape("connect 192.168.17.4:8080 refused"))
        #expect(shape("Error: a\n  at b.js:1") == "Error: a")
        #expect(shape("abadcafe failed") == "# failed")
    }

    @Test func keepsApartWhatIsApart() {
        #expect(shape("User 42 not found") != shape("Order 42 not found"))
        #expect(shape("an unclosed ' quote 1") == "an unclosed ' quote #")
    }

    @Test func countsWithFirstAndLast() throws {
        var shapes = ErrorShapes()
        func event(_ at: Int64, _ message: String, _ group: String) -> LogEvent {
            LogEvent(id: "\(at)", group: group, stream: "s", atMs: at, message: message)
        }
        for at in [3000, 1000, 2000] as [Int64] {
            shapes.take(event(at, #"{"level":"error","message":"no user \#(at)"}"#, "g\(at)"))
        }
        shapes.take(event(5000, "2024-01-15T12:34:56.789Z\t8f507cfc-8b0a-4f0e-9e2d-0123456789ab\tERROR\tboom \u{1B}[2J", "g"))
        shapes.take(event(6000, #"{"level":"info","message":"no user 1"}"#, "g"))
        let groups = shapes.groups
        #expect(shapes.total == 4 && groups.count == 2)
        let first = try #require(groups.first)
        #expect(first.shape.text == "no user #" && first.count == 3)
        #expect(first.firstSeen == Date(milliseconds: 1000) && first.lastSeen == Date(milliseconds: 3000))
        #expect(first.example.contains("3000") && first.logGroups == ["g3000", "g1000", "g2000"])
        #expect(groups[1].shape.text.hasPrefix("boom") && !groups[1].example.contains("\u{1B}"))
    }

    @Test func boundsTheShapes() {
        var shapes = ErrorShapes()
        for number in 0..<700 {
            let name = String(number).map { ["a", "b", "c", "d", "e", "f", "g", "h", "i", "k"][Int(String($0)) ?? 0] }.joined(
                separator: "x")
            shapes.take(LogEvent(id: "", group: "g", stream: "s", atMs: 0, message: "ERROR in \(name)zz"))
        }
        #expect(shapes.groups.count == ErrorShapes.maximumShapes)
        #expect(shapes.others == 200 && shapes.total == 700)
        shapes.take(
            LogEvent(id: "", group: "g", stream: "s", atMs: 0, message: "ERROR " + String(repeating: "word ", count: 200_000)))
        #expect(shapes.total == 701)
    }
}
