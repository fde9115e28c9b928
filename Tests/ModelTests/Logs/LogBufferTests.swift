import FoundationEssentials
import Model
import Testing

@Suite struct LogBufferTests {
    private func event(_ at: Int64, _ message: String = "", group: String = "g") -> LogEvent {
        LogEvent(
            id: "id\(at)", group: group, stream: "s", atMs: at, ingestedMs: at + 5,
            message: message.isEmpty ? "line \(at)" : message)
    }

    private func gap(_ id: Int, _ from: Int64, _ to: Int64, filled: Bool = false) -> LogGap {
        LogGap(id: id, from: Date(milliseconds: from), to: Date(milliseconds: to), reason: .cut, groups: ["g"], isFilled: filled)
    }

    private func messages(_ buffer: LogBuffer) -> [String] {
        buffer.rows().compactMap { row in
            if case .line(let id) = row { buffer.event(id)?.message } else { nil }
        }
    }

    private func show(_ text: String, context: Int = 0, _ buffer: inout LogBuffer) throws {
        buffer.show(try LogFilter.parse(text).get(), contextLines: context)
    }

    @Test func keepsLinesInTheOrderOfTheirTimes() {
        var buffer = LogBuffer()
        for at in [5, 3, 9, 1, 7, 3] as [Int64] { buffer.append([event(at, "\(at)")]) }
        #expect(messages(buffer) == ["1", "3", "3", "5", "7", "9"])
        #expect(buffer.count == 6 && buffer.matchCount == 6)
    }

    @Test func givesEventsBackAsTheyCame() throws {
        var buffer = LogBuffer()
        var strange = event(7, "\u{1B}[2J\u{202E}é\n\u{0}", group: "other")
        strange.ingestedMs = nil
        buffer.append([strange])
        let id = try #require(buffer.line(atOrAfter: Date(milliseconds: 0)))
        #expect(buffer.event(id) == strange)
        #expect(buffer.line(atOrAfter: Date(milliseconds: 8)) == nil)
    }

    @Test func dropsTheOldestAndCountsThem() {
        var buffer = LogBuffer(limits: .init(lines: 3))
        buffer.append((1...10).map { event($0) })
        #expect(messages(buffer) == ["line 8", "line 9", "line 10"])
        #expect(buffer.droppedLines == 7 && buffer.matchCount == 3)
        #expect(buffer.rows().first == .dropped(lines: 7))
    }

    @Test func boundsItsBytesWhateverComes() {
        var buffer = LogBuffer(limits: .init(lines: 100_000, bytes: 3 << 20))
        let large = String(repeating: "x", count: 1 << 20)
        for at in 0..<20 as Range<Int64> {
            buffer.append([event(at * 2, large)] + (0..<300).map { _ in event(at * 2 + 1, "small") })
            #expect(buffer.heldBytes <= (3 << 20) + 512 * 1024)
        }
        #expect(buffer.count > 300 && buffer.droppedLines > 0)
        buffer.append([event(-5, "older than all")])
        #expect(buffer.heldBytes <= (3 << 20) + 512 * 1024)
    }

    @Test func survivesManyRoundsOfDroppingAndLateLines() {
        var buffer = LogBuffer(limits: .init(lines: 500))
        var expected: [Int64] = []
        var seed: UInt64 = 7
        for round in 0..<400 as Range<Int64> {
            let batch = (0..<60).map { _ -> Int64 in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return round * 50 + Int64(seed >> 58)
            }
            buffer.append(batch.map { event($0) })
            expected = Array((expected + batch).sorted().suffix(500))
        }
        #expect(messages(buffer) == expected.map { "line \($0)" })
        #expect(buffer.droppedLines == 400 * 60 - 500)
    }

    @Test func filtersWhatIsThereAndWhatComes() throws {
        var buffer = LogBuffer()
        buffer.append((1...6).map { event($0, $0 % 2 == 0 ? "even \($0)" : "odd \($0)") })
        try show("even", &buffer)
        #expect(messages(buffer) == ["even 2", "even 4", "even 6"])
        buffer.append([event(8, "even 8"), event(7, "odd 7")])
        #expect(messages(buffer).last == "even 8" && buffer.matchCount == 4)
        try show("", &buffer)
        #expect(buffer.rows().count == 8 && buffer.matchCount == 8)
    }

    @Test func showsContextAroundMatchesAndSaysWhatIsHidden() throws {
        var buffer = LogBuffer()
        buffer.append((0..<12).map { event($0, [4, 5, 10].contains($0) ? "hit" : "l\($0)") })
        try show("hit", context: 1, &buffer)
        var shape = ""
        for row in buffer.rows() {
            switch row {
            case .line(let id): shape += buffer.excerpt(id, columns: 10)?.isMatch == true ? "M" : "c"
            case .hidden(let lines): shape += "(\(lines))"
            case .gap, .dropped: shape += "?"
            }
        }
        #expect(shape == "(3)cMMc(2)cMc")
        try show("hit", context: 2, &buffer)
        #expect(messages(buffer).count == 10)
        try show("nothing like it", context: 2, &buffer)
        #expect(buffer.rows().isEmpty)
    }

    @Test func findsLinesInBothDirections() throws {
        var buffer = LogBuffer()
        buffer.append((0..<10).map { event($0, $0 % 3 == 0 ? "x\($0)" : "y\($0)") })
        let search = try LogFilter.parse("x").get()
        var found: [String] = []
        var cursor: LogBuffer.LineID?
        while let next = buffer.find(search, after: cursor) {
            found.append(buffer.event(next)?.message ?? "")
            cursor = next
        }
        #expect(found == ["x0", "x3", "x6", "x9"])
        let back = buffer.find(search, after: cursor, backwards: true)
        #expect(back.flatMap { buffer.event($0)?.message } == "x6")
        try show("y", &buffer)
        #expect(buffer.find(search, after: nil) == nil)
    }

