import FoundationEssentials
import Model
import SigV4

extension AWSClient {
    /// One request and what became of it.
    struct Attempt<Output: Sendable>: Sendable {
        /// What it was signed with; nil where the operation carries no signature.
        var credentials: AWSCredentials?
        var result: Result<Output, AttemptFailure>
    }

    /// The part of a request that all attempts share.
    func draft<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input, call: CallName
    ) throws(AWSError) -> (request: HTTPRequest, endpoint: Endpoint) {
        do {
            let endpoint = try endpoints.endpoint(for: Operation.target.service, region: region)
            let wish = try Operation.encode(input)
            var request = HTTPRequest(
                method: wish.method, scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port,
                path: endpoint.path + wish.path, query: wish.query.isEmpty ? nil : PercentEncoding.query(wish.query),
                headers: wish.headers + [("User-Agent", userAgent)], body: wish.body, timeout: wish.timeout ?? timeout)
            request.mayRepeat = Operation.mayRepeat
            if !Operation.hostPrefix.isEmpty, endpoint.takesHostPrefix { request.host = Operation.hostPrefix + request.host }
            return (request, endpoint)
        } catch let error as AWSError {
            throw error
        } catch {
            throw AWSError(
                .rejected, code: "InvalidInput", message: "\(call.text) was not sent: its input cannot be written (\(error)).")
        }
    }

    /// - Parameter refused: Credentials that AWS has called expired in this call; getting the same again ends it.
    func makeAttempt<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input, _ draft: (request: HTTPRequest, endpoint: Endpoint),
        refused: AWSCredentials?, call: CallName, over send: @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) async throws(AWSError) -> Attempt<Operation.Output> {
        let family = RateFamily(Operation.target)
        do { try await limiter.admit(family, region: region) } catch { throw .cancelled(call) }
        let identity = Operation.isSigned ? try await identity(call: call) : nil
        if let identity, identity == refused { throw .stillExpired(identity, call) }
        let signedAt = serviceTime
        let request = identity.map { sign(draft, with: $0, at: signedAt) } ?? draft.request
        let cost = Operation.estimatedCostUSD(input)
        do {
            let response = try await send(request)
            let result = read(operation, response, call: call, signedAt: signedAt, identity: identity)
            note(result, family: family, costUSD: cost)
            return Attempt(credentials: identity, result: result)
        } catch {
            let failure = failure(of: error, call: call, mayRepeat: Operation.mayRepeat)
            if failure.cause != .notConnected, failure.error.kind != .cancelled {
                meter.record(.failed, costUSD: cost, at: clock.now)
            }
            return Attempt(credentials: identity, result: .failure(failure))
        }
    }

    func identity(call: CallName) async throws(AWSError) -> AWSCredentials {
        do {
            return try await credentials.credentials()
        } catch let error as AWSError {
            throw error
        } catch is CancellationError {
            throw .cancelled(call)
        } catch {
            // A foreign error may quote what it read, so only its type is named.
            throw AWSError(
                .credentials, code: "CredentialsUnavailable",
                message: "\(call.text) was not sent: no credentials could be had (\(type(of: error))).",
                hint: call.hint(.credentials))
        }
    }

    private func sign(
        _ draft: (request: HTTPRequest, endpoint: Endpoint), with identity: AWSCredentials, at date: Date
    ) -> HTTPRequest {
        signer.sign(
            draft.request, credentials: identity, region: draft.endpoint.signingRegion, service: draft.endpoint.signingName,
            at: date)
    }

    private func read<Operation: AWSOperation>(
        _ operation: Operation.Type, _ response: HTTPResponse, call: CallName, signedAt: Date, identity: AWSCredentials?
    ) -> Result<Operation.Output, AttemptFailure> {
        guard (200..<300).contains(response.status) else {
            let secrets = [identity?.secretAccessKey, identity?.sessionToken].compactMap(\.self)
            return .failure(
                AttemptFailure(response, call: call, mayRepeat: Operation.mayRepeat, signedAt: signedAt, secrets: secrets))
        }
        do {
            return .success(try Operation.decode(response))
        } catch {
            let reason = (error as? CodecError)?.description ?? "\(type(of: error))"
            return .failure(AttemptFailure(unreadable: reason, response, call: call, mayRepeat: Operation.mayRepeat))
        }
    }

    private func failure(of error: any Error, call: CallName, mayRepeat: Bool) -> AttemptFailure {
        if let error = error as? TransportError { return AttemptFailure(error, call: call, mayRepeat: mayRepeat) }
        let code: TransportError.Code = error is CancellationError ? .cancelled : .interrupted
        return AttemptFailure(
            TransportError(code, "The transport failed (\(type(of: error)))."), call: call, mayRepeat: mayRepeat)
    }

    private func note<Output>(_ result: Result<Output, AttemptFailure>, family: RateFamily, costUSD: Double) {
        switch result {
        case .success: meter.record(.answered, costUSD: costUSD, at: clock.now)
        case .failure(let failure):
            let isThrottled = failure.cause == .throttled
            meter.record(isThrottled ? .throttled : .failed, costUSD: costUSD, at: clock.now)
            if isThrottled { limiter.throttled(family, region: region, retryAfter: failure.retryAfter) }
        }
    }
}

extension AWSError {
    static func stillExpired(_ credentials: AWSCredentials, _ call: CallName) -> AWSError {
        AWSError(
            .credentials, code: "ExpiredToken",
            message: "\(call.text) was refused: the \(credentials) have expired, and there are no newer ones.",
            hint: call.hint(.credentials))
    }
}
