import Foundation
import Support
import Testing

@Suite(.serialized) struct LargeAccountTests {
    @Test func readsEveryPageOfAThousandFunctionsAndQueues_InFewMetricCalls() throws {
        let farEnd = try FarEnd(functions: 1000, queues: 1000)
        let program = try Program(environment: farEnd.variables)
        let answer = try program.run(["snapshot", "--json", "--wait", "60"])
        let panes = try #require(try answer.json()["panes"] as? [String: [String: Any]])
        for pane in ["lambda", "queues"] {
            #expect((panes[pane]?["rows"] as? [Any])?.count == 1000, "\(pane): \(panes[pane]?["error"] ?? "")")
        }
        let lambdaOnly = try Program(environment: farEnd.variables)
        let config = try lambdaOnly.home.write(
            "default_context: many\ncontexts: {many: {queues: {include: [nothing]}}}\n", to: "config.yaml")
        let before = try farEnd.calls()["GetMetricData"] ?? 0
        _ = try lambdaOnly.run(["snapshot", "--json", "--wait", "60", "--config", config])
        let after = try farEnd.calls()["GetMetricData"] ?? 0
        #expect(after - before <= 10)
    }

    @Test(arguments: [FarEnd.Fault.html, .reset, .truncate, .throttle, .denied, .expired])
    func namesTheCauseAndEndsInTime_WhenEveryRequestFails(fault: FarEnd.Fault) throws {
        let farEnd = try FarEnd(functions: 3, queues: 3)
        try farEnd.set(fault)
        let program = try Program(environment: farEnd.variables.merging(["AWS_MAX_ATTEMPTS": "2"]) { $1 })
        let answer = try program.run(["snapshot", "--json", "--wait", "20"])
        #expect(answer.status == 0)
        let panes = try #require(try answer.json()["panes"] as? [String: [String: Any]])
        for pane in ["lambda", "queues", "alarms"] {
            #expect(panes[pane]?["status"] as? String == "error")
            let error = panes[pane]?["error"]
            #expect(!(error is NSNull) && error != nil)
            #expect((panes[pane]?["rows"] as? [Any])?.isEmpty == true)
        }
        #expect(!answer.output.contains("secret"))
    }

    @Test func printsWhatItHas_WhenEveryRequestHangs() throws {
        let farEnd = try FarEnd(functions: 3, queues: 3)
        try farEnd.set(.hang)
        let program = try Program(environment: farEnd.variables)
        let answer = try program.run(["snapshot", "--json", "--wait", "1"])
        let panes = try #require(try answer.json()["panes"] as? [String: [String: Any]])
        #expect(answer.status == 0)
        #expect(panes["lambda"]?["status"] as? String == "loading")
        let list = try program.run(["queue", "list", "--json", "--wait", "1"])
        #expect(list.status == 69, "\(list.errors)")
    }
}
