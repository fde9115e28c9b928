import AWS
import Foundation
import Glibc
import Support
import Testing

/// The engine as Lambda would start it, against a Runtime API on loopback. Nothing here has run on Lambda itself.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LambdaTests {
    private let hook: FakeAWSServer
    private let program: Program

    init() throws {
        hook = try FakeAWSServer { _ in .answer(HTTPResponse(status: 204)) }
        program = try Program()
    }

    /// - Parameter store: The context's section, but for the channels.
    private func configure(_ store: String) throws {
        try program.home.write(
            """
            default_context: lambda
            contexts:
              lambda:
                escalations: {\(store), channels: [webhook], webhook: {url: "http://127.0.0.1:\(hook.port)/"}}
            """, to: "config.yaml")
    }

    private func environment(_ api: RuntimeAPI?, _ more: [String: String] = [:]) -> [String: String] {
        program.fullEnvironment.merging(["NIGHTDESK_CONFIG": program.home.path + "/config.yaml"]) { $1 }
            .merging(api?.variables ?? [:]) { $1 }.merging(more) { $1 }
    }

    private func start(_ id: String, _ more: [String: String]) throws {
        let file = try program.home.write(
            #"{"process-id":"\#(id)","action":"start","notifications":[{"channel":"webhook","at":1}]}"#, to: "request.json")
        let answer = try Child([Program.path, "escalation", "start", file, "--yes"], environment: environment(nil, more)).finish()
        try #require(answer.status == 0, "\(answer.errors)")
    }

    private func json(_ text: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    @Test(arguments: [["engine", "run"], []]) func makesOnePassForEachInvocation(words: [String]) async throws {
        try configure("source: embedded")
        let kept = ["NIGHTDESK_STATE_DIR": program.home.path + "/state"]
        try start("p", kept)
        let api = try RuntimeAPI(invocations: ["one", "two"])
        let runtime = try Child([Program.path] + words, environment: environment(api, kept))
        let answers = try await api.waitForAnswers(2)
        #expect(answers.map(\.kind) == [.response, .response] && answers.map(\.requestID) == ["one", "two"])
        #expect(try json(answers[0].body)["delivered"] as? Int == 1 && json(answers[0].body)["worked"] as? Bool == true)
        #expect(try json(answers[1].body)["delivered"] as? Int == 0)
        #expect(hook.requests.count == 1)
        kill(runtime.pid, SIGTERM)
        let end = runtime.finish()
        #expect(end.status == 0 && end.output.contains("Delivered: webhook of p"))
    }

    #if Postgres
        @Test func worksOnPostgreSQL_AndSaysWhenItIsGone() async throws {
            try configure("source: embedded, store: postgres")
            let cluster = try PostgresCluster()
            let variables = try cluster.database()
            try start("p", variables)
            let first = try RuntimeAPI(invocations: ["one"])
            let runtime = try Child([Program.path], environment: environment(first, variables))
            #expect(try await json(first.waitForAnswers(1)[0].body)["delivered"] as? Int == 1)
            kill(runtime.pid, SIGTERM)
            #expect(runtime.finish().status == 0)
            cluster.stop()
            let second = try RuntimeAPI(invocations: ["two", "three"])
            let other = try Child([Program.path], environment: environment(second, variables))
            // A failed invocation is no reason to end: the next one may find the database again.
            let answers = try await second.waitForAnswers(2)
            #expect(answers.map(\.kind) == [.error, .error])
            #expect(answers[0].errorType == "Nightdesk.Postgres.unavailable")
            #expect(answers[0].body.contains("nothing is sent"))
            kill(other.pid, SIGTERM)
            #expect(other.finish().status == 0)
        }
    #endif

    @Test func tellsLambda_WhatItCannotStartWithout() throws {
        for (section, code) in [("source: embedded", "NothingIsKept"), ("source: live, run: false", "NothingToRun")] {
            try configure(section)
            let api = try RuntimeAPI(invocations: ["never"])
            let end = try Child([Program.path, "engine", "run"], environment: environment(api)).finish()
            #expect(end.status == 78, "\(end.errors)")
            #expect(api.answers.map(\.kind) == [.initError])
            #expect(api.answers.first?.errorType == "Nightdesk.\(code)")
        }
    }

    @Test func ends_WhenTheRuntimeAPIIsGone() throws {
        try configure("source: embedded")
        let nobody = ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9", "NIGHTDESK_STATE_DIR": program.home.path + "/state"]
        let end = try Child([Program.path, "engine", "run"], environment: environment(nil, nobody)).finish()
        #expect(end.status == 69 && end.errors.contains("Runtime API"))
    }

    /// Started from the zip, the program maps no library of this machine: the loader and everything else come out of the zip.
    @Test func thePackedFunction_CarriesItsOwnLoaderAndLibraries() async throws {
        try configure("source: embedded")
        let kept = ["NIGHTDESK_STATE_DIR": program.home.path + "/state"]
        try start("p", kept)
        let (zip, task) = (program.home.path + "/function.zip", program.home.path + "/task")
        let pack = """
            import subprocess, sys, zipfile, os
            subprocess.run([sys.executable] + sys.argv[3:], check=True)
            with zipfile.ZipFile(sys.argv[1]) as file:
                for entry in file.infolist():
                    os.chmod(file.extract(entry, sys.argv[2]), entry.external_attr >> 16)
            """
        let script = Program.root.appending(path: "Sources/nightdesk/Packaging/lambda.py").path
        let python = Emulator.environment.appending(path: "bin/python").path
        let words = [python, "-c", pack, zip, task, script, Program.path, zip, program.home.path + "/config.yaml"]
        let packed = try Child(words, environment: program.fullEnvironment).finish()
        try #require(packed.status == 0, "\(packed.errors)")

        let api = try RuntimeAPI(invocations: ["one"])
        let runtime = try Child(
            [task + "/bootstrap"], environment: environment(api, kept.merging(["LAMBDA_TASK_ROOT": task]) { $1 }))
        #expect(try await json(api.waitForAnswers(1)[0].body)["delivered"] as? Int == 1)
        let maps = try Child(["cat", "/proc/\(runtime.pid)/maps"], environment: program.fullEnvironment).finish().output
        let libraries = Set(
            maps.split(separator: "\n").compactMap { line in
                line.firstIndex(of: "/").map { String(line[$0...]) }
            }.filter { $0.contains(".so") })
        #expect(libraries.contains { $0.contains("libcurl") } && libraries.contains { $0.contains("ld-linux") })
        #expect(libraries.allSatisfy { $0.hasPrefix(task + "/lib/") }, "\(libraries.filter { !$0.hasPrefix(task) })")
        kill(runtime.pid, SIGTERM)
        #expect(runtime.finish().status == 0)
    }
}
