import FoundationEssentials
import SigV4
import Testing

@Suite struct SigningProbeTests {
    /// Expected signatures were computed once with botocore 1.43's SigV4Auth and SigV4QueryAuth.
    struct Case: CustomTestStringConvertible {
        let line: String
        var rest = ""
        let header: String
        var query: String?
        var testDescription: String { line }
    }

    static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    static let cases = [
        Case(
            line: "GET /", header: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            query: "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"),
        Case(
            line: "GET /ሴ", header: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
            query: "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44"),
        Case(
            line: "GET /?ሴ=bar", header: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
            query: "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600"),
        Case(
            line: "GET /?\(unreserved)=\(unreserved)",
            header: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
            query: "8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf"),
        Case(
            line: "GET /?Param1=value2&Param1=Value1",
            header: "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"),
        Case(
            line: "GET /?Param1=value2&Param1=value1",
            header: "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"),
        Case(
            line: "GET /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            header: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
            query: "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787"),
        Case(
            line: "POST /?Param1=", header: "bf3f0f582c3027713f97f4cdd7cfa9e1db035de22ef7b04373f44f3a8ae51aa8",
            query: "880bab7adc6b29eccd4960fe2d1919a9bf31e193da2452064f328f693a085a80"),
        Case(
            line: "GET /?acl", header: "06f239ec83cd47b28ade495a426887f0c088d2396a702f8cd8fda356f210797d",
            query: "7e77cb041f9c3a30052c9f54bc028a48db8301e44abc2da18108845d785e26e3"),
        Case(
            line: "GET / ", rest: "My-Header1: value1\nMy-Header2: \"a   b   c\"\n",
            header: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
            query: "e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4"),
        Case(
            line: "GET /example1/example2/../..",
            header: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            query: "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"),
        Case(
            line: "POST /", header: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            query: "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b"),
        Case(
            line: "POST /", rest: "My-Header1:value1\n",
            header: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
            query: "c09d07e0d55871f10f2a6d350d994acf6825a3cae70673d7def55616e6119dd7"),
        Case(
            line: "POST /", rest: "Content-Type:application/x-www-form-urlencoded\nContent-Length:13\n\nParam1=value1",
            header: "fec50118d90ecf934441dd37fb9a49bd7f5adb6450802ca3a0977623bbb7c27f"),
        Case(
            line: "GET /2015-03-31/functions/arn%3Aaws%3Alambda",
            header: "dcd8bdd9a0ace40caf4e9f4a17b0d3844e0d08426970fce760af24543a23999f",
            query: "6b30a8793d8e21a90f04aa73436cb8f4fa778a377969daf41b1d39492e33356b"),
        Case(
            line: "GET /my%20cluster", header: "baccbf33a70097a1fb5e2c3634c10f8c1074242d7f5d038f5721a564647ae52c",
            query: "768bf3462259da1716b67c7fc6428332673c30932a84a634811dde26ee52853f"),
        Case(
            line: "POST /",
            rest: "Content-Type:application/x-amz-json-1.0\nX-Amz-Target:AmazonSQS.ListQueues\n\n{\"MaxResults\":1000}",
            header: "0978175472706ff23141674e143b3bcca7b9dde7da62e6363b3e48dba2cef5bc"),
        Case(
            line: "GET /", rest: "User-Agent:nightdesk/1\nExpect:100-continue\n",
            header: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            query: "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"),
    ]

