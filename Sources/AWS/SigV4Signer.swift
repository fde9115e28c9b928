package import FoundationEssentials
import SigV4

/// Signs with Signature Version 4, by the rules of each service.
package struct SigV4Signer: RequestSigner {
    package init() {}

    package func sign(
        _ request: HTTPRequest, credentials: AWSCredentials, region: String, service: String, at date: Date
    ) -> HTTPRequest {
        let signer = Signer(
            credentials: SigningCredentials(
                accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken),
            region: region, service: service, options: .standard(for: service))
        // Sent by us and not by the transport, so that what is signed is what goes out.
        let host = request.header("Host") == nil ? [(name: "Host", value: request.authority)] : []
        let plain = SigningRequest(
            method: request.method, path: request.path, query: request.query, headers: host + request.headers, body: request.body)
        var signed = request
        signed.headers = signer.sign(plain, at: date).request.headers
        return signed
    }
}
