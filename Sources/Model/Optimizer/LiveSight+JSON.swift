extension LiveSight {
    /// What is seen beside the figures of the row.
    package func write(to json: inout JSONText) {
        json.member("takenAt", asOf)
        json.member("reportedPercent", progress.percent)
        json.key("queues")
        json.array(queues) { json, queue in json.object { queue.write(to: &$0) } }
        json.key("functions")
        json.array(functions) { json, function in json.object { function.write(to: &$0) } }
        json.key("stuck")
        json.array(stuck) { json, stuck in
            json.object { json in
                json.member("cause", stuck.cause.rawValue)
                json.member("severity", stuck.severity.rawValue)
                json.member("text", stuck.text)
                json.member("nextStep", stuck.nextStep)
            }
        }
        json.key("figures")
        json.array(figures) { json, figure in json.object { figure.write(to: &$0) } }
        json.key("missing")
        json.array(missing) { $0.string("\($1.message) (\($1.code))") }
    }
}

extension LiveQueue {
    func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("visible", visible)
        json.member("inFlight", inFlight)
        json.member("delayed", delayed)
        json.member("oldestAgeSeconds", oldestAgeSeconds)
        json.member("deadLetterQueue", deadLetterQueue)
        json.member("deadLetterDepth", deadLetters)
    }
}

extension LiveFunction {
    func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("invocations", invocations)
        json.member("errors", errors)
        json.member("errorRate", errorRate)
        json.member("durationP95Ms", durationP95Ms)
        json.member("timeoutSeconds", timeoutSeconds)
        json.member("memoryMB", memoryMB)
        json.member("logSince", log?.since)
        json.key("log")
        json.object { json in
            for pattern in LiveLogCounts.Pattern.allCases { json.member(pattern.rawValue, log?[pattern]) }
            json.member("longestMs", log?.reports.durations?.longestMs)
            json.member("mostMemoryMB", log?.reports.fullestMemory?.usedMB)
        }
    }
}
