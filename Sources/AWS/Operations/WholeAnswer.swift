import FoundationEssentials
package import Model

/// Calls whose answers are kept as AWS wrote them, for a backup: every member, known to us or not.
package enum ListFunctionSettings: AWSOperation, PagedOperation {
    package static let target = ListFunctions.target
    package static let mayRepeat = true
    package typealias Input = ListFunctions.Input

    package struct Output: Sendable {
        package var functions: [JSONValue]
        var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest { ListFunctions.encode(input) }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let answer = try JSONValue(answer: response)
        return Output(functions: answer["Functions"]?.elements ?? [], nextMarker: answer["NextMarker"]?.text)
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map { Input(marker: $0, maxItems: input.maxItems) }
    }
}

/// What feeds functions, whole. Source: Lambda API Reference, ListEventSourceMappings.
package enum ListEventSourceSettings: AWSOperation, PagedOperation {
    package static let target = ListEventSourceMappings.target
    package static let mayRepeat = true
    package typealias Input = ListEventSourceMappings.Input

    package struct Output: Sendable {
        package var mappings: [JSONValue]
        var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest { ListEventSourceMappings.encode(input) }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let answer = try JSONValue(answer: response)
        return Output(mappings: answer["EventSourceMappings"]?.elements ?? [], nextMarker: answer["NextMarker"]?.text)
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map {
            Input(functionName: input.functionName, eventSourceArn: input.eventSourceArn, marker: $0)
        }
    }
}

/// Alarms of both types, whole. In AWS JSON, unlike ``DescribeAlarms``: of the query protocol some endpoints answer a part only.
package enum DescribeAlarmSettings: AWSOperation, PagedOperation {
    package static let target = DescribeAlarms.target
    package static let mayRepeat = true

    package struct Input: Sendable {
        package var alarmNamePrefix: String?
        package var nextToken: String?

        package init(alarmNamePrefix: String? = nil, nextToken: String? = nil) {
            self.alarmNamePrefix = alarmNamePrefix
            self.nextToken = nextToken
        }
    }

    package struct Output: Sendable {
        package var alarms: [AlarmDefinition]
        var nextToken: String?
    }

    package static func encode(_ input: Input) throws -> OperationRequest {
        try .json(target) { json in
            if let prefix = input.alarmNamePrefix, !prefix.isEmpty { json.member("AlarmNamePrefix", prefix) }
            json.key("AlarmTypes")
            json.array(["MetricAlarm", "CompositeAlarm"]) { $0.string($1) }
            json.member("MaxRecords", 100)
            if let token = input.nextToken { json.member("NextToken", token) }
        }
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let answer = try JSONValue(answer: response)
        let alarms = AlarmDefinition.Kind.allCases.flatMap { kind in
            (answer[kind.rawValue]?.elements ?? []).compactMap { AlarmDefinition(kind, $0) }
        }
        return Output(alarms: alarms, nextToken: answer["NextToken"]?.text)
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextToken).map { Input(alarmNamePrefix: input.alarmNamePrefix, nextToken: $0) }
    }
}

/// Makes an alarm or puts it over the one of that name. Source: CloudWatch API Reference, PutMetricAlarm, PutCompositeAlarm.
package enum PutMetricAlarm: AWSOperation {
    package static let target = Target(.cloudWatch, "PutMetricAlarm")
    /// The same twice is the same.
    package static let mayRepeat = true
    package typealias Input = AlarmDefinition

    package struct Output: Sendable {
        package var requestID: String?
    }

    package static func encode(_ input: Input) throws -> OperationRequest { try .json(target, input.value) }

    package static func decode(_ response: HTTPResponse) -> Output { Output(requestID: response.header("x-amzn-requestid")) }
}

package enum PutCompositeAlarm: AWSOperation {
    package static let target = Target(.cloudWatch, "PutCompositeAlarm")
    package static let mayRepeat = true
    package typealias Input = AlarmDefinition
    package typealias Output = PutMetricAlarm.Output

    package static func encode(_ input: Input) throws -> OperationRequest { try .json(target, input.value) }

    package static func decode(_ response: HTTPResponse) -> Output { PutMetricAlarm.decode(response) }
}

extension JSONValue {
    fileprivate init(answer response: HTTPResponse) throws {
        guard let value = JSONValue(parsing: response.body), case .object = value else {
            throw CodecError("it is no JSON object")
        }
        self = value
    }
}

extension OperationRequest {
    fileprivate static func json(_ target: Target, _ value: JSONValue) throws -> OperationRequest {
        try json(target, text: value.json)
    }

    fileprivate static func json(_ target: Target, _ fill: (inout JSONText) -> Void) throws -> OperationRequest {
        try json(target, text: JSONText.object(fill))
    }

    private static func json(_ target: Target, text: String) throws -> OperationRequest {
        guard let dialect = target.service.jsonDialect else {
            throw CodecError("\(target.service.title) does not speak AWS JSON")
        }
        let headers = [("Content-Type", dialect.contentType), ("X-Amz-Target", "\(dialect.prefix).\(target.name)")]
        return OperationRequest(headers: headers, body: Data(text.utf8))
    }
}
