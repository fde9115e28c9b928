import FoundationEssentials
import Model
import Support
import Synchronization
import Testing

@testable import AWS

/// One sign-in against a scripted IAM Identity Center, on a clock that leaps.
private final class SignInScene: Sendable {
    static let session = """
        [profile ops]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = OnCall
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        """
    static let legacy = """
        [profile ops]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789012
        sso_role_name = OnCall
        """
    static let folder = "/home/ann/.aws/sso/cache/"
    /// SHA-1 of `corp` and of the start URL.
    static let sessionToken = folder + "ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    static let legacyToken = folder + "a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
    /// As aws-cli 2 names them: computed with its own expression in Python.
    static let sessionRegistration = folder + "787ef34d0a944c01385765faa28b5e67d1c08f33.json"
    static let legacyRegistration = folder + "3a62fc7fd3ab838419eccab5b58d0124a95b510d.json"
    /// What no step, and no file but the two, may hold.
    static let secrets = ["hush-client", "hush-device", "hush-access", "hush-refresh"]

    let files: TestFiles
    let transport: FakeAWSTransport
    let clock = FakeAWSClock(now: CredentialScene.start)
    private let environment: AWSEnvironment
    private let told = Mutex<[SignInStep]>([])

    init(
        config: String = session, files: [String: String] = [:], _ steps: [FakeAWSTransport.Step], canWrite: Bool = true
    ) {
        self.files = TestFiles(files)
        self.files["/home/ann/.aws/config"] = config
        transport = FakeAWSTransport(steps)
        var environment = self.files.environment(["AWS_REGION": "us-east-1"])
        if !canWrite {
            environment.writeFile = { path, _ in
                throw ConfigurationError(code: "FileAccess", message: "Could not write \(path): disk full.", hint: "Make room.")
            }
        }
        self.environment = environment
    }

    func signIn(profile: String = "ops") throws -> DeviceSignIn {
        try DeviceSignIn(
            profile: profile, configuration: AWSConfiguration(environment: environment),
            dependencies: CredentialDependencies(transport: transport, clock: clock, random: { $0.lowerBound }))
    }

    func run() async throws -> [SignInStep] {
        try await signIn().run { step in self.told.withLock { $0.append(step) } }
        return steps
    }

    var steps: [SignInStep] { told.withLock { $0 } }

    func body(_ index: Int) -> String { String(decoding: transport.requests[index].body, as: UTF8.self) }

    /// How it failed.
    func problem() async throws -> Problem? {
        guard case .failed(let problem)? = try await run().last else { return nil }
        return problem
    }

