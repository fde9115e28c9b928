import Foundation
import Glibc
import Support
import Testing

/// One after the other: each test waits for programs, and so keeps a thread that others need.
@Suite(.serialized) enum LogsEndToEnd {}

extension LogsEndToEnd {
    /// `nightdesk logs`, the built program: in the practice world, and against emulators.
    @Suite(.timeLimit(.minutes(3))) struct LogsCommandTests {
        private static let groups = ["/aws/lambda/a", "/aws/lambda/b"]

        private func object(_ line: some StringProtocol) throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }

        /// Puts lines into an emulator, oldest first: every text once, in both groups in turn.
        private func put(_ texts: [String], into emulator: Emulator, agoSeconds: Int = 100) throws {
            let lines = texts.enumerated().map { place, text in
                [Self.groups[place % 2], "s", agoSeconds - place, text] as [Any]
            }
            try emulator.account("logs", [String(decoding: JSONSerialization.data(withJSONObject: lines), as: UTF8.self)])
        }

        // MARK: The practice world

        @Test func printsTheLinesOfSeveralFunctionsInOrder() throws {
            let answer = try Program().run(["logs", "altaworx-*", "--since", "5m"])
            #expect(answer.status == 0, "\(answer.errors)")
            let lines = answer.output.split(separator: "\n")
            #expect(lines.count > 20 && lines.allSatisfy { $0.contains(" /aws/lambda/altaworx-") })
            #expect(lines.map { $0.prefix(24) }.sorted() == lines.map { $0.prefix(24) })
        }

        @Test func printsOneObjectALine_WithTheFilterApplied() throws {
            let answer = try Program().run(
                ["--json", "logs", "prd3292-prod1-us-east-1-ntfcn-snd", "--since", "10m", "--filter", "level>=warn"])
            let lines = answer.output.split(separator: "\n")
            #expect(answer.status == 0 && !lines.isEmpty)
            for line in lines {
                let event = try object(line)
                #expect(Set(event.keys) == ["id", "group", "stream", "at", "ingestedAt", "message"])
                #expect((event["message"] as? String)?.contains("error") == true)
            }
        }

        @Test func suggestsAName_ForOneThatIsUnknown() throws {
            let answer = try Program().run(["logs", "altaworx-queue-creatr"])
            #expect(answer.status == 1 && answer.output.isEmpty)
            #expect(answer.errors.contains("Did you mean \"altaworx-queue-creator\"?"))
            let object = try Program().run(["logs", "/no/such/group", "--json"])
            #expect(object.status == 1 && object.errors.contains("\"code\":\"ResourceNotFoundException\""))
        }

        @Test(arguments: [
            ["logs"], ["logs", "f", "--filter", "level:loud"], ["logs", "f", "--since", "soon"], ["logs", "f", "--live"],
            ["logs", "f", "--insights", "errors", "--follow"],
        ])
        func refusesWrongUsage(arguments: [String]) throws {
            #expect(try Program().run(arguments).status == 64)
        }

        @Test func runsQueriesByNameAndByHand() throws {
            let named = try Program().run(["logs", "altaworx-queue-creator", "--insights", "slowest", "--since", "3h"])
            #expect(named.status == 0, "\(named.errors)")
            #expect(named.output.hasPrefix("@timestamp") && named.errors.contains("bytes scanned, about $"))
            let query = "fields @message | limit 3"
            let typed = try Program().run(["logs", "altaworx-queue-creator", "--insights", query, "--since", "3h", "--json"])
            let answer = try typed.json()
            #expect(answer["status"] as? String == "Complete" && answer["total"] as? Int == 3)
            #expect((answer["rows"] as? [[String: Any]])?.allSatisfy { $0["@message"] is String } == true)
            #expect((answer["statistics"] as? [String: Any])?["bytesScanned"] is Double)
            #expect(try Program().run(["logs", "altaworx-queue-creator", "--insights", "no | such | query"]).status == 1)
        }

        @Test(arguments: [SIGINT, SIGTERM])
        func endsAFollowInGoodOrder(signal: Int32) throws {
            let program = try Program()
            let child = try Child(
                [Program.path, "logs", "prd3292-prod1-us-east-1-ntfcn-snd", "--since", "1m", "--follow"],
                environment: program.fullEnvironment)
            #expect(!child.firstLine().isEmpty)
            kill(child.pid, signal)
            let end = child.finish()
            #expect(end.status == 0 && end.errors.isEmpty)
            #expect(end.output.isEmpty || end.output.hasSuffix("\n"))
        }