    @Test(arguments: cases) func agreesWithBotocore(_ example: Case) throws {
        let line = example.line.hasSuffix(" ") ? String(example.line.dropLast()) : example.line
        let request = "\(line) HTTP/1.1\nHost:example.amazonaws.com\n\(example.rest)"
        #expect(try run(request).signature == example.header)
        if let query = example.query { #expect(try run(request, presigns: true).signature == query) }
    }

    @Test(arguments: [
        ("true", "//", "/"), ("false", "//", "//"), ("true", "/./", "/"), ("false", "/./", "/./"),
        ("false", "/example/..", "/example/.."), ("true", "/a//b/", "/a/b/"), ("false", "//example//", "//example//"),
        ("true", "/../..", "/"), ("false", "/example space/", "/example%20space/"), ("true", "/./example", "/example"),
        ("true", "/%2e%2E/x", "/%252e%252E/x"), ("true", "/a/b/../..", "/"), ("false", "/a/b/../..", "/a/b/../.."),
    ])
    func normalizesPathsOnlyWhenAskedTo(_ normalize: String, _ path: String, _ canonical: String) throws {
        let answer = try run("GET \(path) HTTP/1.1\nHost:h\n", context: Self.context("\"normalize\":\(normalize)"))
        #expect(answer.canonicalRequest.split(separator: "\n")[1] == canonical)
    }

    @Test func joinsFoldedLinesWithCommas_AndKeepsThemInTheSignedRequest() throws {
        let request = "GET / HTTP/1.1\nHost:h\nMy-Header1:value1\n  value2\n     value3\n"
        let answer = try run(request)
        #expect(answer.canonicalRequest.contains("\nmy-header1:value1,value2,value3\n"))
        #expect(answer.signedRequest.hasPrefix(request + "X-Amz-Date:20150830T123600Z\nAuthorization:"))
    }

    @Test func addsTheSessionTokenAfterSigning_WhenItIsOmitted() throws {
        let token = Self.context("\"omit_session_token\":true", token: "TOKEN//==")
        let answer = try run("POST / HTTP/1.1\nHost:example.amazonaws.com\n", context: token)
        #expect(answer.signature == "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
        #expect(answer.signedRequest.contains("\nX-Amz-Security-Token:TOKEN//==\n"))
        #expect(!answer.canonicalRequest.contains("token"))

        let presigned = try run("POST / HTTP/1.1\nHost:example.amazonaws.com\n", context: token, presigns: true)
        #expect(presigned.signature == "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b")
        #expect(presigned.signedRequest.contains("&X-Amz-Security-Token=TOKEN%2F%2F%3D%3D&X-Amz-Signature="))
    }

    @Test func signsTheSessionToken() throws {
        let context = Self.context(token: "TOKEN//==")
        let request = "GET / HTTP/1.1\nHost:example.amazonaws.com\n"
        #expect(
            try run(request, context: context).signature == "4eef802bb302aafa47f0894513097a6511e22ffce02e54db1548bca790a3d573")
        #expect(
            try run(request, context: context, presigns: true).signature
                == "089e38625a4cc7b0075f01806837b30b5938403dc7be4b4ca2c7392f69f0acc3")
    }

    @Test func followsTheRulesOfS3() throws {
        let context = Self.context("\"normalize\":false,\"sign_body\":true", service: "s3")
        let answer = try run("GET /bucket//a/../b%20c HTTP/1.1\nHost:example.amazonaws.com\n", context: context)
        #expect(answer.signature == "3d896863da8ede354878d5a37e3f8ed75abf7027f3c923274c9bc2f05d56b0f9")
    }

    @Test func takesCRLF_AndGivesItBack() throws {
        let answer = try run("POST /?a=1 HTTP/1.1\r\nHost:h\r\nA:1\r\n 2\r\n\r\nline\r\nline")
        #expect(answer.canonicalRequest.contains("\na:1,2\n"))
        #expect(answer.signedRequest.hasPrefix("POST /?a=1 HTTP/1.1\r\nHost:h\r\nA:1\r\n 2\r\nX-Amz-Date:"))
        #expect(answer.signedRequest.hasSuffix("\r\n\r\nline\r\nline"))
    }

    @Test func replacesAnOlderSignature() throws {
        let plain = try run("GET / HTTP/1.1\nHost:h\n")
        let signedBefore = try run("GET / HTTP/1.1\nHost:h\nAuthorization:old\nx-amz-date:old\nX-Amz-Security-Token:old\n")
        #expect(signedBefore == plain)
    }

    @Test func writesNullWhereThereIsNoAuthorization() throws {
        let answer = try run("GET / HTTP/1.1\nHost:h\n", presigns: true)
        let json = String(decoding: try JSONEncoder().encode(answer), as: UTF8.self)
        #expect(json.contains("\"authorization\":null"))
    }

    @Test(arguments: [
        ("", "the request is empty"), ("\n\n", "the request is empty"), ("GET /\n", "no request line"),
        ("GET http://h/ HTTP/1.1\n", "does not begin with /"), ("GET / HTTP/1.1\n folded\n", "line 2"),
        ("GET / HTTP/1.1\nHost h\n", "no header"), ("GET / HTTP/1.1\nHo st:h\n", "no header"), ("GET / HTTP/1.1\nA:b\n", "Host"),
        ("GET / HTTP/1.1", "Host"),
    ])
    func refusesARequestThatIsNone(_ request: String, _ reason: String) {
        let error = #expect(throws: SigningInputError.self) { try run(request) }
        #expect(error?.message.contains(reason) == true)
        #expect(error?.hint.isEmpty == false)
    }

    @Test(arguments: [
        ("", "not JSON"), ("{", "not JSON"), ("[]", "wrong type"), ("{}", "no credentials"),
        (context("\"expiration_in_seconds\":0"), "expiration_in_seconds"), (context("\"normalize\":\"yes\""), "normalize"),
        (context("\"expiration_in_seconds\":604801"), "expiration_in_seconds"), (context(service: ""), "service"),
        (context().replacing("2015-08-30T12:36:00Z", with: "yesterday"), "timestamp"),
    ])
    func refusesAContextThatIsNone_WithoutShowingTheSecret(_ context: String, _ reason: String) {
        let error = #expect(throws: SigningInputError.self) { try run("GET / HTTP/1.1\nHost:h\n", context: context) }
        #expect(error?.message.contains(reason) == true)
        #expect(error?.description.contains("wJalr") == false)
    }

    @Test func answersOrRefuses_WhateverTheRequestIs() {
        let pieces = [
            "GET", " ", "/", "?", "&", "=", "%", "%2", "HTTP/1.1", "\n", "\r\n", "\r", ":", "Host:h", " x", "é", "\u{0}", "..",
        ]
        var generator = Dice(state: 1)
        for _ in 1...2000 {
            let count = Int.random(in: 0...12, using: &generator)
            let tail = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            for request in [tail, "GET /" + tail + " HTTP/1.1\nHost:h\n", "GET / HTTP/1.1\nHost:h\n" + tail] {
                guard let answer = try? run(request) else { continue }
                #expect(answer.signature.utf8.count == 64)
                #expect(answer.canonicalRequest.contains("\nhost;") || answer.canonicalRequest.contains(";host;"), "\(request)")
            }
        }
    }

    private func run(_ request: String, context: String = context(), presigns: Bool = false) throws -> SigningProbe.Answer {
        try SigningProbe.run(request: Data(request.utf8), context: Data(context.utf8), presigns: presigns)
    }

    private static func context(_ more: String? = nil, service: String = "service", token: String? = nil) -> String {
        """
        {"credentials":{"access_key_id":"AKIDEXAMPLE","secret_access_key":"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"\
        \(token.map { ",\"token\":\"\($0)\"" } ?? "")},"region":"us-east-1","service":"\(service)",\
        "timestamp":"2015-08-30T12:36:00Z"\(more.map { "," + $0 } ?? "")}
        """
    }
}

/// The same numbers in every run: Knuth's MMIX generator, its upper half.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        func half() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 32
        }
        return half() << 32 | half()
    }
}
