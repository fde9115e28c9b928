import AWS
import Drill
import FoundationEssentials
import Support
import Testing

@testable import Engines

@Suite struct LogGroupFinderTests {
    private let practice = Practice()

    private func find(_ names: [String]) async throws(AWSError) -> [String] {
        try await LogGroupFinder(client: practice.client).groups(named: names)
    }

    @Test func findsGroupsByFunctionByNameAndByPattern() async throws {
        let creator = "/aws/lambda/altaworx-queue-creator"
        #expect(try await find(["altaworx-queue-creator"]) == [creator])
        #expect(try await find([creator, "altaworx-queue-creator"]) == [creator])
        let all = try await find(["altaworx-*"])
        #expect(all.count == 4 && all.allSatisfy { $0.hasPrefix("/aws/lambda/altaworx-") })
        #expect(try await find(["arn:aws:logs:x:1:log-group:y"]) == ["arn:aws:logs:x:1:log-group:y"])
    }

    @Test func saysWhichNameHasNone() async {
        do throws(AWSError) {
            _ = try await find(["altaworx-queue-creator", "nobody"])
            Issue.record("something was found")
        } catch {
            #expect(error.kind == .notFound && error.message.contains("\"nobody\""))
        }
    }

    @Test func goesOnWhereListingIsNotAllowed() async throws {
        practice.far.set(.denied, for: "DescribeLogGroups")
        #expect(try await find(["f"]) == ["/aws/lambda/f"])
        await #expect(throws: AWSError.self) { _ = try await find(["f*"]) }
    }
}
