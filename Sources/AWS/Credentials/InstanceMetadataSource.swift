import FoundationEssentials
import Model

/// The role of an EC2 instance: version 2 of the metadata service, and version 1 where that has no token and is not refused.
struct InstanceMetadataSource: CredentialSource {
    let settings: MetadataSettings
    let dependencies: CredentialDependencies

    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    private struct Answer: Decodable {
        let AccessKeyId: String
        let SecretAccessKey: String
        let Token: String
        let Expiration: String
    }

    /// How one question ended.
    private enum Outcome {
        case body(String)
        /// The service is there and does not know version 2.
        case noToken
        /// No service, or none that answers us.
        case nothing
    }

    func load() async throws -> AWSCredentials? {
        guard !settings.isDisabled else { return nil }
        guard let address = WebAddress(settings.endpoint), address.query == nil else {
            throw AWSError.invalidConfig(
                "\"\(settings.endpoint)\" is no URL of an instance metadata service.",
                hint: "Check AWS_EC2_METADATA_SERVICE_ENDPOINT or the profile's ec2_metadata_service_endpoint.")
        }
        var token: String?
        switch try await askForToken(address) {
        case .body(let text): token = text
        case .noToken: if settings.refusesVersion1 { return nil }
        case .nothing: return nil
        }
        guard let role = try await text(address, Self.rolePath, token)?.split(whereSeparator: \.isWhitespace).first,
            let body = try await text(address, Self.rolePath + role, token),
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(body.utf8)),
            let expiration = ExpiryTime.parse(answer.Expiration)
        else { return nil }
        return AWSCredentials(
            accessKeyID: answer.AccessKeyId, secretAccessKey: answer.SecretAccessKey, sessionToken: answer.Token,
            expiration: extended(expiration), source: "iam-role")
    }

    /// The region of the instance; nil outside EC2.
    func region() async throws -> String? {
        guard !settings.isDisabled, let address = WebAddress(settings.endpoint) else { return nil }
        var token: String?
        if case .body(let text) = try await askForToken(address) { token = text } else if settings.refusesVersion1 { return nil }
        return try await text(address, "/latest/meta-data/placement/region", token)
    }

    private func askForToken(_ address: WebAddress) async throws -> Outcome {
        let request = request("PUT", address, "/latest/api/token", [("x-aws-ec2-metadata-token-ttl-seconds", "21600")])
        for _ in 1...settings.attempts {
            do {
                let response = try await dependencies.transport.send(request)
                switch response.status {
                case 200: return .body(String(decoding: response.body, as: UTF8.self))
                case 403, 404, 405: return .noToken
                case 400: return .nothing
                default: continue
                }
            } catch let error as TransportError {
                switch error.code {
                case .cancelled: throw AWSError.cancelledWhileFetching
                // Also when the answer's hop limit ends it on its way into a container, where version 1 works.
                case .timedOut: return .noToken
                default: continue
                }
            }
        }
        return .nothing
    }

    private func text(_ address: WebAddress, _ path: String, _ token: String?) async throws -> String? {
        let request = request("GET", address, path, token.map { [("x-aws-ec2-metadata-token", $0)] } ?? [])
        for _ in 1...settings.attempts {
            do {
                let response = try await dependencies.transport.send(request)
                if response.status == 200, !response.body.isEmpty { return String(decoding: response.body, as: UTF8.self) }
            } catch let error as TransportError {
                if error.code == .cancelled { throw AWSError.cancelledWhileFetching }
            }
        }
        return nil
    }

    private func request(
        _ method: String, _ address: WebAddress, _ path: String, _ headers: [(name: String, value: String)]
    ) -> HTTPRequest {
        let base = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
        return HTTPRequest(
            method: method, scheme: address.scheme, host: address.host, port: address.port, path: base + path, headers: headers,
            timeout: settings.timeout)
    }

    /// When the service cannot renew them in time, AWS takes old instance credentials a while longer: the next look is then
    /// put off by 17 to 25 minutes instead of failing.
    private func extended(_ expiration: Date) -> Date {
        let window = Double(15 * 60 + dependencies.random(120...600))
        let now = dependencies.clock.now
        return expiration.timeIntervalSince(now) > window ? expiration : now.addingTimeInterval(window)
    }
}

extension AWSConfiguration {
    /// The region of the EC2 instance that this runs on, which the CLI takes when nothing else names one; nil elsewhere.
    /// - Throws: ``AWSError`` `.cancelled`
    package func instanceRegion(_ dependencies: CredentialDependencies) async throws -> String? {
        try await InstanceMetadataSource(settings: metadata, dependencies: dependencies).region()
    }
}
