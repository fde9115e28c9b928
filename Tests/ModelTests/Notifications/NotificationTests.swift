import FoundationEssentials
import Testing

@testable import Model

struct NotificationTests {
    private let now = Date(timeIntervalSince1970: 1_795_230_642)

    private func record(
        _ id: String, _ status: String, saleIn minutes: Double? = nil, sentAgo: Double? = nil, who: String? = nil,
        url: Bool = false
    ) -> NotificationRecord {
        var item: [String: AttributeValue] = ["status": .string(status), "eventId": .string("gala")]
        if let minutes { item["saleStartsAt"] = .string(ISO8601.text(now.addingTimeInterval(minutes * 60))) }
        if let sentAgo { item["sentAt"] = .number(String(Int(now.timeIntervalSince1970 - sentAgo))) }
        if let who { item["phone"] = .string(who) }
        if url { item["shortUrl"] = .string("https://x") }
        return NotificationRecord(id: id, item, settings: NotificationSettings(), now: now)
    }

    // MARK: Keys

    @Test func findsTheIDThatThePatternHolds() throws {
        let key = NotificationKey.standard
        #expect(key.item(of: "7") == ["pk": .string("notification#7"), "sk": .string("metadata")])
        #expect(key.id(of: key.item(of: "7")) == "7")
        #expect(key.bareID("notification#7") == "7" && key.bareID("7") == "7" && key.fullID("7") == "notification#7")
        for item: [String: AttributeValue] in [
            [:], ["pk": .string("notification#7")], ["pk": .string("notification#"), "sk": .string("metadata")],
            ["pk": .string("user#7"), "sk": .string("metadata")], ["pk": .string("notification#7"), "sk": .string("log")],
            ["pk": .number("7"), "sk": .string("metadata")],
        ] {
            #expect(key.id(of: item) == nil, "\(item)")
        }
    }

    @Test func takesPatternsOfOtherTables_AndRefusesUselessOnes() throws {
        let single = try #require(NotificationKey(patterns: [("id", "{id}")]))
        #expect(single.item(of: "x") == ["id": .string("x")] && single.bareID("x") == "x" && single.filter.text.isEmpty)
        let around = try #require(NotificationKey(patterns: [("sk", "n/{id}/v1"), ("pk", "fans")]))
        #expect(around.id(of: ["sk": .string("n/5/v1"), "pk": .string("fans")]) == "5")
        #expect(around.filter.text == "begins_with(#k0, :k0) AND #k1 = :k1")
        let useless: [[(String, String)]] = [
            [], [("a", "b")], [("a", "{id}"), ("b", "{id}")], [("a", "{id}{id}")], [("a", "{id}"), ("b", "x"), ("c", "y")],
        ]
        for patterns in useless {
            #expect(NotificationKey(patterns: patterns.map { (name: $0.0, pattern: $0.1) }) == nil)
        }
    }

    /// Two spellings that Unicode calls equal are two ids.
    @Test func comparesIDsByteByByte() {
        let key = NotificationKey.standard
        let composed = "notification#caf\u{E9}"
        let decomposed = "notification#cafe\u{301}"
        #expect(Array(key.bareID(composed).utf8) != Array(key.bareID(decomposed).utf8))
    }

    // MARK: Records

    @Test func judgesByPhaseAndSale() {
        #expect(record("1", "FAILED", saleIn: 24).severity == .critical)
        #expect(record("1", "FAILED", saleIn: 300).severity == .warning)
        #expect(record("1", "FAILED").severity == .warning)
        #expect(record("1", "QUEUED", saleIn: 5).severity == .warning)
        #expect(record("1", "QUEUED", saleIn: 30).severity == .ok)
        #expect(record("1", "DELIVERED", saleIn: 5).severity == .ok)
        #expect(record("1", "HELD").severity == .unknown)
    }

