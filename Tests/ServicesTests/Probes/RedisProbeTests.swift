import Support
import Testing

@testable import Services

@Suite(.timeLimit(.minutes(2))) struct RedisProbeTests {
    private func url(_ port: UInt16 = 6379) throws -> ServiceURL { try #require(ServiceURL("redis://127.0.0.1:\(port)")) }

    /// What stands behind the code may quote what was sent: it is not shown.
    @Test(arguments: [
        ("+PONG", true, ""), ("-NOAUTH Authentication required.", false, "does not let us in (NOAUTH)"),
        ("-WRONGPASS invalid pair hunter22", false, "(WRONGPASS)"), ("HTTP/1.1 400 Bad Request", false, "not as Redis does"),
    ])
    func judgesTheFirstLine(line: String, isAlive: Bool, said: String) throws {
        let answer = RedisProbe.verdict(on: line, of: try url())
        #expect((answer == .alive) == isAlive)
        guard case .refused(let text) = answer else { return }
        #expect(text.contains(said) && !text.contains("hunter22"))
    }

    @Test func aServerThatLoads_Struggles() throws {
        #expect(
            RedisProbe.verdict(on: "-LOADING Redis is loading", of: try url())
                == .struggling("redis://127.0.0.1:6379/ answers LOADING."))
    }

    @Test func nobodyThere_IsUnreachable() async throws {
        let answer = await RedisProbe.ask(try url(Loopback.freePort()), timeout: .seconds(20))
        guard case .unreachable(let text) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(text.contains("could not be reached"))
    }

    @Test func aNameWithoutAddress_IsUnreachable() async throws {
        let nowhere = try #require(ServiceURL("redis://no-such-host.invalid"))
        guard case .unreachable = await RedisProbe.ask(nowhere, timeout: .seconds(30)) else {
            Issue.record("a host without address was reached")
            return
        }
    }
}