    func expectNoSecretInSteps() {
        for step in steps { for secret in Self.secrets { #expect(!"\(step)".contains(secret)) } }
    }
}

extension FakeAWSTransport.Step {
    fileprivate static let registered = json(
        200, #"{"clientId":"id-1","clientSecret":"hush-client","clientSecretExpiresAt":1713052800}"#)

    fileprivate static func device(interval: String = #","interval":2"#, expiresIn: Int = 600) -> Self {
        json(
            200,
            #"{"deviceCode":"hush-device","userCode":"ABCD-EFGH","verificationUri":"https://device.sso.eu-west-1.amazonaws.com/","#
                + #""verificationUriComplete":"https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH","#
                + #""expiresIn":\#(expiresIn)\#(interval)}"#)
    }

    fileprivate static let token = json(
        200, #"{"accessToken":"hush-access","tokenType":"Bearer","expiresIn":28800,"refreshToken":"hush-refresh"}"#)

    fileprivate static func refusal(_ word: String, _ status: Int = 400) -> Self {
        json(status, #"{"error":"\#(word)","error_description":"hush-device is bad"}"#)
    }
}

@Suite struct DeviceSignInTests {
    private typealias Scene = SignInScene
    private static let link = DeviceLink(
        url: "https://device.sso.eu-west-1.amazonaws.com/",
        urlWithCode: "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH", userCode: "ABCD-EFGH",
        expiresAt: CredentialScene.start + 600)

    @Test(arguments: [
        (Scene.session, Scene.sessionToken, Scene.sessionRegistration),
        (Scene.legacy, Scene.legacyToken, Scene.legacyRegistration),
    ])
    func keepsTokenAndRegistrationWhereTheCLILooks(config: String, token: String, registration: String) async throws {
        let scene = Scene(config: config, [.registered, .device(), .refusal("authorization_pending"), .token])
        let steps = try await scene.run()
        let end = CredentialScene.start + 4 + 28_800
        #expect(steps == [.starting, .waiting(Self.link, trouble: nil), .done(validUntil: end)])
        let urls = scene.transport.requests.map(\.url)
        let root = "https://oidc.eu-west-1.amazonaws.com"
        #expect(urls == ["/client/register", "/device_authorization", "/token", "/token"].map { root + $0 })
        #expect(scene.transport.requests.allSatisfy { $0.header("Authorization") == nil })
        #expect(scene.body(1).contains(#""startUrl":"https:\/\/corp.awsapps.com\/start""#))
        #expect(scene.body(2).contains(#""grantType":"urn:ietf:params:oauth:grant-type:device_code""#))
        #expect(scene.clock.waits == [.seconds(2), .seconds(2)])

        let kept = try #require(scene.files[token])
        for part in [
            #""accessToken":"hush-access""#, #""expiresAt":"2024-01-15T18:00:04Z""#, #""region":"eu-west-1""#,
            #""startUrl":"https://corp.awsapps.com/start""#, #""clientId":"id-1""#, #""clientSecret":"hush-client""#,
            #""registrationExpiresAt":"2024-04-14T00:00:00Z""#, #""refreshToken":"hush-refresh""#,
        ] {
            #expect(kept.contains(part))
        }
        #expect(scene.files[registration]?.contains(#""expiresAt":"2024-04-14T00:00:00Z""#) == true)
        scene.expectNoSecretInSteps()
    }

    @Test func asksForTheScopesOfTheSession_AndForNoneOfALegacyProfile() async throws {
        let session = Scene([.registered, .device(), .token])
        _ = try await session.run()
        #expect(session.body(0).contains(#""scopes":["sso:account:access"]"#) && session.body(0).contains("nightdesk-corp"))
        let legacy = Scene(config: Scene.legacy, [.registered, .device(), .token])
        _ = try await legacy.run()
        #expect(!legacy.body(0).contains("scopes") && legacy.body(0).contains("nightdesk-1705312800"))
    }

    @Test func slowsDownWhenToldTo() async throws {
        let scene = Scene([.registered, .device(), .refusal("slow_down"), .refusal("authorization_pending"), .token])
        _ = try await scene.run()
        #expect(scene.clock.waits == [.seconds(2), .seconds(7), .seconds(7)])
    }

    @Test(arguments: [
        (FakeAWSTransport.Step.refusal("expired_token"), "expired_token", "ran out"),
        (.refusal("access_denied"), "access_denied", "denied"), (.refusal("invalid_grant"), "invalid_grant", "refused"),
        (.json(400, "{}", headers: [("x-amzn-ErrorType", "ExpiredTokenException")]), "expired_token", "ran out"),
        (.json(400, "{}", headers: [("x-amzn-ErrorType", "AccessDeniedException:http://x")]), "access_denied", "denied"),
        (.text(400, "<html>"), "HTTP400", "refused"), (.json(200, #"{"accessToken":5,"hush-access":1}"#), "Unreadable", "keys"),
    ])
    func saysWhyThereIsNoToken(step: FakeAWSTransport.Step, code: String, reason: String) async throws {
        let scene = Scene([.registered, .device(), step])
        let problem = try #require(try await scene.problem())
        #expect(problem.code == code && problem.message.contains(reason) && !problem.hint.isEmpty)
        #expect(scene.files[Scene.sessionToken] == nil)
        scene.expectNoSecretInSteps()
    }

    @Test func endsByItself_WhenNobodyAllowsItInTime() async throws {
        let pending = [FakeAWSTransport.Step](repeating: .refusal("authorization_pending"), count: 9)
        let scene = Scene([.registered, .device(interval: "", expiresIn: 12)] + pending)
        #expect(try await scene.problem()?.code == "expired_token")
        #expect(scene.clock.waits == [.seconds(5), .seconds(5)] && scene.transport.requests.count == 4)
    }

    @Test func goesOnAfterFaultsOfTheNetworkAndTheService() async throws {
        let cut = FakeAWSTransport.Step.fail(TransportError(.notConnected, "No route."))
        let scene = Scene([.registered, .device(), cut, cut, cut, .text(503), .text(503), .text(503), .token])
        let steps = try await scene.run()
        guard case .done? = steps.last else { return #expect(Bool(false), "\(steps)") }
        let troubles = steps.compactMap { if case .waiting(_, let trouble?) = $0 { trouble } else { nil } }
        #expect(troubles.count == 2 && troubles[0].contains("No route.") && troubles[1].contains("HTTP503"))
        // The interval doubles; between its tries the caller pauses shortly by itself.
        #expect(scene.clock.waits.filter { $0 >= .seconds(1) } == [.seconds(2), .seconds(4), .seconds(8)])
    }

    @Test func usesARegistrationOfTheCLI_ButNoneOfItsBrowserFlowAndNoneThatEnds() async throws {
        func registration(_ expires: String, _ more: String = "") -> String {
            #"{"clientId":"kept","clientSecret":"hush-client","expiresAt":"\#(expires)"\#(more)}"#
        }
        for (text, isKept) in [
            (registration("2024-03-01T00:00:00Z"), true), (registration("2024-03-01T00:00:00UTC"), true),
            (registration("2024-01-15T10:14:59Z"), false), ("no json", false),
            (registration("2024-03-01T00:00:00Z", #","grantTypes":["authorization_code","refresh_token"]"#), false),
        ] {
            let scene = Scene(
                files: [Scene.sessionRegistration: text], (isKept ? [] : [.registered]) + [.device(), .token])
            _ = try await scene.run()
            #expect(scene.transport.requests.count == (isKept ? 2 : 3))
            #expect(scene.files[Scene.sessionToken]?.contains(isKept ? #""clientId":"kept""# : #""clientId":"id-1""#) == true)
        }
    }

    @Test func registersAnew_Once_WhenTheServiceHasForgottenTheRegistration() async throws {
        let kept = #"{"clientId":"kept","clientSecret":"hush-client","expiresAt":"2024-03-01T00:00:00Z"}"#
        let scene = Scene(
            files: [Scene.sessionRegistration: kept], [.refusal("invalid_client", 401), .registered, .device(), .token])
        guard case .done? = try await scene.run().last else { return #expect(Bool(false), "\(scene.steps)") }
        #expect(scene.files[Scene.sessionRegistration]?.contains("id-1") == true)
        let again = Scene(
            files: [Scene.sessionRegistration: kept],
            [.refusal("invalid_client", 401), .registered, .refusal("invalid_client", 401)])
        #expect(try await again.problem() != nil)
    }

    @Test(arguments: ["javascript:alert(1)", "https://a b", "https://a\\u001b[2J", "file:///etc/passwd", ""])
    func refusesALinkThatIsNone(url: String) async throws {
        let answer = #"{"deviceCode":"hush-device","userCode":"A","verificationUri":"\#(url)","expiresIn":600}"#
        let scene = Scene([.registered, .json(200, answer)])
        #expect(try await scene.problem()?.code == "Unreadable")
        #expect(scene.transport.requests.count == 2)
    }

    @Test func saysWhereTheTokenCouldNotBeKept() async throws {
        let scene = Scene([.registered, .device(), .token], canWrite: false)
        let problem = try #require(try await scene.problem())
        #expect(problem.message.contains(Scene.sessionToken) && problem.hint == "Make room.")
        scene.expectNoSecretInSteps()
    }

    @Test func endsWithoutAWord_WhenItIsGivenUp() async throws {
        let scene = Scene([.registered, .device(), .hang])
        let (seen, saw) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await scene.signIn().run { step in
                if case .waiting = step { saw.yield() }
            }
        }
        for await _ in seen { break }
        task.cancel()
        try await task.value
        #expect(scene.files[Scene.sessionToken] == nil)
    }

    @Test func refusesAProfileThatDoesNotSignInSo() {
        let scene = Scene([])
        for profile in ["nobody", "default"] {
            let error = #expect(throws: AWSError.self) { try scene.signIn(profile: profile) }
            #expect(error?.message.contains("\"\(profile)\"") == true)
        }
    }

    @Test func showsNoSecret_WhereAValueIsPrinted() throws {
        let output = try CreateToken.decode(
            HTTPResponse(
                status: 200, body: Data(#"{"accessToken":"hush-access","expiresIn":1,"refreshToken":"hush-refresh"}"#.utf8)))
        let registration = ClientRegistration(clientId: "id", clientSecret: "hush-client", expiresAt: "x")
        let input = CreateToken.Input.device("hush-device", clientId: "id", clientSecret: "hush-client")
        for value in [output, registration, input] as [Any] {
            for text in ["\(value)", String(reflecting: value)] { #expect(!text.contains("hush")) }
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!dumped.contains("hush"))
        }
    }
}
