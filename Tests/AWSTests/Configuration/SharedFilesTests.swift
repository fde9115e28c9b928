import AWS
import Testing

@Suite struct SharedFilesTests {
    struct Sample: CustomTestStringConvertible {
        let text: String
        /// nil where the file is refused.
        let content: [String]?
        var testDescription: String { text }
    }

    /// Expected values are what botocore 1.43's `load_config` gave for the same text.
    static let samples: [Sample] = [
        Sample(text: "[default]\nregion = eu-west-1\n", content: ["default", "default|region=eu-west-1"]),
        Sample(
            text: "[default]\nregion=eu-west-1\noutput : json\n",
            content: ["default", "default|output=json", "default|region=eu-west-1"]),
        Sample(text: "[default]\nREGION = eu-west-1\n", content: ["default", "default|region=eu-west-1"]),
        Sample(text: "[profile dev]\nregion = a\n[dev]\nregion = b\n", content: ["dev", "dev|region=a"]),
        Sample(text: "[profile \"my dev\"]\nregion = a\n", content: ["my dev", "my dev|region=a"]),
        Sample(text: "[profile 'my dev']\nregion = a\n", content: ["my dev", "my dev|region=a"]),
        Sample(text: "[profile my dev]\nregion = a\n", content: []),
        Sample(text: "[profile my\\ dev]\nregion = a\n", content: ["my dev", "my dev|region=a"]),
        Sample(text: "[profile \"open]\nregion = a\n", content: []),
        Sample(text: "[profile dev]\na = 1\n[profile \"dev\"]\nb = 2\n", content: ["dev", "dev|b=2"]),
        Sample(text: "[profile default]\na = 1\n[default]\nb = 2\n", content: ["default", "default|b=2"]),
        Sample(text: "[default]\na = 1\n[profile default]\nb = 2\n", content: ["default", "default|b=2"]),
        Sample(text: "[profilex dev]\na = 1\n", content: ["dev", "dev|a=1"]),
        Sample(text: "[profile]\na = 1\n", content: []),
        Sample(text: "[profile\tdev]\na = 1\n", content: ["dev", "dev|a=1"]),
        Sample(
            text:
                "[sso-session corp]\nsso_region = eu-west-1\n[services local]\nsqs =\n  endpoint_url = http://h:1\n  other = x = y\ns3 =\n  endpoint_url=http://h:2\n",
            content: [
                "sso:corp", "sso:corp|sso_region=eu-west-1", "svc:local", "svc:local|s3|endpoint_url=http://h:2",
                "svc:local|sqs|endpoint_url=http://h:1", "svc:local|sqs|other=x = y",
            ]),
        Sample(
            text: "[default]\ns3 =\n  max_concurrent_requests = 20\n\n  # note\n  max_queue_size = 10\nregion = a\n",
            content: ["default", "default|region=a", "default|s3|max_concurrent_requests=20", "default|s3|max_queue_size=10"]),
        Sample(text: "[default]\ns3 =\n\tkey = tab\n", content: ["default", "default|s3|key=tab"]),
        Sample(text: "[default]\ns3 =\n  Key = Case\n", content: ["default", "default|s3|Key=Case"]),
        Sample(text: "[default]\nregion =\n  eu-west-1\n", content: nil),
        Sample(text: "[default]\nregion =\n", content: ["default", "default|region="]),
        Sample(text: "[default]\nregion\n", content: nil),
        Sample(text: "[default]\n= x\n", content: nil),
        Sample(text: "region = a\n", content: nil),
        Sample(text: "# only a comment\n\n; another\n", content: []),
        Sample(text: "", content: []),
        Sample(text: "[default]\na = 1\na = 2\n", content: nil),
        Sample(text: "[default]\na = 1\n[default]\nb = 2\n", content: nil),
        Sample(text: "[default]\na = 1\nA = 2\n", content: nil),
        Sample(
            text: "[default]\na = 1 # no comment\nb = x ; neither\n",
            content: ["default", "default|a=1 # no comment", "default|b=x ; neither"]),
        Sample(text: "[default]\n# comment\n  ; indented comment\na = 1\n", content: ["default", "default|a=1"]),
        Sample(text: "[default]\na = 1\n  continued\n", content: ["default", "default|a=1\ncontinued"]),
        Sample(
            text: "[default]\na = 1\n\n  continued after blank\n", content: ["default", "default|a=1\n\ncontinued after blank"]),
        Sample(text: "[default]\na = 1\n  [x]\n", content: ["default", "default|a=1\n[x]"]),
        Sample(text: "  [default]\n  a = 1\n  b = 2\n", content: ["default", "default|a=1", "default|b=2"]),
        Sample(text: "[default]\n  a = 1\n  b = 2\n", content: ["default", "default|a=1", "default|b=2"]),
        Sample(text: "[default]\n  a = 1\n b = 2\n", content: ["default", "default|a=1", "default|b=2"]),
        Sample(text: "[default] trailing\na = 1\n", content: ["default", "default|a=1"]),
        Sample(text: "[a]b]\nx = 1\n", content: []),
        Sample(text: "[]\nx = 1\n", content: nil),
        Sample(text: "[default]\nx = 1\n[]\n", content: nil),
        Sample(
            text: "[DEFAULT]\nregion = shared\n[default]\na = 1\n[profile b]\nregion = own\n",
            content: ["b", "b|region=own", "default", "default|a=1", "default|region=shared"]),
        Sample(text: "[default]\r\na = 1\r\nb =\r\n  c = 2\r\n", content: ["default", "default|a=1", "default|b|c=2"]),
        Sample(text: "[default]\ra = 1\rb = 2", content: ["default", "default|a=1", "default|b=2"]),
        Sample(text: "\u{FEFF}[default]\na = 1\n", content: nil),
        Sample(text: "[default]\na = \"quoted\"\nb = 'x'\n", content: ["default", "default|a=\"quoted\"", "default|b='x'"]),
        Sample(text: "[default]\na = ünï\n", content: ["default", "default|a=ünï"]),
        Sample(text: "[default]\na=b=c:d\ne:f=g\n", content: ["default", "default|a=b=c:d", "default|e=f=g"]),
        Sample(text: "[default]\na   b = c\n", content: ["default", "default|a   b=c"]),
        Sample(text: "[preview]\nx = 1\n[plugins]\ny = 2\n", content: []),
        Sample(
            text: "[default]\ncredential_process = /bin/x \"a b\" --c\n",
            content: ["default", "default|credential_process=/bin/x \"a b\" --c"]),
        Sample(text: "[default]\ns3 =\n  no equals here\n", content: nil),
        Sample(text: "[default]\ns3 = inline\n  key = value\n", content: ["default", "default|s3=inline\nkey = value"]),
        Sample(text: "[default]\na = 1\n[profile x]\n  b = 2\n", content: ["default", "default|a=1", "x", "x|b=2"]),
        Sample(text: "[ default ]\na = 1\n", content: []),
        Sample(text: "[default]\na =   \n   \nb = 1\n", content: ["default", "default|a=", "default|b=1"]),
    ]