    @Test func keepsTheIdentityOfALineWhileOthersComeAndGo() throws {
        var buffer = LogBuffer(limits: .init(lines: 5))
        buffer.append([event(10, "mine")])
        let id = try #require(buffer.line(atOrAfter: .distantPast))
        buffer.append([event(5), event(10, "same time"), event(20)])
        #expect(buffer.event(id)?.message == "mine")
        buffer.append((21...30).map { event($0) })
        #expect(buffer.event(id) == nil && buffer.excerpt(id, columns: 5) == nil)
    }

    @Test func putsGapsWhereTheyBeginAndForgetsFilledOnes() {
        var buffer = LogBuffer()
        buffer.append([event(10), event(20), event(30)])
        buffer.note(gap(2, 25, 29))
        buffer.note(gap(1, 15, 18))
        buffer.note(gap(3, 99, 100))
        func shape() -> [String] {
            buffer.rows().map { row in
                switch row {
                case .gap(let id): "gap\(id)"
                case .line(let id): "\(id.atMs)"
                default: "?"
                }
            }
        }
        #expect(shape() == ["10", "gap1", "20", "gap2", "30", "gap3"])
        buffer.note(gap(2, 25, 29, filled: true))
        buffer.note(gap(1, 12, 18))
        #expect(shape() == ["10", "gap1", "20", "30", "gap3"])
    }

    @Test func cutsALineWithoutReadingItWhole() throws {
        var buffer = LogBuffer()
        buffer.append([event(1, "\u{1B}[31m" + String(repeating: "e\u{301}", count: 500_000)), event(2, "short\r\n")])
        let id = try #require(buffer.line(atOrAfter: .distantPast))
        let text = try #require(buffer.excerpt(id, columns: 80)?.text)
        #expect(text.hasPrefix("^[[31m") && text.utf8.count < 1000)
        let last = try #require(buffer.line(atOrAfter: Date(milliseconds: 2)))
        #expect(buffer.excerpt(last, columns: 80)?.text == "short")
    }

    @Test func takesTheLongestNamesAndManyGroups() throws {
        var buffer = LogBuffer()
        var long = event(1, "m", group: String(repeating: "g", count: 512))
        long.stream = String(repeating: "s", count: 70_000)
        buffer.append([long])
        let id = try #require(buffer.line(atOrAfter: .distantPast))
        #expect(buffer.event(id)?.stream.utf8.count == 1024)
        buffer.removeAll()
        #expect(buffer.isEmpty && buffer.heldBytes == 0 && buffer.rows().isEmpty)
    }
}

extension LogBufferTests {
    /// Lines that come late in pieces stand where they would had they come alone and in time.
    @Test(arguments: 1...20)
    func putsLateLinesWhereTheyBelong(seed: Int) throws {
        var chance = UInt64(seed)
        func roll(_ sides: Int) -> Int {
            chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((chance >> 33) % UInt64(sides))
        }
        let events = (0..<400).map { event(Int64(roll(100)), "\($0)") }
        var (whole, pieces) = (LogBuffer(), LogBuffer())
        try show("!7", context: 1, &pieces)
        for event in events { whole.append([event]) }
        var rest = events[...]
        while !rest.isEmpty {
            let count = min(rest.count, 1 + roll(50))
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        #expect(pieces.matchCount == events.count { !$0.message.contains("7") })
        pieces.show(LogFilter())
        #expect(messages(pieces) == messages(whole))
    }

    @Test func findsTheRowOfALine_OrTheOneBehindIt() throws {
        var buffer = LogBuffer()
        buffer.append((1...20).map { event($0 * 10) })
        let ids = buffer.rows().compactMap(\.line)
        buffer.note(gap(1, 45, 48))
        buffer.note(gap(2, 300, 310))
        try show("!50", &buffer)
        let rows = buffer.rows()
        for id in ids {
            let place = rows.place(of: id)
            if let exact = rows.firstIndex(where: { $0.line == id }) {
                #expect(place == exact)
            } else {
                #expect(try #require(rows[place].line) > id)
            }
        }
        #expect([LogRow]().place(of: ids[0]) == -1)
    }

    @Test func findsFromALineOn_ThatLineIncludedIfWished() throws {
        var buffer = LogBuffer()
        buffer.append((1...9).map { event($0, $0 % 3 == 0 ? "hit" : "miss") })
        let hit = try LogFilter.parse("hit").get()
        let ids = buffer.rows().compactMap(\.line)
        for (place, id) in ids.enumerated() {
            func found(_ backwards: Bool, _ includes: Bool) -> Int64? {
                buffer.find(hit, after: id, backwards: backwards, includesStart: includes)?.atMs
            }
            let at = Int64(place + 1)
            let hits: [Int64] = [3, 6, 9]
            #expect(found(false, true) == hits.first { $0 >= at })
            #expect(found(false, false) == hits.first { $0 > at })
            #expect(found(true, true) == hits.last { $0 <= at })
            #expect(found(true, false) == hits.last { $0 < at })
        }
    }

    @Test func namesTheWordsToMark() throws {
        let filter = try LogFilter.parse("Alpha !beta \"two words\" level>=warn id:17 duration>5 group:g").get()
        #expect(filter.words == [ByteNeedle("alpha"), ByteNeedle("two words"), ByteNeedle("17")])
    }
}
