import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct CredentialChainTests {
    private static let config = "[profile ops]\nrole_arn = r\nsource_profile = base\n"
    private static let base = "[base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"

    /// Each answer is good for an hour from 10:00, 10:50 …
    private static func scene(_ steps: [FakeAWSTransport.Step]) -> CredentialScene {
        CredentialScene(config: config, credentials: base, profile: "ops", steps: steps)
    }

    @Test func keepsCredentialsUntilTheAdvisoryWindow() async throws {
        let scene = Self.scene([.role("ONE")])
        let chain = try scene.chain()
        for minutes in [0, 20, 20, 5] {
            scene.clock.advance(by: .seconds(minutes * 60))
            #expect(try await chain.credentials().accessKeyID == "ONE")
        }
        #expect(scene.transport.requests.count == 1)
    }

    @Test func usesTheOldOnesWhileItRenewsThem_InTheAdvisoryWindow() async throws {
        let scene = Self.scene([.role("ONE"), .role("TWO", expires: "2024-01-15T12:00:00Z")])
        let chain = try scene.chain()
        _ = try await chain.credentials()
        scene.clock.advance(by: .seconds(46 * 60))
        #expect(try await chain.credentials().accessKeyID == "ONE")
        try await until { try await chain.credentials().accessKeyID == "TWO" }
    }

    @Test func keepsTheOldOnes_WhenAnAdvisoryRenewalFails_AndTriesAgainLater() async throws {
        let scene = Self.scene([.role("ONE"), .text(400), .role("TWO", expires: "2024-01-15T12:00:00Z")])
        let chain = try scene.chain()
        _ = try await chain.credentials()
        scene.clock.advance(by: .seconds(46 * 60))
        #expect(try await chain.credentials().accessKeyID == "ONE")
        try await until { scene.transport.requests.count == 2 }
        for _ in 1...20 { #expect(try await chain.credentials().accessKeyID == "ONE") }
        #expect(scene.transport.requests.count == 2)
        scene.clock.advance(by: .seconds(61))
        #expect(try await chain.credentials().accessKeyID == "ONE")
        try await until { try await chain.credentials().accessKeyID == "TWO" }
    }

    @Test func waitsForNewOnes_InTheMandatoryWindow() async throws {
        let scene = Self.scene([.role("ONE"), .role("TWO", expires: "2024-01-15T12:00:00Z")])
        let chain = try scene.chain()
        _ = try await chain.credentials()
        scene.clock.advance(by: .seconds(51 * 60))
        #expect(try await chain.credentials().accessKeyID == "TWO")
    }

    @Test func tellsAFailure_InTheMandatoryWindow() async throws {
        let scene = Self.scene([.role("ONE"), .text(400), .role("TWO", expires: "2024-01-15T12:00:00Z")])
        let chain = try scene.chain()
        _ = try await chain.credentials()
        scene.clock.advance(by: .seconds(51 * 60))
        await #expect(throws: AWSError.self) { try await chain.credentials() }
        #expect(try await chain.credentials().accessKeyID == "TWO")
    }

    @Test func doesNotRenewShortLivedOnesAtEachCall() async throws {
        let short = "2024-01-15T10:05:00Z"
        let scene = Self.scene([.role("ONE", expires: short), .role("TWO", expires: short)])
        let chain = try scene.chain()
        for _ in 1...5 { #expect(try await chain.credentials().accessKeyID == "ONE") }
        scene.clock.advance(by: .seconds(61))
        #expect(try await chain.credentials().accessKeyID == "TWO")
    }

    @Test func refusesNewOnesThatHaveExpiredToo() async {
        let error = await Self.scene([.role("ONE", expires: "2024-01-15T09:59:00Z")]).failure()
        #expect(error?.code == "ExpiredCredentials")
    }

    @Test func fetchesOnce_HoweverManyAsk() async throws {
        let scene = Self.scene([.role("ONE")])
        let chain = try scene.chain()
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...50 { group.addTask { try await chain.credentials().accessKeyID } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(keys == ["ONE"] && scene.transport.requests.count == 1)
    }

    @Test func fetchesNewOnes_WhenAWSRefusesTheOld() async throws {
        let scene = Self.scene([.role("ONE"), .role("TWO")])
        let chain = try scene.chain()
        let first = try await chain.credentials()
        await chain.invalidate(first)
        let second = try await chain.credentials()
        #expect(second.accessKeyID == "TWO")
        // Late news about the old ones does not touch the new.
        await chain.invalidate(first)
        #expect(try await chain.credentials() == second)
    }

    @Test func seesKeysThatAreReplacedInTheFile() async throws {
        let scene = CredentialScene(credentials: "[default]\naws_access_key_id = ONE\naws_secret_access_key = s\n")
        let chain = try scene.chain()
        let first = try await chain.credentials()
        scene.files["/home/ann/.aws/credentials"] = "[default]\naws_access_key_id = TWO\naws_secret_access_key = s\n"
        #expect(try await chain.credentials() == first)
        await chain.invalidate(first)
        #expect(try await chain.credentials().accessKeyID == "TWO")
    }

    @Test func saysSo_WhenTheFileBreaksMeanwhile() async throws {
        let scene = CredentialScene(credentials: "[default]\naws_access_key_id = ONE\naws_secret_access_key = s\n")
        let chain = try scene.chain()
        let first = try await chain.credentials()
        scene.files["/home/ann/.aws/credentials"] = "broken"
        await chain.invalidate(first)
        let error = await #expect(throws: AWSError.self) { try await chain.credentials() }
        #expect(error?.code == "ConfigParseError" && error?.kind == .credentials)
    }

    @Test func letsOneGo_WhileTheOthersWaitOn() async throws {
        let scene = Self.scene([.text(503), .role("ONE")])
        let chain = try scene.chain()
        let impatient = Task { try await chain.credentials() }
        let patient = Task { try await chain.credentials() }
        await scene.clock.waitForSleepers()
        impatient.cancel()
        let error = await #expect(throws: AWSError.self) { try await impatient.value }
        #expect(error?.kind == .cancelled)
        scene.clock.advanceToNextDeadline()
        #expect(try await patient.value.accessKeyID == "ONE")
    }

    @Test func endsTheTransfer_WhenTheLastOneLeaves_AndBeginsAnewForTheNext() async throws {
        let scene = Self.scene([.hang, .role("ONE")])
        let chain = try scene.chain()
        let task = Task { try await chain.credentials() }
        try await until { scene.transport.requests.count == 1 }
        task.cancel()
        await #expect(throws: AWSError.self) { try await task.value }
        #expect(try await chain.credentials().accessKeyID == "ONE")
    }

    /// Gives other tasks their turn until something has happened that must happen by itself.
    private func until(_ condition: () async throws -> Bool) async throws {
        for _ in 1...100_000 {
            if try await condition() { return }
            await Task.yield()
        }
        Issue.record("It did not happen.")
    }
}