    @Test(arguments: samples) func readsAsBotocoreDoes(_ sample: Sample) throws {
        guard let content = sample.content else {
            let error = #expect(throws: ConfigurationError.self) { try SharedFiles(.test(config: sample.text)) }
            #expect(error?.code == "ConfigParseError")
            #expect(error?.message.hasPrefix("/home/ann/.aws/config:") == true)
            return
        }
        let files = try SharedFiles(.test(config: sample.text))
        let found = lines(files.profiles, "") + lines(files.ssoSessions, "sso:") + lines(files.services, "svc:")
        #expect(found.sorted() == content.sorted())
    }

    private func lines(_ sections: [String: Profile], _ kind: String) -> [String] {
        sections.flatMap { name, profile in
            let values = profile.values.map { "\(kind)\(name)|\($0)=\($1)" }
            let blocks = profile.blocks.flatMap { key, block in block.map { "\(kind)\(name)|\(key)|\($0)=\($1)" } }
            return [kind + name] + values + blocks
        }
    }

    @Test(arguments: [
        ("region = a\n", 1, "no [section]"), ("[default]\n\n# x\nnothing\n", 4, "neither"), ("[a]\nx=1\nX=2\n", 3, "twice"),
        ("[a]\r\nx=1\r\n[a]\r\n", 3, "[a] is there twice"), ("[a]\ns3 =\n  b\n", 2, "block"), ("[a]\n = x\n", 2, "no key"),
    ])
    func namesFileAndLineOfWhatIsWrong(_ text: String, _ line: Int, _ reason: String) {
        let error = #expect(throws: ConfigurationError.self) { try SharedFiles(.test(credentials: text)) }
        #expect(error?.message.hasPrefix("/home/ann/.aws/credentials:\(line): ") == true)
        #expect(error?.message.contains(reason) == true)
    }

    @Test func mergesTheCredentialsFileOverTheConfiguration_KeyByKey() throws {
        let files = try SharedFiles(
            .test(
                config: "[profile ops]\nregion = a\noutput = json\n[default]\nregion = b\n",
                credentials: "[ops]\nregion = c\naws_access_key_id = k\n[other]\nx = 1\n[profile ops]\ny = 2\n"))
        #expect(files.profiles["ops"] == Profile(values: ["region": "c", "output": "json", "aws_access_key_id": "k"]))
        #expect(files.configProfiles["ops"]?["region"] == "a")
        #expect(files.credentialProfiles["ops"]?["output"] == nil)
        #expect(Set(files.profiles.keys) == ["ops", "default", "other", "profile ops"])
    }

    @Test func findsTheFilesThatVariablesName() throws {
        let files = TestFiles(["/etc/aws/conf": "[default]\nregion = a\n", "/home/ann/keys": "[default]\nx = 1\n"])
        let environment = files.environment([
            "AWS_CONFIG_FILE": "$BASE/${KIND}/conf", "BASE": "/etc", "KIND": "aws", "AWS_SHARED_CREDENTIALS_FILE": "~/keys",
        ])
        #expect(try SharedFiles(environment).profiles["default"]?.values == ["region": "a", "x": "1"])
    }

    @Test(arguments: [
        ("~", "/home/ann"), ("~/x", "/home/ann/x"), ("~bob/x", "~bob/x"), ("/a/~", "/a/~"), ("$A/b", "1/b"), ("${A}b", "1b"),
        ("$AB", "$AB"), ("${A", "${A"), ("$", "$"), ("a$$A", "a$1"), ("$E-x", "-x"),
    ])
    func expandsPathsAsPythonDoes(_ path: String, _ expanded: String) {
        #expect(AWSEnvironment.test(["A": "1", "E": ""]).expand(path: path) == expanded)
    }
}
