import AWS
import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

/// A person who types these codes one after the other, and then nothing more.
final class ScriptedPrompt: CodePrompt {
    private let codes: Mutex<[String]>
    private let asked = Mutex<[CodeQuestion]>([])

    init(_ codes: [String]) { self.codes = Mutex(codes) }

    var questions: [CodeQuestion] { asked.withLock { $0 } }

    func code(for question: CodeQuestion) async throws -> OneTimeCode {
        asked.withLock { $0.append(question) }
        let next = codes.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let code = next.flatMap(OneTimeCode.init) else { throw AWSError.codeMissing(question, hint: "Type it.") }
        return code
    }
}

@Suite struct CodePromptTests {
    private static let serial = "arn:aws:iam::123456789012:mfa/ann"
    private static let config = """
        [profile ops]
        role_arn = arn:aws:iam::123456789012:role/ops
        source_profile = base
        mfa_serial = \(serial)
        """
    private static let base = "[base]\naws_access_key_id = BASE\naws_secret_access_key = base-secret\n"
    /// As botocore names it for this role and device.
    private static let path = "/home/ann/.aws/cli/cache/846605f07e57cf6bac51d2ac0ef264106c3e7c7d.json"
    private static let wrong = FakeAWSTransport.Step.xml(
        403,
        """
        <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA \
        one time pass code. </Message></Error><RequestId>id-1</RequestId></ErrorResponse>
        """)

    private func scene(
        _ prompt: ScriptedPrompt, _ steps: [FakeAWSTransport.Step], files: [String: String] = [:]
    ) -> CredentialScene {
        CredentialScene(
            config: Self.config, credentials: Self.base, files: files, profile: "ops", steps: steps, codePrompt: prompt)
    }

    private static func kept(until end: String) -> String {
        #"{"Credentials":{"AccessKeyId":"KEPT","SecretAccessKey":"s","SessionToken":"t","Expiration":"\#(end)"}}"#
    }

