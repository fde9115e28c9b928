package import AWS
package import FoundationEssentials
package import Model

/// Reads the configuration of a context's functions, queues and alarms; changes nothing.
package struct ConfigurationReader: Sendable {
    /// How many questions about single functions and queues are under way at once.
    private static let width = 8

    private let lambda: AWSClient
    private let sqs: AWSClient
    private let cloudWatch: AWSClient
    private let functions: NameFilter
    private let queues: NameFilter
    private let alarmPrefix: String

    /// - Parameters: The clients of the context's sections, and what of each section belongs to the context.
    package init(
        lambda: AWSClient, sqs: AWSClient, cloudWatch: AWSClient, functions: NameFilter = NameFilter(),
        queues: NameFilter = NameFilter(), alarmPrefix: String = ""
    ) {
        self.lambda = lambda
        self.sqs = sqs
        self.cloudWatch = cloudWatch
        self.functions = functions
        self.queues = queues
        self.alarmPrefix = alarmPrefix
    }

    /// - Parameter progress: Told how many functions and queues were read, of how many.
    package func read(
        at now: Date, place: Place, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async -> ConfigurationBackup {
        async let alarms = readAlarms()
        var backup = ConfigurationBackup(takenAt: now, place: place)
        backup.take(await readFunctions(progress), \.functions)
        backup.take(await readQueues(progress), \.queues)
        backup.take(await alarms, \.alarms)
        return backup
    }

    /// The alarms of the context as they are now; what cannot be put back is among the missing.
    package func readAlarms() async -> ConfigurationPart<AlarmDefinition> {
        var part = ConfigurationPart<AlarmDefinition>()
        switch await cloudWatch.attemptAll(DescribeAlarmSettings.self, .init(alarmNamePrefix: alarmPrefix), { $0.alarms }) {
        case .failure(let error): part.fail(error, "Alarms")
        case .success(let alarms):
            part.elements = alarms.filter { $0.gap == nil }.sorted { $0.name < $1.name }
            for alarm in alarms {
                guard let gap = alarm.gap else { continue }
                part.missing.append(
                    Problem(
                        code: "PartialAlarm",
                        message: "Alarm \(HarmlessText.line(alarm.name)) is left out: CloudWatch told it without \(gap).",
                        hint: "It cannot be made again from what was told; keep its definition elsewhere."))
            }
        }
        return part
    }

    // MARK: Functions

    private func readFunctions(_ progress: @escaping @Sendable (Int, Int) -> Void) async -> ConfigurationPart<JSONValue> {
        var part = ConfigurationPart<JSONValue>()
        let listed: [JSONValue]
        switch await lambda.attemptAll(ListFunctionSettings.self, .init(), { $0.functions }) {
        case .failure(let error):
            part.fail(error, "Functions")
            return part
        case .success(let all):
            listed = all.filter { functions.allows($0["FunctionName"]?.text ?? "") }
        }
        let mappings = await eventSources(&part)
        let total = listed.count
        let counter = ProgressCounter(total: total, told: progress)
        let answers = await listed.concurrentMap(limit: Self.width) { told in
            let name = told["FunctionName"]?.text ?? ""
            let reserved = await lambda.attempt(GetFunctionConcurrency.self, .init(functionName: name))
            let provisioned = await lambda.attemptAll(ListProvisionedConcurrencyConfigs.self, .init(functionName: name)) {
                $0.provisionedConcurrencyConfigs ?? []
            }
            counter.step()
            return (told, name, reserved, provisioned)
        }
        var kept: [(name: String, value: JSONValue)] = []
        for (told, name, reserved, provisioned) in answers {
            var function = ConfigurationBackup.function(told)
            if let output = part.note(reserved, "Reserved concurrency"), let count = output.reservedConcurrentExecutions {
                function["ReservedConcurrentExecutions"] = .number(Double(count))
            }
            if let configs = part.note(provisioned, "Provisioned concurrency"), !configs.isEmpty {
                function["ProvisionedConcurrency"] = .array(configs.map(Self.provisioned))
            }
            if let fed = mappings[name] { function["EventSourceMappings"] = .array(fed) }
            kept.append((name, .object(function)))
        }
        part.elements = kept.sorted { $0.name < $1.name }.map(\.value)
        return part
    }

    /// By the name of the function.
    private func eventSources(_ part: inout ConfigurationPart<JSONValue>) async -> [String: [JSONValue]] {
        let answer = await lambda.attemptAll(ListEventSourceSettings.self, .init()) { $0.mappings }
        return Dictionary(grouping: part.note(answer, "Event sources") ?? []) { mapping in
            let parts = (mapping["FunctionArn"]?.text ?? "").split(separator: ":")
            return parts.count > 6 ? String(parts[6]) : ""
        }
    }

    private static func provisioned(_ config: ListProvisionedConcurrencyConfigs.Output.Config) -> JSONValue {
        .object([
            "FunctionArn": config.functionArn.map(JSONValue.string) ?? .null,
            "RequestedProvisionedConcurrentExecutions": config.requestedProvisionedConcurrentExecutions.map {
                .number(Double($0))
            } ?? .null,
        ])
    }

    // MARK: Queues

    private func readQueues(_ progress: @escaping @Sendable (Int, Int) -> Void) async -> ConfigurationPart<JSONValue> {
        var part = ConfigurationPart<JSONValue>()
        let urls: [String]
        switch await sqs.attemptAll(ListQueues.self, .init(), { $0.queueUrls ?? [] }) {
        case .failure(let error):
            part.fail(error, "Queues")
            return part
        case .success(let all):
            urls = all.filter { queues.allows(QueuesState.name(ofURL: $0)) }.sorted()
        }
        let counter = ProgressCounter(total: urls.count, told: progress)
        let answers = await urls.concurrentMap(limit: Self.width) { url in
            let answer = await sqs.attempt(GetQueueAttributes.self, .init(queueUrl: url))
            counter.step()
            return (url, answer)
        }
        var kept: [JSONValue] = []
        for (url, answer) in answers {
            guard let output = part.note(answer, "Queue attributes") else { continue }
            let name = QueuesState.name(ofURL: url)
            kept.append(ConfigurationBackup.queue(name: name, url: url, attributes: output.attributes ?? [:]))
        }
        part.elements = kept
        return part
    }
}

/// What was read of one kind of thing.
package struct ConfigurationPart<Element: Sendable>: Sendable {
    /// nil where the list itself could not be had.
    package var elements: [Element]?
    package var missing: [Problem] = []
    /// Something could not be read that this endpoint has.
    package var isPartial = false

    fileprivate mutating func fail(_ error: AWSError, _ part: String) {
        isPartial = true
        missing.append(Problem(error, part: part))
    }

    /// The value; a failure is noted once, and nil. What an endpoint does not offer is no fault of the backup; what is not found is
    /// not there: nothing is provisioned, or somebody has just deleted it.
    fileprivate mutating func note<Value>(_ answer: Result<Value, AWSError>, _ part: String) -> Value? {
        switch answer {
        case .success(let value): return value
        case .failure(let error):
            guard error.kind != .notFound else { return nil }
            if error.kind != .notOffered { isPartial = true }
            let problem = Problem(error, part: part)
            if !missing.contains(where: { $0.code == problem.code && $0.message.hasPrefix(part) }) { missing.append(problem) }
            return nil
        }
    }
}

extension ConfigurationBackup {
    fileprivate mutating func take<Element>(
        _ part: ConfigurationPart<Element>, _ place: WritableKeyPath<ConfigurationBackup, [Element]?>
    ) {
        self[keyPath: place] = part.elements
        missing += part.missing
        isPartial = isPartial || part.isPartial
    }
}
