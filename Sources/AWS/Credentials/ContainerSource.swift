import FoundationEssentials
import Model

/// The credentials endpoint of ECS tasks and EKS pods.
struct ContainerSource: CredentialSource {
    let environment: AWSEnvironment
    let dependencies: CredentialDependencies

    private static let attempts = 3
    private static let timeout = Duration.seconds(2)
    /// Besides loopback addresses the only hosts that may be asked without TLS: others could be made to see the token.
    private static let hosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost"]

    private struct Answer: Decodable {
        let AccessKeyId: String
        let SecretAccessKey: String
        let Token: String
        let Expiration: String
        let AccountId: String?
    }

    func load() async throws -> AWSCredentials? {
        guard
            let url = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"].map({ "http://169.254.170.2" + $0 })
                ?? environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        else { return nil }
        let answer = try await fetch(request(try address(url)))
        guard let expiration = ExpiryTime.parse(answer.Expiration) else {
            throw AWSError.retrieval("The container's credentials have no readable expiration.", hint: "Check the endpoint.")
        }
        return AWSCredentials(
            accessKeyID: answer.AccessKeyId, secretAccessKey: answer.SecretAccessKey, sessionToken: answer.Token,
            expiration: expiration, source: "container-role", accountID: answer.AccountId)
    }

    private func address(_ url: String) throws -> WebAddress {
        guard let address = WebAddress(url) else {
            throw AWSError.invalidConfig(
                "The URL of the container's credentials is not valid.", hint: "Check AWS_CONTAINER_CREDENTIALS_FULL_URI.")
        }
        guard address.scheme == "https" || address.isLoopback || Self.hosts.contains(address.host) else {
            throw AWSError.invalidConfig(
                "Credentials of a container are not asked from \(address.host) without TLS.",
                hint: "Use https, a loopback address or one of \(Self.hosts.joined(separator: ", ")).")
        }
        return address
    }

    private func request(_ address: WebAddress) throws -> HTTPRequest {
        let token = try authorization().map { [(name: "Authorization", value: $0)] } ?? []
        return HTTPRequest(
            method: "GET", scheme: address.scheme, host: address.host, port: address.port,
            path: address.path.isEmpty ? "/" : address.path, query: address.query,
            headers: [(name: "Accept", value: "application/json")] + token, timeout: Self.timeout)
    }

    private func authorization() throws -> String? {
        let token: String
        if let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            guard let data = try environment.contents(ofToken: path) else {
                throw AWSError.retrieval(
                    "The token file \(path) does not exist.", hint: "Check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.")
            }
            token = String(decoding: data, as: UTF8.self)
        } else if let variable = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            token = variable
        } else {
            return nil
        }
        guard !token.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
            throw AWSError.invalidConfig(
                "The token for the container's credentials has a line break in it.",
                hint: "Write it as one line, without an end of line.")
        }
        return token
    }

    private func fetch(_ request: HTTPRequest) async throws -> Answer {
        var attempt = 1
        while true {
            do {
                return try await Self.answer(to: request, dependencies.transport)
            } catch let error as AWSError where error.kind == .cancelled || attempt == Self.attempts {
                throw error
            } catch {
                do {
                    try await dependencies.clock.sleep(until: dependencies.clock.now.addingTimeInterval(1))
                } catch {
                    throw AWSError.cancelledWhileFetching
                }
            }
            attempt += 1
        }
    }

    private static func answer(to request: HTTPRequest, _ transport: any Transport) async throws -> Answer {
        do {
            let response = try await transport.send(request)
            guard response.status == 200 else {
                throw AWSError.retrieval(
                    "The container's credentials endpoint \(request.host) answered with status \(response.status).",
                    hint: "Check the task's or pod's role.")
            }
            return try response.decoded(Answer.self, from: "The container's credentials endpoint \(request.host)")
        } catch let error as TransportError {
            if error.code == .cancelled { throw AWSError.cancelledWhileFetching }
            throw AWSError.retrieval(
                "Could not reach the container's credentials endpoint \(request.host): \(error.message)",
                hint: "Check AWS_CONTAINER_CREDENTIALS_FULL_URI and the agent that serves it.")
        }
    }
}
