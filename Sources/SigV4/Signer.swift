package import FoundationEssentials

/// Signs requests with AWS Signature Version 4.
/// Source: IAM User Guide, "Create a signed AWS API request".
package struct Signer: Sendable {
    package struct Options: Sendable, Equatable {
        /// Signs the path without empty and dot segments. False for S3, where they are part of a key.
        package var normalizesPath = true
        /// Encodes the path as sent once more. False for S3.
        package var encodesPathTwice = true
        /// Adds `x-amz-content-sha256`, header form only.
        package var signsBody = false
        /// Adds the session token after signing, so that the signature does not cover it.
        package var omitsSessionToken = false
        /// Signs `UNSIGNED-PAYLOAD` in the place of the body's hash.
        package var leavesPayloadUnsigned = false

        package init() {}

        /// What a service's own rules ask for.
        package static func standard(for service: String) -> Options {
            var options = Options()
            if service == "s3" {
                options.normalizesPath = false
                options.encodesPathTwice = false
                options.signsBody = true
            }
            return options
        }

        /// The same for the query form.
        package static func presigning(for service: String) -> Options {
            var options = standard(for: service)
            // S3 checks no body hash there (S3 API Reference, "Authenticating Requests: Using Query Parameters").
            options.leavesPayloadUnsigned = service == "s3"
            return options
        }
    }

    package var credentials: SigningCredentials
    package var region: String
    /// The signing name: `monitoring` for CloudWatch.
    package var service: String
    package var options: Options

    package init(credentials: SigningCredentials, region: String, service: String, options: Options = Options()) {
        self.credentials = credentials
        self.region = region
        self.service = service
        self.options = options
    }

    private static let algorithm = "AWS4-HMAC-SHA256"

    /// Puts the signature into an `Authorization` header. An older signature in the request is replaced.
    package func sign(_ request: SigningRequest, at date: Date) -> SignedRequest {
        let time = SigningTime(date)
        let payload = payloadHash(request)
        var request = Self.withoutSignature(request)
        let token = credentials.sessionToken.map { [(name: "X-Amz-Security-Token", value: $0)] } ?? []
        var added = [(name: "X-Amz-Date", value: time.timestamp)]
        if options.signsBody {
            request.headers.removeAll { $0.name.lowercased() == "x-amz-content-sha256" }
            added.append((name: "x-amz-content-sha256", value: payload))
        }

        let headers = CanonicalHeaders(request.headers + (options.omitsSessionToken ? [] : token) + added)
        let canonical = canonicalRequest(request, CanonicalURI.query(request.query), headers, payload)
        let toSign = stringToSign(canonical, time)
        let signature = signature(of: toSign, time)
        let authorization =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(time)), "
            + "SignedHeaders=\(headers.names), Signature=\(signature)"

        added = token + added + [(name: "Authorization", value: authorization)]
        request.headers += added
        return SignedRequest(
            request: request, addedHeaders: added, canonicalRequest: canonical, stringToSign: toSign, signature: signature,
            authorization: authorization)
    }

    /// Puts the signature into the query, for a URL that works by itself.
    /// - Parameter lifetimeSeconds: 1...604,800.
    package func presign(_ request: SigningRequest, at date: Date, lifetimeSeconds: Int) -> SignedRequest {
        let time = SigningTime(date)
        let payload = payloadHash(request)
        var request = Self.withoutSignature(request)
        let headers = CanonicalHeaders(request.headers)
        let signing = [
            (name: "X-Amz-Algorithm", value: Self.algorithm),
            (name: "X-Amz-Credential", value: "\(credentials.accessKeyID)/\(scope(time))"),
            (name: "X-Amz-Date", value: time.timestamp),
            (name: "X-Amz-SignedHeaders", value: headers.names),
            (name: "X-Amz-Expires", value: String(lifetimeSeconds)),
        ]
        let token = credentials.sessionToken.map { [(name: "X-Amz-Security-Token", value: $0)] } ?? []

        let query = CanonicalURI.query(request.query, adding: signing + (options.omitsSessionToken ? [] : token))
        let canonical = canonicalRequest(request, query, headers, payload)
        let toSign = stringToSign(canonical, time)
        let signature = signature(of: toSign, time)

        let added = (signing + token + [(name: "X-Amz-Signature", value: signature)])
            .map { "\($0.name)=\(PercentEncoding.encode($0.value))" }
        let given = request.query.map { $0.isEmpty ? [] : [$0] } ?? []
        request.query = (given + added).joined(separator: "&")
        return SignedRequest(
            request: request, addedHeaders: [], canonicalRequest: canonical, stringToSign: toSign, signature: signature,
            authorization: nil)
    }

    private static func withoutSignature(_ request: SigningRequest) -> SigningRequest {
        var request = request
        request.headers.removeAll { isSignatureHeader($0.name) }
        return request
    }

    /// True for the headers that signing writes, and so takes away first.
    static func isSignatureHeader(_ name: String) -> Bool {
        ["authorization", "x-amz-date", "x-amz-security-token"].contains(name.lowercased())
    }

    private func payloadHash(_ request: SigningRequest) -> String {
        options.leavesPayloadUnsigned ? "UNSIGNED-PAYLOAD" : Digest.hex(Digest.sha256(request.body))
    }

    private func canonicalRequest(
        _ request: SigningRequest, _ query: String, _ headers: CanonicalHeaders, _ payload: String
    ) -> String {
        let path = CanonicalURI.path(
            request.path, normalizing: options.normalizesPath, encodingAgain: options.encodesPathTwice)
        return "\(request.method)\n\(path)\n\(query)\n\(headers.lines)\n\(headers.names)\n\(payload)"
    }

    private func scope(_ time: SigningTime) -> String { "\(time.day)/\(region)/\(service)/aws4_request" }

    private func stringToSign(_ canonicalRequest: String, _ time: SigningTime) -> String {
        let hash = Digest.hex(Digest.sha256(canonicalRequest.utf8))
        return "\(Self.algorithm)\n\(time.timestamp)\n\(scope(time))\n\(hash)"
    }

    private func signature(of stringToSign: String, _ time: SigningTime) -> String {
        var key = Digest.hmacSHA256(key: Array("AWS4\(credentials.secretAccessKey)".utf8), time.day.utf8)
        for part in [region, service, "aws4_request"] { key = Digest.hmacSHA256(key: key, part.utf8) }
        return Digest.hex(Digest.hmacSHA256(key: key, stringToSign.utf8))
    }
}
