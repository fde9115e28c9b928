import AWS
import FoundationEssentials
import Testing

@Suite struct SigV4SignerTests {
    private let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", source: "env")
    private let date = Date(timeIntervalSince1970: 1_440_938_160)

    @Test func signsWhatIsSent_HostIncluded() {
        let signed = SigV4Signer().sign(
            HTTPRequest(method: "GET", host: "example.amazonaws.com"), credentials: credentials, region: "us-east-1",
            service: "service", at: date)
        #expect(signed.header("Host") == "example.amazonaws.com")
        #expect(
            signed.header("Authorization")?
                .hasSuffix("Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31") == true)
    }

    @Test func signsThePortOfAnOwnEndpoint_ButNotTheSchemesOwn() {
        for (port, host) in [(4566, "h:4566"), (443, "h"), (nil, "h")] {
            let request = HTTPRequest(method: "GET", host: "h", port: port)
            let signed = SigV4Signer().sign(request, credentials: credentials, region: "r", service: "sqs", at: date)
            #expect(signed.header("Host") == host)
        }
    }

    @Test func signsTheBodyHeaderForS3Only() {
        for (service, isThere) in [("s3", true), ("lambda", false)] {
            let signed = SigV4Signer().sign(
                HTTPRequest(method: "GET", host: "h"), credentials: credentials, region: "r", service: service, at: date)
            #expect((signed.header("x-amz-content-sha256") != nil) == isThere)
        }
    }
}
