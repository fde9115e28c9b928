import FoundationEssentials
import Testing

@testable import Model

@Suite struct AlarmDefinitionTests {
    private static let told = """
        {"AlarmName":"errors","AlarmArn":"arn:aws:cloudwatch:x:1:alarm:errors","StateValue":"ALARM","StateReason":"r",
        "StateUpdatedTimestamp":1795288998.5,"AlarmConfigurationUpdatedTimestamp":1,"ActionsEnabled":true,"OKActions":[],
        "AlarmActions":["arn:aws:sns:x:1:b","arn:aws:sns:x:1:a"],"AlarmDescription":"","MetricName":"Errors",
        "Namespace":"AWS/Lambda","Statistic":"Sum","ExtendedStatistic":null,"Dimensions":[{"Name":"FunctionName","Value":"f"}],
        "Period":60,"EvaluationPeriods":2,"Threshold":5.0,"ComparisonOperator":"GreaterThanThreshold","Metrics":[]}
        """

    private func alarm(_ change: (String) -> String = { $0 }) throws -> AlarmDefinition {
        let value = try #require(JSONValue(parsing: Data(change(Self.told).utf8)))
        return try #require(AlarmDefinition(.metric, value))
    }

    @Test func keepsWhatPutMetricAlarmTakes_AndNothingElse() throws {
        #expect(
            try alarm().value.json
                == #"{"ActionsEnabled":true,"AlarmActions":["arn:aws:sns:x:1:b","arn:aws:sns:x:1:a"],"AlarmName":"errors","#
                + #""ComparisonOperator":"GreaterThanThreshold","Dimensions":[{"Name":"FunctionName","Value":"f"}],"#
                + #""EvaluationPeriods":2,"MetricName":"Errors","Namespace":"AWS/Lambda","Period":60,"Statistic":"Sum","Threshold":5}"#
        )
    }

    @Test func takesDefaultsAndOrderForTheSame() throws {
        let plain = try alarm()
        let spelled = try alarm {
            $0.replacing(#""Period":60"#, with: #""Period":60,"TreatMissingData":"missing","DatapointsToAlarm":2"#)
                .replacing(#"["arn:aws:sns:x:1:b","arn:aws:sns:x:1:a"]"#, with: #"["arn:aws:sns:x:1:a","arn:aws:sns:x:1:b"]"#)
        }
        #expect(plain.differences(from: spelled).isEmpty && spelled.differences(from: plain).isEmpty)
    }

    @Test func saysWhatWouldBeAltered() throws {
        let other = try alarm { $0.replacing(#""Threshold":5.0"#, with: #""Threshold":10,"TreatMissingData":"breaching""#) }
        #expect(
            try alarm().differences(from: other)
                == ["Threshold: 10 → 5", #"TreatMissingData: "breaching" → "missing""#])
    }

    @Test(arguments: ["EvaluationPeriods", "ComparisonOperator", "Statistic", "Period"])
    func seesThatAPartIsMissing(member: String) throws {
        let value = try #require(JSONValue(parsing: Data(Self.told.utf8)))
        guard case .object(var members) = value else { return }
        members[member] = nil
        #expect(AlarmDefinition(.metric, .object(members))?.gap == member)
        #expect(try alarm().gap == nil)
    }

    @Test func needsNoPeriodForMetricMath() throws {
        let text = """
            {"AlarmName":"rate","EvaluationPeriods":1,"Threshold":1,"ComparisonOperator":"GreaterThanThreshold",
            "Metrics":[{"Id":"e","Expression":"a/b"}]}
            """
        let value = try #require(JSONValue(parsing: Data(text.utf8)))
        #expect(AlarmDefinition(.metric, value)?.gap == nil)
        #expect(AlarmDefinition(.composite, value)?.gap == "AlarmRule")
    }

    @Test func restoresOnlyWhatDiffers_MetricAlarmsFirst() throws {
        let saved = try alarm()
        let changed = try alarm { $0.replacing(#""Threshold":5.0"#, with: #""Threshold":9"#) }
        let gone = try alarm { $0.replacing(#""AlarmName":"errors""#, with: #""AlarmName":"a-gone""#) }
        let rule = try #require(
            AlarmDefinition(.composite, .object(["AlarmName": .string("all"), "AlarmRule": .string(#"ALARM("errors")"#)])))
        let plan = AlarmRestorePlan(restoring: [rule, saved, gone], over: [changed])
        #expect(plan.orders.map(\.name) == ["a-gone", "errors", "all"])
        #expect(plan.present == ["errors": changed])
        let again = AlarmRestorePlan(restoring: [rule, saved, gone], over: [rule, saved, gone])
        #expect(again.orders.isEmpty && again.unchanged.count == 3)
    }
}

@Suite struct ConfigurationBackupTests {
    @Test func keepsNoValueOfAnEnvironment() throws {
        let told = """
            {"FunctionName":"f","MemorySize":128,"Environment":{"Variables":{"DB_PASSWORD":"hunter2","AWSEnv":"production"}},
            "SomethingNew":{"Token":"hunter2"}}
            """
        let value = try #require(JSONValue(parsing: Data(told.utf8)))
        #expect(
            JSONValue.object(ConfigurationBackup.function(value)).json
                == #"{"EnvironmentVariableNames":["AWSEnv","DB_PASSWORD"],"FunctionName":"f","MemorySize":128}"#)
    }

    @Test func keepsOfAQueueWhatCanBeSet() {
        let queue = ConfigurationBackup.queue(
            name: "q", url: "u",
            attributes: [
                "ApproximateNumberOfMessages": "4", "CreatedTimestamp": "1", "LastModifiedTimestamp": "2", "QueueArn": "arn",
                "VisibilityTimeout": "30",
            ])
        #expect(
            queue.json == #"{"Attributes":{"VisibilityTimeout":"30"},"QueueArn":"arn","QueueName":"q","QueueUrl":"u"}"#)
    }

    @Test func writesNoFileForWhatCouldNotBeListed() {
        var backup = ConfigurationBackup(
            takenAt: Date(timeIntervalSince1970: 0), place: Place(context: "c", region: "r", isProduction: false))
        backup.alarms = []
        #expect(backup.files.map(\.name) == ["alarms.json", "backup.json"])
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"MetricAlarms":{}}"#, #"{"MetricAlarms":[{}]}"#, #"{"MetricAlarms":[{"AlarmName":"a"}]}"#,
        #"{"CompositeAlarms":[{"AlarmName":"a","AlarmRule":"x"},{"AlarmName":"a","AlarmRule":"x"}]}"#,
    ])
    func refusesWhatIsNoBackup(text: String) {
        #expect(throws: Problem.self) { try ConfigurationBackup.alarms(reading: Data(text.utf8), named: "alarms.json") }
    }

    @Test func readsWhatItHasWritten() throws {
        let alarm = try #require(
            AlarmDefinition(.composite, .object(["AlarmName": .string("all"), "AlarmRule": .string(#"ALARM("errors")"#)])))
        let text = ConfigurationBackup.alarms([alarm])
        #expect(try ConfigurationBackup.alarms(reading: Data(text.utf8), named: "alarms.json") == [alarm])
    }
}

@Suite struct ResourceWishTests {
    @Test func knowsTheLimitsOfLambda() {
        func flaw(_ memory: Int?, _ timeout: Int?) -> Bool {
            ResourceWish.What.resize(function: "f", memoryMB: memory, timeoutSeconds: timeout).flaw != nil
        }
        for memory in [127, 10_241, 0, -1, .max] { #expect(flaw(memory, nil)) }
        for timeout in [0, 901, -1, .max] { #expect(flaw(nil, timeout)) }
        for good in [(128, 1), (10_240, 900)] { #expect(!flaw(good.0, good.1)) }
        #expect(flaw(nil, nil))
        #expect(ResourceWish.What.provision(function: "f", qualifier: "$LATEST", count: 1).flaw != nil)
        #expect(ResourceWish.What.provision(function: "f", qualifier: "live", count: 0).flaw != nil)
        #expect(ResourceWish.What.provision(function: "f", qualifier: "live", count: nil).flaw == nil)
        #expect(ResourceWish.What.redrive(queue: "q", perSecond: 501).flaw != nil)
        #expect(ResourceWish.What.redrive(queue: "q", perSecond: 500).flaw == nil)
    }
}
