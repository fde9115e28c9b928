import Foundation
import Support
import Testing

/// The built program behind proxies and private certificates.
@Suite(.serialized) struct NetworkTests {
    private let network: LoopbackNetwork

    init() throws { network = try LoopbackNetwork() }

    private func list(_ program: Program) throws -> Program.Answer { try program.run(["queue", "list", "--json"]) }

    @Test func refusesACertificateThatNobodyVouchesFor() throws {
        let answer = try list(network.program(network.secure))
        #expect(answer.status == 69, "\(answer.errors)")
        #expect(answer.errors.lowercased().contains("certificate"), "\(answer.errors)")
    }

    @Test func trustsTheBundleOfTheEnvironment_OrOfTheProfile() throws {
        let byVariable = try list(network.program(network.secure, ["AWS_CA_BUNDLE": network.certificate]))
        #expect(byVariable.status == 0, "\(byVariable.errors)")
        #expect(try byVariable.json()["total"] as? Int == 3)
        let byProfile = try list(
            network.program(network.secure, config: "[default]\nca_bundle = \(network.certificate)\n"))
        #expect(byProfile.status == 0, "\(byProfile.errors)")
    }

    @Test(arguments: ["HTTP_PROXY", "http_proxy"])
    func goesThroughTheProxy_ForPlainAddresses(variable: String) throws {
        let answer = try list(network.program(network.plain, [variable: network.proxy]))
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(try network.seen().contains("POST \(network.plain)"))
    }

    @Test(arguments: ["HTTPS_PROXY", "https_proxy"])
    func tunnelsThroughTheProxy_ForTLS(variable: String) throws {
        let variables = ["AWS_CA_BUNDLE": network.certificate, variable: network.proxy]
        let answer = try list(network.program(network.secure, variables))
        #expect(answer.status == 0, "\(answer.errors)")
        let host = network.secure.replacing("https://", with: "")
        #expect(try Set(network.seen()) == ["CONNECT \(host)"])
    }

    @Test(arguments: [("NO_PROXY", "localhost,127.0.0.1"), ("no_proxy", "localhost,127.0.0.1"), ("NO_PROXY", "*")])
    func goesPastTheProxy_WhereItIsToldTo(variable: String, hosts: String) throws {
        for endpoint in [network.plain, network.secure] {
            let variables = [
                "AWS_CA_BUNDLE": network.certificate, "HTTPS_PROXY": network.proxy, "HTTP_PROXY": network.proxy, variable: hosts,
            ]
            let answer = try list(network.program(endpoint, variables))
            #expect(answer.status == 0, "\(answer.errors)")
        }
        #expect(try network.seen().isEmpty)
    }

    @Test func namesTheProxy_WhenNobodyIsThere() throws {
        let dead = "http://127.0.0.1:\(try Loopback.freePort())"
        let answer = try list(network.program(network.plain, ["HTTP_PROXY": dead]))
        #expect(answer.status == 69, "\(answer.errors)")
        #expect(answer.errors.contains("proxy"), "\(answer.errors)")
    }
}
