#if Postgres
    import Support
    import Testing

    @testable import Services

    @Suite(.timeLimit(.minutes(3))) struct PostgresProbeTests {
        @Test func aDatabaseThatAnswers_IsAlive_AndOneThatIsGone_IsNot() async throws {
            let cluster = try PostgresCluster.shared()
            let url = try #require(ServiceURL("postgres://\(PostgresCluster.user)@127.0.0.1:\(cluster.port)/postgres"))
            #expect(await PostgresProbe.ask(url, timeout: .seconds(30)) == .alive)
            let port = try Loopback.freePort()
            let nobody = try #require(ServiceURL("postgres://ops:hunter22@127.0.0.1:\(port)/postgres"))
            guard case .unreachable(let text) = await PostgresProbe.ask(nobody, timeout: .seconds(30)) else {
                Issue.record("a port without a server answered")
                return
            }
            #expect(!text.contains("hunter22"))
        }

        @Test func aDatabaseThatDoesNotExist_SaysNothingOfTheServer() async throws {
            let cluster = try PostgresCluster.shared()
            let url = try #require(ServiceURL("postgres://\(PostgresCluster.user)@127.0.0.1:\(cluster.port)/nothing"))
            guard case .refused = await PostgresProbe.ask(url, timeout: .seconds(30)) else {
                Issue.record("a database that does not exist answered")
                return
            }
        }
    }
#endif
