import FoundationEssentials
import Support
import Synchronization
import Testing

@testable import AWS

@Suite struct ProcessSourceTests {
    private static let config = "[default]\ncredential_process = /opt/get \"a b\" --token 'hush hush'\naws_account_id = 1\n"

    @Test func readsWhatTheProgramPrints() async throws {
        let scene = CredentialScene(
            config: Self.config,
            processOutput: """
                {"Version":1,"AccessKeyId":"P","SecretAccessKey":"s","SessionToken":"t","Expiration":"2024-01-15T11:00:00.5Z"}
                """)
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "P" && credentials.sessionToken == "t" && credentials.accountID == "1")
        #expect(credentials.expiration == CredentialScene.start.addingTimeInterval(3600.5))
        #expect(scene.processes.withLock { $0 } == [["/opt/get", "a b", "--token", "hush hush"]])
    }

    @Test(
        arguments: [
            (1, "", "status 1"), (0, "", "no JSON"), (0, "{}", "no JSON"), (0, #"{"Version":2}"#, "version 2"),
            (0, #"{"Version":1}"#, "AccessKeyId"), (0, #"{"Version":1,"AccessKeyId":"P"}"#, "SecretAccessKey"),
            (0, #"{"Version":1,"AccessKeyId":"P","SecretAccessKey":"hush","Expiration":"soon"}"#, "Expiration"),
        ] as [(Int32, String, String)])
    func saysWhatIsWrong_WithoutWhatWasPrinted(_ status: Int32, _ output: String, _ detail: String) async {
        let scene = CredentialScene(config: Self.config, processStatus: status, processOutput: output)
        let error = await scene.failure()
        #expect(error?.code == "CredentialRetrievalError" && error?.message.contains(detail) == true)
        #expect(error?.message.contains("/opt/get") == true)
        #expect(error.map { "\($0)".contains("hush") } == false)
    }

    @Test func refusesACommandWithAnOpenQuote() async {
        let error = await CredentialScene(config: "[default]\ncredential_process = x 'y\n").failure()
        #expect(error?.code == "InvalidConfigError")
    }

    /// Expected values are what Python's `shlex.split` gave; nil where it refused the text.
    @Test(
        arguments: [
            ("a b", ["a", "b"]), ("  a\t b\n", ["a", "b"]), ("", []), ("'a b' \"c d\"", ["a b", "c d"]), ("a\\ b", ["a b"]),
            ("\"a\\\"b\"", ["a\"b"]), ("\"a\\b\"", ["a\\b"]), ("'a\\b'", ["a\\b"]), ("a'b'c", ["abc"]), ("''", [""]),
            ("a ''", ["a", ""]),
            ("$HOME `x` *", ["$HOME", "`x`", "*"]), ("a # b", ["a", "#", "b"]), ("'a", nil), ("a\\", nil), ("\"a\\", nil),
        ] as [(String, [String]?)])
    func splitsWordsAsPythonDoes(_ text: String, _ words: [String]?) {
        #expect(ShellWords.split(text) == words)
    }
}

@Suite struct ChildProcessTests {
    @Test func readsStandardOutputOnly_AndTheStatus() async throws {
        let output = try await run(#"echo "$WORD $0"; echo hush >&2; exit 3"#, ["WORD": "hello"])
        #expect(output == ProcessOutput(status: 3, standardOutput: Data("hello sh\n".utf8)))
    }

    @Test func readsMoreThanAPipeHolds() async throws {
        #expect(try await run("head -c 300000 /dev/zero").standardOutput.count == 300_000)
    }

    @Test func givesItNoTerminalAndNoneOfOurFiles() async throws {
        let text = String(
            decoding: try await run("ls /proc/self/fd | wc -l; tty; cut -d' ' -f6 /proc/$$/stat; echo $$").standardOutput,
            as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.filter { $0 != " " } }
        // 0, 1, 2 and the folder that `ls` reads.
        #expect(lines[0] == "4")
        #expect(lines[1] == "notatty")
        #expect(lines[2] == lines[3], "the shell leads a session of its own")
    }

    @Test func countsASignalAsShellsDo() async throws {
        #expect(try await run("kill -TERM $$").status == 143)
    }

    @Test func saysWhenThereIsNoSuchProgram() async {
        let error = await #expect(throws: AWSError.self) {
            try await ChildProcess.run(["/no/such/program", "hush"], variables: [:])
        }
        #expect(error?.message.contains("/no/such/program") == true && error?.message.contains("hush") == false)
    }

    /// Would take the better part of an hour, were it not ended.
    @Test(.timeLimit(.minutes(2))) func endsAProgramThatTakesTooLong_AndItsChildren() async {
        let error = await #expect(throws: AWSError.self) {
            try await ChildProcess.run(["sh", "-c", "sleep 3000 | sleep 3000"], variables: path, timeout: .milliseconds(50))
        }
        #expect(error?.message.contains("in time") == true)
    }

    @Test(.timeLimit(.minutes(2))) func endsAProgramWhoseTaskIsCancelled() async {
        let task = Task { try await run("sleep 3000") }
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
    }

    private let path = ["PATH": "/usr/bin:/bin"]

    private func run(_ script: String, _ variables: [String: String] = [:]) async throws -> ProcessOutput {
        try await ChildProcess.run(["sh", "-c", script], variables: variables.merging(path) { $1 })
    }
}
