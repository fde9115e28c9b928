import AWS
import FoundationEssentials
import Support
import Synchronization

/// Surroundings of one test of credentials: variables, files, answers from outside, time.
final class CredentialScene: Sendable {
    /// Monday, 15 January 2024, 10:00 UTC
    static let start = Date(timeIntervalSince1970: 1_705_312_800)

    let files: TestFiles
    let transport: FakeAWSTransport
    let clock = ManualClock(now: start)
    /// What the credential process was started with.
    let processes = Mutex<[[String]]>([])
    private let variables: [String: String]
    private let options: AWSOptions
    private let output: ProcessOutput
    private let codePrompt: any CodePrompt

    init(
        _ variables: [String: String] = [:], config: String? = nil, credentials: String? = nil, files: [String: String] = [:],
        profile: String? = nil, steps: [FakeAWSTransport.Step] = [], processStatus: Int32 = 0, processOutput: String = "",
        codePrompt: any CodePrompt = NoCodePrompt()
    ) {
        self.files = TestFiles(files)
        self.files["/home/ann/.aws/config"] = config
        self.files["/home/ann/.aws/credentials"] = credentials
        self.variables = variables
        options = AWSOptions(profile: profile)
        transport = FakeAWSTransport(steps)
        self.codePrompt = codePrompt
        output = ProcessOutput(status: processStatus, standardOutput: Data(processOutput.utf8))
    }

    func chain() throws -> CredentialChain {
        CredentialChain(
            configuration: try AWSConfiguration(options: options, environment: files.environment(variables)),
            dependencies: CredentialDependencies(
                transport: transport, clock: clock,
                runProcess: { [self] words, _ in
                    processes.withLock { $0.append(words) }
                    return output
                }, random: { $0.lowerBound }, codePrompt: codePrompt))
    }

    func credentials() async throws -> AWSCredentials { try await chain().credentials() }

    /// The error of asking once.
    func failure() async -> AWSError? {
        do {
            _ = try await credentials()
            return nil
        } catch {
            return error as? AWSError
        }
    }

    /// The body of the request that was sent as the `index`th, as text.
    func body(_ index: Int = 0) -> String { String(decoding: transport.requests[index].body, as: UTF8.self) }
}

extension FakeAWSTransport.Step {
    /// What STS answers.
    static func role(
        _ key: String, expires: String = "2024-01-15T11:00:00Z", action: String = "AssumeRole"
    ) -> FakeAWSTransport.Step {
        .xml(
            200,
            """
            <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result><AssumedRoleUser>\
            <AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser>\
            <Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>\
            <SessionToken>role-token</SessionToken><Expiration>\(expires)</Expiration></Credentials>\
            </\(action)Result></\(action)Response>
            """)
    }

    /// What the metadata services of containers and instances answer.
    static func metadata(_ key: String, expires: String = "2024-01-15T16:00:00Z") -> FakeAWSTransport.Step {
        .json(
            200,
            """
            {"Code":"Success","AccessKeyId":"\(key)","SecretAccessKey":"role-secret","Token":"role-token","Expiration":"\(expires)"}
            """)
    }

    static func text(_ status: Int, _ text: String = "") -> FakeAWSTransport.Step {
        .answer(HTTPResponse(status: status, body: Data(text.utf8)))
    }
}
