import Model
import Testing

@Suite struct LogFilterTests {
    private func filter(_ text: String) throws -> LogFilter { try LogFilter.parse(text).get() }

    private func problem(_ text: String) -> String? {
        guard case .failure(let problem) = LogFilter.parse(text) else { return nil }
        return problem.message
    }

    private func passes(_ text: String, _ message: String, group: String = "/aws/lambda/ntfcn-snd", stream: String = "2024/[1]ab")
        throws -> Bool
    {
        try filter(text).matches(LogEvent(id: "1", group: group, stream: stream, atMs: 0, message: message))
    }

    @Test func findsWordsWithoutRegardToCase() throws {
        #expect(try passes("TIMEOUT", "request timeout"))
        #expect(try passes("timeout request", "REQUEST TIMEOUT"))
        #expect(try !passes("timeout reply", "request timeout"))
        #expect(try passes("\"request timeout\"", "a request timeout"))
        #expect(try !passes("\"request timeout\"", "timeout request"))
        #expect(try passes("", "anything"))
        #expect(try passes("éTAT", "l'ÉTAT") && passes("état", "l'ÉTAT") && !passes("état", "l'etat"))
    }

    @Test func takesNegationAndQuotesAsPanesDo() throws {
        #expect(try passes("!timeout", "ok") && !passes("!timeout", "Timeout"))
        #expect(try passes("!level:info", #"{"level":"error"}"#) && !passes("!level:info", #"{"level":"info"}"#))
        #expect(try passes("\"level:error\"", "the text level:error"))
        #expect(try passes("a!b", "xa!bx"))
    }

    @Test func takesAddressesAndTimesAsWords() throws {
        #expect(try passes("https://example.com", "GET https://example.com/x"))
        #expect(try passes("12:30:04", "at 12:30:04.5"))
        #expect(try passes("<init>", "java.lang.<init>"))
    }

    @Test func asksForGroupStreamAndLevel() throws {
        #expect(try passes("group:SND", "x") && !passes("group:other", "x"))
        #expect(try passes("stream:[1]", "x") && !passes("stream:[2]", "x"))
        #expect(try passes("level:error", #"{"level":"error"}"#) && passes("level:warn", "WARNING x"))
        #expect(try passes("level>=warn", "ERROR x") && !passes("level>=warn", "INFO x") && !passes("level>=warn", "plain"))
    }

    @Test func asksForKeysOfJSONLinesAtAnyDepth() throws {
        let line = #"{"message":"sent","context":{"notificationId":"abc123","durationMs": 512.5,"ok":true,"none":null}}"#
        #expect(try passes("notificationId:abc", line) && passes("context.notificationid:ABC123", line))
        #expect(try !passes("notificationId:xyz", line) && !passes("userId:abc", line))
        #expect(try passes("durationMs>500", line) && !passes("durationMs>600", line) && passes("durationMs<1s", line))
        #expect(try passes("ok:true", line) && passes("none:null", line))
        #expect(try passes("ok=true", line))
        // The same characters inside a string are no key.
        #expect(try !passes("inner:1", #"{"text":"{\"inner\":1}"}"#))
        #expect(try passes("inner:2", #"{"text":"\"inner\":1","inner":2}"#))
        // A key without a scalar.
        #expect(try !passes("context:abc", line))
        #expect(try !passes("key:x", #"{"key"#) && !passes("key:x", #"{"key":"#) && !passes("key:x", #"{"key" x"#))
    }

    @Test func asksForFiguresOfReports() throws {
        let line =
            "REPORT RequestId: a\tDuration: 1530.20 ms\tBilled Duration: 1531 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 200.5 ms"
        for text in ["duration>1.5s", "duration<2000", "billed=1531", "memory=512", "maxmemory<=90", "init>200ms"] {
            #expect(try passes(text, line), "\(text)")
        }
        for text in ["duration>2s", "init<0.1s"] { #expect(try !passes(text, line), "\(text)") }
        #expect(try !passes("duration>0", "no report"))
        #expect(
            try passes("duration>15", #"{"type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":19.2}}}"#))
    }

    @Test func saysWhatIsWrong() {
        #expect(problem("\"open") == "The closing quote is missing.")
        #expect(problem("level:") == "What shall level be? Write level:value.")
        #expect(problem("level:loud") == "\"loud\" is no level. There are: trace, debug, info, warning, error, fatal.")
        #expect(problem("duration>") == "A value is missing after duration>.")
        #expect(problem("duration>soon") == "\"soon\" is no number for duration: write 500, 2.5 or a duration like 2s.")
        #expect(problem("group>a") == "group is a text: write group:a.")
    }

    @Test func findsEveryWordWhereverItStands() {
        // All words of up to three letters over a small alphabet in all texts of five: the fast search agrees with the plain one.
        let letters: [UInt8] = [0x61, 0x41, 0x40, 0x60]
        func all(_ count: Int) -> [[UInt8]] {
            count == 0 ? [[]] : all(count - 1).flatMap { head in letters.map { head + [$0] } }
        }
        let texts = all(5)
        for word in (1...3).flatMap(all) where !word.contains(0x41) {
            let needle = ByteNeedle(String(decoding: word, as: UTF8.self))
            for text in texts {
                let small = text.map { $0 == 0x41 ? 0x61 : $0 }
                let expected = (0...(5 - word.count)).first { small[$0...].starts(with: word) }
                // Behind some filling, so that the word lies across the eight bytes that are looked at together.
                for filling in [0, 6, 13] {
                    let whole = [UInt8](repeating: 0x2E, count: filling) + text + [0x2E, 0x2E]
                    #expect(whole.withUnsafeBufferPointer { needle.first(in: $0) } == expected.map { $0 + filling })
                }
            }
        }
    }
}
