import Services
import Testing

struct ServiceURLTests {
    @Test func readsAllParts_AndShowsNoSecret() throws {
        let url = try #require(ServiceURL("postgres://op%40s:p%3Aw%2Fd@db.example:5433/topology?sslmode=require"))
        #expect(url.scheme == "postgres" && url.user == "op@s" && url.password == "p:w/d")
        #expect(url.host == "db.example" && url.port == 5433 && url.path == "topology")
        #expect("\(url)" == "postgres://db.example:5433/topology")
        let redis = try #require(ServiceURL("redis://:secret@[::1]:6380"))
        #expect(redis.user == nil && redis.password == "secret" && redis.host == "::1" && redis.port == 6380)
        #expect(ServiceURL("redis://cache")?.port == nil)
    }

    @Test(arguments: ["", "redis", "redis://", "redis://:x@", "redis://h:0", "redis://h:70000", "redis://h:port", "redis://[::1"])
    func refusesWhatIsNoAddress(text: String) {
        #expect(ServiceURL(text) == nil)
    }
}
