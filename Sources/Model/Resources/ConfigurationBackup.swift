package import FoundationEssentials

/// The configuration of a context's functions, queues and alarms at one moment. Values of environment variables are never in it.
package struct ConfigurationBackup: Sendable, Equatable {
    package var takenAt: Date
    package var place: Place
    /// In Lambda's words, see ``functionMembers``, with `EnvironmentVariableNames`, `ReservedConcurrentExecutions`,
    /// `ProvisionedConcurrency` and `EventSourceMappings` added; by name. nil where they could not be listed.
    package var functions: [JSONValue]?
    /// `QueueName`, `QueueUrl`, `QueueArn`, and `Attributes` as CreateQueue takes them; by name. nil likewise.
    package var queues: [JSONValue]?
    /// nil likewise.
    package var alarms: [AlarmDefinition]?
    /// What could not be read, or cannot be restored from here.
    package var missing: [Problem] = []
    /// Something is missing that could have been had.
    package var isPartial = false

    package init(takenAt: Date, place: Place) {
        self.takenAt = takenAt
        self.place = place
    }

    /// The members of FunctionConfiguration that are kept. A list of what may stay and not of what must go: what Lambda learns to
    /// tell tomorrow is not written down before somebody has looked whether it can hold a secret.
    package static let functionMembers: Set<String> = [
        "Architectures", "CodeSha256", "CodeSize", "DeadLetterConfig", "Description", "EphemeralStorage", "FileSystemConfigs",
        "FunctionArn", "FunctionName", "Handler", "KMSKeyArn", "LastModified", "Layers", "LoggingConfig", "MemorySize",
        "PackageType", "RevisionId", "Role", "Runtime", "RuntimeVersionConfig", "SigningJobArn", "SigningProfileVersionArn",
        "SnapStart", "Timeout", "TracingConfig", "Version", "VpcConfig",
    ]

    /// What is kept of a function: the names of its environment variables without their values, which may be secrets.
    package static func function(_ told: JSONValue) -> [String: JSONValue] {
        guard case .object(let members) = told else { return [:] }
        var kept = members.filter { functionMembers.contains($0.key) }
        if case .object(let variables)? = told["Environment"]?["Variables"] {
            kept["EnvironmentVariableNames"] = .array(variables.keys.sorted().map(JSONValue.string))
        }
        return kept
    }

    /// Attributes that SQS only tells and does not take.
    private static let toldOnly: Set<String> = ["CreatedTimestamp", "LastModifiedTimestamp", "QueueArn"]

    package static func queue(name: String, url: String, attributes: [String: String]) -> JSONValue {
        let kept = attributes.filter { !toldOnly.contains($0.key) && !$0.key.hasPrefix("ApproximateNumberOf") }
        return .object([
            "QueueName": .string(name), "QueueUrl": .string(url),
            "QueueArn": attributes["QueueArn"].map(JSONValue.string) ?? .null,
            "Attributes": .object(kept.mapValues(JSONValue.string)),
        ])
    }
}

extension ConfigurationBackup {
    /// The files of the folder, by name; `backup.json`, which says what the others hold, comes last. What could not be listed has no
    /// file: an older one that holds it is not written over.
    package var files: [(name: String, text: String)] {
        [
            functions.map { list in ("functions.json", document { Self.list("Functions", list, to: &$0) }) },
            queues.map { list in ("queues.json", document { Self.list("Queues", list, to: &$0) }) },
            alarms.map { (Self.alarmsFile, Self.alarms($0)) },
            ("backup.json", document(describe)),
        ].compactMap(\.self)
    }

    package static let alarmsFile = "alarms.json"

    /// `{"MetricAlarms":[…],"CompositeAlarms":[…]}`: each element is the input of its call.
    package static func alarms(_ alarms: [AlarmDefinition]) -> String {
        JSONText.object { json in
            for kind in AlarmDefinition.Kind.allCases {
                list(kind.rawValue, alarms.filter { $0.kind == kind }.map(\.value), to: &json)
            }
        } + "\n"
    }

    /// Reads ``alarms(_:)``, and what `aws cloudwatch describe-alarms` prints.
    /// - Throws: ``Problem`` that says what is wrong with which element.
    package static func alarms(reading data: Data, named name: String) throws(Problem) -> [AlarmDefinition] {
        func wrong(_ what: String) -> Problem {
            Problem(
                code: "BadBackup", message: "\(name): \(what).",
                hint: "Nothing was changed. Give a folder that nightdesk backup has written.")
        }
        guard let value = JSONValue(parsing: data) else { throw wrong("it is no JSON, or not all of it is there") }
        var alarms: [AlarmDefinition] = []
        for kind in AlarmDefinition.Kind.allCases {
            guard let list = value[kind.rawValue] else { continue }
            guard let elements = list.elements else { throw wrong("\(kind.rawValue) is no list") }
            for (index, element) in elements.enumerated() {
                guard let alarm = AlarmDefinition(kind, element) else {
                    throw wrong("\(kind.rawValue)[\(index)] has no AlarmName")
                }
                if let gap = alarm.gap { throw wrong("alarm \(HarmlessText.line(alarm.name)) has no \(gap)") }
                alarms.append(alarm)
            }
        }
        guard value["MetricAlarms"] != nil || value["CompositeAlarms"] != nil else {
            throw wrong("it has neither MetricAlarms nor CompositeAlarms")
        }
        let names = alarms.map(\.name).sorted()
        if let twice = zip(names, names.dropFirst()).first(where: { $0 == $1 })?.0 {
            throw wrong("alarm \(HarmlessText.line(twice)) is in it twice")
        }
        return alarms
    }

    private func describe(_ json: inout JSONText) {
        json.member("takenAt", takenAt)
        json.member("context", place.context)
        json.member("account", place.account)
        json.member("region", place.region)
        json.member("functions", functions?.count)
        json.member("queues", queues?.count)
        json.member("alarms", alarms?.count)
        json.key("missing")
        json.array(missing) { $0.string($1.message) }
    }

    /// What `nightdesk backup --json` prints.
    package func summary(folder: String) -> String {
        JSONText.object { json in
            json.member("folder", folder)
            describe(&json)
        }
    }

    private func document(_ fill: (inout JSONText) -> Void) -> String { JSONText.object(fill) + "\n" }

    private static func list(_ name: String, _ elements: [JSONValue], to json: inout JSONText) {
        json.key(name)
        json.array(elements) { $1.write(to: &$0) }
    }
}