    @Test func masksWhoIsToldUntilSomebodyAsks() {
        var item: [String: AttributeValue] = [
            "status": .string("FAILED"), "phone": .string("+15552011234"), "emailAddress": .string("ann@example.com"),
            "note": .string("call +447700900123"), "userId": .string("fan-99812"),
        ]
        item["recipients"] = .list([.map(["target": .string("+15552019999")])])
        let record = NotificationRecord(id: "1", item, settings: NotificationSettings(), now: now)
        let facts = record.facts(NotificationAttributes(), isRevealed: false)
        let shown = facts.map { "\($0.label)=\($0.value ?? "")" }.joined(separator: " ")
        for secret in ["5552011234", "ann@example", "7700900123", "fan-99812", "5552019999"] { #expect(!shown.contains(secret)) }
        #expect(shown.contains("phone=…234"))
        let whole = record.facts(NotificationAttributes(), isRevealed: true).map { $0.value ?? "" }.joined(separator: " ")
        #expect(whole.contains("+15552011234") && whole.contains("ann@example.com"))
    }

    @Test func writesAttributesAsPlainJSON() {
        let value = AttributeValue.map([
            "n": .number("1.50"), "odd": .number("NaN"), "s": .string("a\"b"), "l": .list([.bool(true), .null]),
            "set": .numbers(["1", "2"]), "b": .binary("AQI="),
        ])
        var json = JSONText()
        value.write(to: &json)
        #expect(json.text == #"{"b":"AQI=","l":[true,null],"n":1.50,"odd":"NaN","s":"a\"b","set":[1,2]}"#)
    }

    // MARK: All together

    @Test func countsWhatPresses_AndJudgesTheTargets() {
        var tally = NotificationTally(settings: NotificationSettings(), now: now)
        #expect(tally.indicators.allSatisfy { $0.value == nil && $0.severity == .unknown })
        for number in 0..<96 {
            tally.add(record("d\(number)", "DELIVERED", saleIn: -90, sentAgo: 7200, who: "+1\(number)", url: true))
        }
        for number in 0..<3 { tally.add(record("f\(number)", "FAILED", saleIn: 24)) }
        tally.add(record("q", "QUEUED", saleIn: 24))
        tally.add(record("late", "FAILED", saleIn: -90))
        tally.add(record("again", "DELIVERED", saleIn: -90, sentAgo: 7200, who: "+11", url: false))
        #expect(tally.total == 102 && tally.counts == ["DELIVERED": 97, "FAILED": 4, "QUEUED": 1])
        #expect(tally.nextSale?.unsent == 4 && tally.nextSale?.sale.event == "gala")
        let found = Dictionary(uniqueKeysWithValues: tally.indicators.map { ($0.kind, $0) })
        #expect(found[.delivered]?.value == 97.0 / 101 && found[.delivered]?.severity == .ok)
        #expect(found[.failed]?.severity == .ok)
        #expect(found[.duplicates]?.value == 1.0 / 97 && found[.duplicates]?.severity == .warning)
        #expect(found[.onTime]?.value == 97.0 / 98 && found[.onTime]?.severity == .ok)
        #expect(found[.shortURLs]?.value == 96.0 / 97 && found[.shortURLs]?.severity == .warning)
    }

    @Test func knowsNothingOfDeliveries_WhileNoneIsReported() {
        var tally = NotificationTally(settings: NotificationSettings(), now: now)
        tally.add(record("1", "SENT"))
        tally.add(record("2", "FAILED"))
        #expect(tally.indicators.first?.value == nil)
    }

    @Test func estimatesRepetitions_InMemoryThatDoesNotGrow() throws {
        var sample = RepetitionSample()
        for number in 0..<100_000 { sample.add("fan-\(number % 90_000)") }
        #expect(abs(try #require(sample.share) - 0.1) < 0.02)
        #expect(MemoryLayout.size(ofValue: sample) < 64)
    }

    // MARK: Runbook

    @Test func answersTheFiveQuestions() {
        var book = NotificationRunbook(id: "1", record: record("1", "FAILED", saleIn: 24))
        book.sender = "ntfcn-snd"
        var steps = book.detail(at: now).steps
        #expect(steps.count == 5 && steps[0].answer.hasPrefix("Yes") && steps[1].answer.hasPrefix("No line of ntfcn-snd"))
        #expect(steps[3].answer.hasPrefix("Yes") && steps[4].answer.contains("retry it: R") && steps[4].severity == .critical)
        book.missing = [Problem(code: "AccessDenied", message: "no")]
        #expect(book.detail(at: now).steps[1].severity == .unknown)
        steps = NotificationRunbook(id: "2", record: nil).detail(at: now).steps
        #expect(steps[0].severity == .critical && steps[3].severity == .unknown)
        book.record = record("1", "UNKNOWN")
        #expect(book.detail(at: now).steps[4].answer.contains("not sent again"))
        for status in ["RETRY", "QUEUED", "SENT", "DELIVERED", "HELD"] {
            book.record = record("1", status)
            #expect(!(book.detail(at: now).steps.last?.answer.contains("R.") ?? true), "\(status)")
        }
    }

    // MARK: Files

    @Test func readsNotificationsToAdd_AndSaysWhatIsWrong() throws {
        let good = #" [{"id":"1","event":"e","saleAt":"2026-11-21T03:10:00Z","recipients":[{"channel":"email","target":"a@b"}]}]"#
        let all = try NotificationFile.read(Data(good.utf8), channels: ["email"])
        #expect(all.first?.recipients == [.init(channel: "email", target: "a@b")] && all.first?.saleAt != nil)
        for (text, wanted) in [
            ("{", "not JSON"), ("[]x", "not JSON"), (#"{"id":"1"}"#, "recipients is missing"),
            (#"{"id":"","recipients":[{"channel":"email","target":"a"}]}"#, "id has"),
            (#"{"id":"1","recipients":[]}"#, "recipients is empty"),
            (#"{"id":"1","recipients":[{"channel":"fax","target":"secret"}]}"#, "\"fax\" is no channel"),
            (#"{"id":"1","sendAt":"soon","recipients":[{"channel":"email","target":"a"}]}"#, "sendAt is no time"),
            (
                #"[{"id":"1","recipients":[{"channel":"email","target":"a"}]},"#
                    + #"{"id":"1","recipients":[{"channel":"email","target":"a"}]}]"#, "twice"
            ),
        ] {
            do {
                _ = try NotificationFile.read(Data(text.utf8), channels: ["email"])
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.message.contains(wanted) && !error.message.contains("secret"), "\(error.message)")
            }
        }
    }
}
