import AWS
import Testing

@Suite struct HostPrefixTests {
    private func endpoint(_ variables: [String: String], config: String? = nil) throws -> Endpoint {
        let configuration = try AWSConfiguration(environment: .test(variables, config: config))
        return try StandardEndpoints(configuration).endpoint(for: .logs, region: "eu-west-1")
    }

    @Test func allowsAPrefixUnlessItIsSwitchedOff() throws {
        #expect(try endpoint([:]).allowsHostPrefix)
        #expect(try endpoint(["AWS_ENDPOINT_URL": "http://logs.example"]).allowsHostPrefix)
        #expect(try !endpoint(["AWS_DISABLE_HOST_PREFIX_INJECTION": "true"]).allowsHostPrefix)
        #expect(
            try !endpoint(
                ["AWS_ENDPOINT_URL": "http://logs.example"], config: "[default]\ndisable_host_prefix_injection = true\n"
            )
            .allowsHostPrefix)
    }
}
