import AWS
import Drill
import Model
import SigV4
import Synchronization

/// How one context reaches AWS: one transport, one limiter and one meter for all its sections, one client per profile and region.
final class AWSAccess: Sendable {
    let meter = APIMeterRecorder()
    private let limiter: RateLimiter
    private let machine: Machine
    private let plan: ContextPlan
    /// One a profile and region, so that their sections fetch and renew together.
    private let chains = Mutex<[AWSSettings: CredentialChain]>([:])
    /// nil in the practice world, which needs none.
    private let curl: CurlTransport?
    /// What the practice world tells; begins with the context. nil everywhere else.
    let story: StoryTeller?

    init(machine: Machine, plan: ContextPlan) throws {
        self.machine = machine
        self.plan = plan
        limiter = RateLimiter(clock: machine.clock)
        story = plan.isDrill ? StoryTeller(plan.scenario ?? .firstNight, clock: machine.clock) : nil
        curl = plan.isDrill ? nil : try AWSAccess.transport(machine, plan)
    }

    private static func transport(_ machine: Machine, _ plan: ContextPlan) throws -> CurlTransport {
        var settings = CurlSettings(environment: machine.environment.variables)
        settings.certificateBundle = try machine.awsConfiguration(for: plan.settings.aws).caBundle
        return CurlTransport(settings)
    }

    /// The region of the context or of a section of it.
    /// - Throws: ``CommandFailure`` 78 when nothing says which.
    func region(for section: AWSSettings = AWSSettings()) throws -> String {
        if plan.isDrill { return DrillWorld.region }
        let configuration = try machine.awsConfiguration(for: plan.settings.aws.overridden(by: section))
        guard let region = configuration.region else {
            throw CommandFailure(
                .badConfiguration, code: "NoRegion", message: "No AWS region is given for context \"\(plan.name)\".",
                hint: "Give one with --region or AWS_REGION, in the context's aws section, or in the profile (aws configure).")
        }
        return region
    }

    /// What signs the requests of the context or of a section of it.
    func credentials(for section: AWSSettings = AWSSettings()) throws -> any CredentialsProvider {
        guard let curl else { return PracticeCredentials() }
        let settings = plan.settings.aws.overridden(by: section)
        let configuration = try machine.awsConfiguration(for: settings)
        return chains.withLock { chains in
            if let chain = chains[settings] { return chain }
            let chain = CredentialChain(configuration: configuration, dependencies: dependencies(curl))
            chains[settings] = chain
            return chain
        }
    }

    /// How the profiles of the context or a section of it stand with what a person renews; none in the practice world.
    func signInStates(for section: AWSSettings = AWSSettings()) throws -> [SignInState] {
        guard !plan.isDrill else { return [] }
        return try machine.awsConfiguration(for: plan.settings.aws.overridden(by: section)).signInStates(at: machine.clock.now)
    }

    private func dependencies(_ transport: CurlTransport) -> CredentialDependencies {
        CredentialDependencies(transport: transport, clock: machine.clock, codePrompt: machine.codePrompt)
    }

    /// - Throws: ``AWSError`` or ``CommandFailure``: a profile that does not sign in so, or in the practice world.
    func deviceSignIn(_ profile: String) throws -> DeviceSignIn {
        guard let curl else {
            throw CommandFailure(
                .failed, code: "Drill", message: "The practice world needs no sign-in.", hint: "Switch to another context first.")
        }
        let configuration = try machine.awsConfiguration(for: plan.settings.aws)
        return try DeviceSignIn(profile: profile, configuration: configuration, dependencies: dependencies(curl))
    }

    /// A client for the context or for a section of it.
    func client(for section: AWSSettings = AWSSettings()) throws -> AWSClient {
        let region = try region(for: section)
        let credentials = try credentials(for: section)
        guard let curl else {
            let far = story.map { DrillTransport(story: $0, clock: machine.clock) } ?? DrillTransport(clock: machine.clock)
            return AWSClient(
                transport: far, credentials: credentials, endpoints: PracticeEndpoints(),
                signer: SigV4Signer(), region: region, clock: machine.clock, limiter: limiter, meter: meter,
                version: Product.version)
        }
        let configuration = try machine.awsConfiguration(for: plan.settings.aws.overridden(by: section))
        return AWSClient(
            transport: curl, credentials: credentials, endpoints: StandardEndpoints(configuration), signer: SigV4Signer(),
            region: region, clock: machine.clock, retry: RetryPolicy(maximumAttempts: configuration.maxAttempts),
            limiter: limiter,
            meter: meter, version: Product.version)
    }

    /// What far ends that are not AWS are reached with.
    var transport: any Transport { curl ?? DrillTransport(clock: machine.clock) }

    /// Ends every transfer; afterwards no call succeeds.
    func shutdown() { curl?.shutdown() }
}

/// The practice world checks that requests are signed, not by whom.
private struct PracticeCredentials: CredentialsProvider {
    func credentials() async throws -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIAPRACTICE", secretAccessKey: "practice", source: "drill")
    }
    func invalidate(_ credentials: AWSCredentials) async {}
}

private struct PracticeEndpoints: EndpointResolver {
    func endpoint(for service: AWSService, region: String) throws -> Endpoint {
        Endpoint(
            scheme: "https", host: "\(service.rawValue).\(region).amazonaws.com", signingRegion: region,
            signingName: service.rawValue)
    }
}