    @Test func sendsSerialAndCode_AndKeepsWhatComesForTheCLI() async throws {
        let prompt = ScriptedPrompt(["123456"])
        let scene = scene(prompt, [.role("ROLE")])
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "ROLE" && credentials.isRenewedByHand)
        #expect(prompt.questions == [CodeQuestion(profile: "ops", serial: Self.serial)])
        let form = Set(scene.body().split(separator: "&"))
        #expect(form.isSuperset(of: ["SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fann", "TokenCode=123456"]))
        #expect(scene.files[Self.path]?.contains(#""Expiration":"2024-01-15T11:00:00Z""#) == true)
        // A second chain finds them and asks nobody.
        #expect(try await scene.credentials().accessKeyID == "ROLE")
        #expect(prompt.questions.count == 1)
    }

    @Test func asksAgainWithTheReason_WhenSTSDoesNotTakeTheCode() async throws {
        let prompt = ScriptedPrompt(["111111", "222222", "333333"])
        let scene = scene(prompt, [Self.wrong, Self.wrong, .role("ROLE")])
        #expect(try await scene.credentials().accessKeyID == "ROLE")
        #expect(prompt.questions.map { $0.reason == nil } == [true, false, false])
        #expect(prompt.questions[1].reason?.contains("last code") == true)
    }

    @Test func saysWhatIsAskedFor_WhenNobodyAnswers() async {
        let scene = scene(ScriptedPrompt(["111111"]), [Self.wrong])
        let error = await scene.failure()
        #expect(error?.code == "MFARequired" && error?.kind == .credentials)
        #expect(error?.message.contains(Self.serial) == true && error?.message.contains("last code") == true)
        guard case .enterCode(let question)? = error?.remedy else { return #expect(Bool(false), "no remedy") }
        #expect(question.profile == "ops" && question.reason != nil)
        #expect(error.map { "\($0)".contains("111111") } == false)
    }

    @Test func tellsAnotherRefusalAsItIs_WithTheWayToTryAgain() async {
        let denied = FakeAWSTransport.Step.xml(
            403,
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>ann may not sts:AssumeRole</Message></Error></ErrorResponse>"
        )
        let prompt = ScriptedPrompt(["111111", "222222"])
        let error = await scene(prompt, [denied]).failure()
        #expect(error?.code == "AccessDenied" && error?.message.contains("may not") == true)
        #expect(error?.remedy == .enterCode(CodeQuestion(profile: "ops", serial: Self.serial)))
        #expect(prompt.questions.count == 1)
    }

    @Test func usesTheKeptOnesToTheirEnd_WhileNobodyAnswers() async throws {
        for (end, asks) in [("2024-01-15T10:06:00Z", 0), ("2024-01-15T10:04:00Z", 1), ("2024-01-15T10:00:01+00:00", 1)] {
            let prompt = ScriptedPrompt([])
            let scene = scene(prompt, [], files: [Self.path: Self.kept(until: end)])
            #expect(try await scene.credentials().accessKeyID == "KEPT")
            #expect(prompt.questions.count == asks)
            #expect(prompt.questions.allSatisfy { $0.validUntil != nil })
        }
        let over = scene(ScriptedPrompt([]), [], files: [Self.path: Self.kept(until: "2024-01-15T10:00:00Z")])
        #expect(await over.failure()?.code == "MFARequired")
    }

    @Test func asksFiveMinutesBeforeTheEnd_AndGoesOnMeanwhile() async throws {
        let prompt = ScriptedPrompt(["123456"])
        let scene = scene(prompt, [.role("ROLE")])
        let chain = try scene.chain()
        #expect(try await chain.credentials().accessKeyID == "ROLE")
        scene.clock.advance(by: .seconds(3600 - 301))
        _ = try await chain.credentials()
        #expect(prompt.questions.count == 1)
        scene.clock.advance(by: .seconds(300))
        #expect(try await chain.credentials().accessKeyID == "ROLE")
        scene.clock.advance(by: .seconds(1))
        await #expect(throws: AWSError.self) { try await chain.credentials() }
        #expect(prompt.questions.count >= 2 && prompt.questions.last?.validUntil == nil)
    }

    @Test(arguments: [
        ("123456", true), ("123 456", true), ("12345", false), ("1234567", false), ("12345a", false), ("", false),
        ("١٢٣٤٥٦", false), ("-12345", false),
    ])
    func takesSixDigitsForACode(text: String, isCode: Bool) {
        #expect((OneTimeCode(text) != nil) == isCode)
    }

    @Test func showsNoDigitOfACode() throws {
        let code = try #require(OneTimeCode("987654"))
        for text in ["\(code)", String(reflecting: code)] { #expect(!text.contains("987654")) }
    }

    @Test func tellsHowAProfileStands_WithoutTheNetwork() async throws {
        let token =
            #"{"startUrl":"u","region":"r","accessToken":"hush","expiresAt":"2024-01-15T18:00:00Z"}"#
        let config = """
            [profile ops]
            role_arn = arn:aws:iam::123456789012:role/ops
            source_profile = desk
            mfa_serial = \(Self.serial)
            [profile desk]
            sso_session = corp
            sso_account_id = 1
            sso_role_name = r
            [sso-session corp]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = eu-west-1
            """
        let files = TestFiles(["/home/ann/.aws/config": config])
        let now = CredentialScene.start
        func states() throws -> [SignInState] {
            try AWSConfiguration(options: AWSOptions(profile: "ops"), environment: files.environment()).signInStates(at: now)
        }
        let device = SignInState.device(serial: Self.serial, profile: "ops", validUntil: nil)
        #expect(try states() == [device, .noSession(name: "corp", profile: "desk", reason: "has not begun")])
        files["/home/ann/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"] = token
        let end = Date(timeIntervalSince1970: 1_705_341_600)
        #expect(try states() == [device, .session(name: "corp", profile: "desk", validUntil: end, refreshes: false)])
        #expect(try !"\(states())".contains("hush"))
        files["/home/ann/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"] = token.replacing("T18", with: "T09")
        #expect(try states().last == .noSession(name: "corp", profile: "desk", reason: "has expired"))
        files[Self.path] = Self.kept(until: "2024-01-15T11:00:00UTC")
        #expect(try states().first == .device(serial: Self.serial, profile: "ops", validUntil: now + 3600))
    }
}
