import FoundationEssentials

/// The signing file of `debug sign`, in the form that AWS's public test vectors have.
struct SigningContext {
    private let document: SigningDocument
    let timestamp: Date

    private static let longestLifetimeSeconds = 604_800

    init(json: Data) throws(SigningInputError) {
        do {
            document = try JSONDecoder().decode(SigningDocument.self, from: json)
        } catch let error as DecodingError {
            throw Self.explain(error)
        } catch {
            throw SigningInputError("the context is not JSON", hint: Self.form)
        }
        guard let timestamp = try? Date(document.timestamp, strategy: .iso8601) else {
            throw SigningInputError("timestamp in the context is \"\(document.timestamp)\", which is no time", hint: Self.form)
        }
        self.timestamp = timestamp
        for (key, value) in [
            ("credentials.access_key_id", document.credentials.accessKeyID), ("region", document.region),
            ("service", document.service),
            ("credentials.secret_access_key", document.credentials.secretAccessKey),
        ] where value.isEmpty {
            throw SigningInputError("\(key) in the context is empty", hint: "Give it a value.")
        }
        guard (1...Self.longestLifetimeSeconds).contains(lifetimeSeconds) else {
            throw SigningInputError(
                "expiration_in_seconds in the context is \(lifetimeSeconds)",
                hint: "AWS takes 1 to \(Self.longestLifetimeSeconds).")
        }
    }

    var lifetimeSeconds: Int { document.expirationInSeconds ?? 3600 }

    func signer(presigns: Bool) -> Signer {
        var options = presigns ? Signer.Options.presigning(for: document.service) : .standard(for: document.service)
        options.normalizesPath = document.normalize ?? options.normalizesPath
        options.signsBody = document.signsBody ?? options.signsBody
        options.omitsSessionToken = document.omitsSessionToken ?? false
        let token = document.credentials.token.flatMap { $0.isEmpty ? nil : $0 }
        return Signer(
            credentials: SigningCredentials(
                accessKeyID: document.credentials.accessKeyID, secretAccessKey: document.credentials.secretAccessKey,
                sessionToken: token),
            region: document.region, service: document.service, options: options)
    }

    private static let form =
        "It needs credentials {access_key_id, secret_access_key}, region, service and timestamp (2015-08-30T12:36:00Z)."

    /// Names the key, never the value: it may be a secret.
    private static func explain(_ error: DecodingError) -> SigningInputError {
        func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch error {
        case .keyNotFound(let key, let context):
            return SigningInputError("the context has no \(name(context.codingPath + [key]))", hint: form)
        case .valueNotFound(_, let context):
            return SigningInputError("\(name(context.codingPath)) in the context is null", hint: form)
        case .typeMismatch(_, let context):
            let place = context.codingPath.isEmpty ? "the context" : "\(name(context.codingPath)) in the context"
            return SigningInputError("\(place) has the wrong type", hint: form)
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return SigningInputError("\(name(context.codingPath)) in the context cannot be read", hint: form)
        default:
            return SigningInputError("the context is not JSON", hint: form)
        }
    }
}

/// The file as written.
private struct SigningDocument: Decodable {
    struct Keys: Decodable {
        var accessKeyID: String
        var secretAccessKey: String
        var token: String?

        enum CodingKeys: String, CodingKey {
            case accessKeyID = "access_key_id"
            case secretAccessKey = "secret_access_key"
            case token
        }
    }

    var credentials: Keys
    var region: String
    var service: String
    var timestamp: String
    var normalize: Bool?
    var signsBody: Bool?
    var omitsSessionToken: Bool?
    var expirationInSeconds: Int?

    enum CodingKeys: String, CodingKey {
        case credentials, region, service, timestamp, normalize
        case signsBody = "sign_body"
        case omitsSessionToken = "omit_session_token"
        case expirationInSeconds = "expiration_in_seconds"
    }
}
