import AWS
import FoundationEssentials
import Support
import Testing

@Suite struct LoginTests {
    private static let config =
        "[profile ops]\nlogin_session = arn:aws:sts::123456789012:assumed-role/x/ann\nregion = eu-west-1\n"
    /// SHA-256 of the session's name.
    private static let file = "d2d5cff79e974f2db4b2f727f907a112bb0e21d2885c811695de8a77de841f40.json"
    private static let path = "/home/ann/.aws/login/cache/" + file
    /// Made for this test; opens nothing.
    private static let pem = """
        -----BEGIN EC PRIVATE KEY-----\\n\
        MHcCAQEEIJx8IunS4m/UctmQiWeGmzuMrs+Ny2Uj7z50QvCTekyioAoGCCqGSM49\\n\
        AwEHoUQDQgAEHEy/uBBx+N1LQ+GrxmzrXiLsWlZES2k9Wl9690P/RDm83PPwygqL\\n\
        kF/YZumGELVGPrdmyE2O+pYvxnyvv9gyHw==\\n\
        -----END EC PRIVATE KEY-----\\n
        """

    private static func token(_ expires: String, key: String = pem) -> String {
        """
        {"accessToken":{"accessKeyId":"LOGIN","secretAccessKey":"hush","sessionToken":"t","accountId":"123456789012",\
        "expiresAt":"\(expires)"},"tokenType":"aws_sigv4","refreshToken":"refresh-1","idToken":"id","clientId":"client",\
        "dpopKey":"\(key)"}
        """
    }

    @Test(arguments: [
        ([:], path), (["AWS_LOGIN_CACHE_DIRECTORY": "~/logins"], "/home/ann/logins/" + file),
    ])
    func readsTheCredentialsOfTheSession(_ variables: [String: String], _ path: String) async throws {
        let scene = CredentialScene(
            variables, config: Self.config, files: [path: Self.token("2024-01-15T10:15:00Z")], profile: "ops")
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "LOGIN" && credentials.source == "login" && credentials.accountID == "123456789012")
        #expect(scene.transport.requests.isEmpty)
    }

    @Test func renewsThemWithAProof_AndKeepsThemForTheCLI() async throws {
        let scene = CredentialScene(
            config: Self.config, files: [Self.path: Self.token("2024-01-15T10:05:00Z")], profile: "ops",
            steps: [
                .json(
                    200,
                    """
                    {"accessToken":{"accessKeyId":"NEW","secretAccessKey":"s2","sessionToken":"t2"},"tokenType":"aws_sigv4",\
                    "expiresIn":900,"refreshToken":"refresh-2"}
                    """)
            ])
        let credentials = try await scene.credentials()
        #expect(credentials.accessKeyID == "NEW" && credentials.expiration == CredentialScene.start.addingTimeInterval(900))
        let request = try #require(scene.transport.requests.first)
        #expect(request.url == "https://eu-west-1.signin.aws.amazon.com/v1/token" && request.header("Authorization") == nil)
        #expect(scene.body().contains(#""grantType":"refresh_token""#) && scene.body().contains(#""refreshToken":"refresh-1""#))
        let kept = try #require(scene.files[Self.path])
        for part in [#""refreshToken":"refresh-2""#, #""expiresAt":"2024-01-15T10:15:00Z""#, #""idToken":"id""#, "123456789012"] {
            #expect(kept.contains(part))
        }
        let parts = try #require(request.header("DPoP")).split(separator: ".").map { decoded(String($0)) }
        #expect(parts.count == 3 && parts[2].count == 64)
        #expect(
            String(decoding: parts[0], as: UTF8.self)
                == #"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":"HEy_uBBx-N1LQ-GrxmzrXiLsWlZES2k9Wl9690P_RDk","#
                + #""y":"vNzz8MoKi5Bf2GbphhC1Rj63ZshNjvqWL8Z8r7_YMh8","crv":"P-256"}}"#)
        #expect(
            String(decoding: parts[1], as: UTF8.self)
                == #"{"htm":"POST","htu":"https://eu-west-1.signin.aws.amazon.com/v1/token","iat":1705312800,"#
                + #""jti":"00000000000000000000000000000000"}"#)
    }

    @Test(
        arguments: [
            (nil, [], "has not begun"), ("{}", [], "cannot be read"), (token("2024-01-15T10:00:00Z", key: "none"), [], "key"),
            (token("2024-01-15T10:00:00Z"), [.json(403, #"{"error":"TOKEN_EXPIRED","message":"m"}"#)], "has expired"),
            (token("2024-01-15T10:00:00Z"), [.json(403, #"{"error":"INSUFFICIENT_PERMISSIONS","message":"m"}"#)], "may not"),
            (token("2024-01-15T10:00:00Z"), [.json(400, #"{"error":"INVALID_REQUEST","message":"m"}"#)], "INVALID_REQUEST"),
        ] as [(String?, [FakeAWSTransport.Step], String)])
    func saysWhatToDo_WithoutSecrets(_ token: String?, _ steps: [FakeAWSTransport.Step], _ detail: String) async {
        let scene = CredentialScene(
            config: Self.config, files: token.map { [Self.path: $0] } ?? [:], profile: "ops", steps: steps)
        let error = await scene.failure()
        #expect(error?.kind == .credentials && error?.message.contains(detail) == true && error?.hint.isEmpty == false)
        #expect(error.map { "\($0)".contains("hush") || "\($0)".contains("refresh-1") } == false)
    }

    private func decoded(_ base64URL: String) -> Data {
        let text = base64URL.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4)) ?? Data()
    }
}