        @Test func endsQuietly_WhenNobodyReadsAnyMore() throws {
            let program = try Program()
            let line =
                "\(Program.path) logs prd3292-prod1-us-east-1-ntfcn-snd --since 10m --follow | head -n 1; echo ${PIPESTATUS[0]}"
            let answer = try program.run(["-c", line], executable: "/bin/bash")
            #expect(answer.output.split(separator: "\n").last == "0" && answer.errors.isEmpty)
        }

        // MARK: Emulators

        @Test(arguments: Emulator.Kind.allCases)
        func printsEveryLineOnce_WhicheverWayItIsAsked(kind: Emulator.Kind) throws {
            let emulator = try Emulator(kind)
            let texts = (0..<60).map { "line \($0)" }
            try put(texts, into: emulator)
            let program = try Program(environment: emulator.variables)
            let whole = try program.run(["logs", "a", "/aws/lambda/b", "--json"])
            #expect(whole.status == 0, "\(whole.errors)")
            #expect(try whole.output.split(separator: "\n").map { try object($0)["message"] as? String } == texts)
            let some = try program.run(["logs", "/aws/lambda/*", "--filter", "5 !15"])
            #expect(some.output.split(separator: "\n").count == texts.count { $0.contains("5") && !$0.contains("15") })
            #expect(try program.run(["logs", "/aws/lambda/*", "--since", "10"]).output.isEmpty)
            let unknown = try program.run(["logs", "nobody"])
            #expect(unknown.status == 1 && unknown.errors.contains("\"nobody\""))
            let query = try program.run(["logs", "a", "--insights", "fields @message | limit 4", "--json"])
            #expect(try query.json()["total"] as? Int == 4, "\(query.errors)")
        }

        /// Moto has no live tail and is polled; ministack has one.
        @Test(arguments: Emulator.Kind.allCases, [false, true])
        func followsWhatComes(kind: Emulator.Kind, live: Bool) throws {
            let emulator = try Emulator(kind)
            try put(["old"], into: emulator)
            let program = try Program(environment: emulator.variables)
            let child = try Child(
                [Program.path, "logs", "a", "--follow", "--json"] + (live ? ["--live"] : []), environment: program.fullEnvironment
            )
            #expect(try object(child.firstLine())["message"] as? String == "old")
            try put(["new"], into: emulator, agoSeconds: 0)
            #expect(try object(child.firstLine())["message"] as? String == "new")
            kill(child.pid, SIGINT)
            let end = child.finish()
            #expect(end.status == 0 && end.output.isEmpty)
        }

        /// What strangers have written cannot do anything to a terminal; as JSON it is whole.
        @Test func printsHostileLinesHarmless() throws {
            let emulator = try Emulator(.moto)
            // A log takes a megabyte at most; arguments of programs less.
            let texts = HostileText.all.filter { $0.utf8.count < 10_000 && !$0.contains("\0") }
            try put(texts, into: emulator)
            let program = try Program(environment: emulator.variables)
            let plain = try program.run(["logs", "a", "b"])
            #expect(plain.status == 0 && !HostileText.isObeyed(plain.output))
            #expect(plain.output.split(separator: "\n").count >= texts.count)
            let json = try program.run(["logs", "a", "b", "--json"])
            #expect(!json.output.contains("\u{1B}"))
            let messages = try json.output.split(separator: "\n").compactMap { try object($0)["message"] as? String }
            #expect(messages.count == texts.count)
            #expect(json.output.contains("\"\u{FEFF}\u{200B}"))
            // Foundation's parser leaves out a byte order mark at the beginning of a string.
            for (message, text) in zip(messages, texts) where !text.hasPrefix("\u{FEFF}") {
                #expect(Array(message.utf8) == Array(text.utf8))
            }
            let query = try program.run(["logs", "a", "b", "--insights", "fields @message | limit 100"])
            #expect(query.status == 0 && !HostileText.isObeyed(query.output))
        }

        @Test func saysWhyNothingCame_WhenTheFarEndRefuses() throws {
            let farEnd = try FarEnd(functions: 1, queues: 1)
            try farEnd.set(.denied)
            let denied = try Program(environment: farEnd.variables).run(["logs", "f"])
            #expect(denied.status == 77 && denied.output.isEmpty, "\(denied.errors)")
            try farEnd.set(.throttle)
            let variables = farEnd.variables.merging(["AWS_MAX_ATTEMPTS": "2"]) { $1 }
            let throttled = try Program(environment: variables).run(["logs", "f", "--json"])
            #expect(throttled.status == 69 && throttled.errors.contains("\"hint\""), "\(throttled.errors)")
        }
    }
}
