package import FoundationEssentials

/// A row that the contract gives a JSON form.
package protocol DocumentRow: Sendable, Equatable {
    /// Writes the members of the row's object, in the contract's order.
    func write(to json: inout JSONText)
}

/// The JSON that `nightdesk snapshot` and the `list` commands print (contract, JSON).
package enum SnapshotDocument {
    /// The whole model at one instant; sections that do not exist yet are `off`.
    package static func text(of snapshot: Snapshot) -> String {
        JSONText.object { json in
            json.member("context", snapshot.place.context)
            json.member("region", snapshot.place.region)
            json.member("account", snapshot.place.account)
            json.member("production", snapshot.place.isProduction)
            json.member("takenAt", snapshot.takenAt)
            json.member("windowStart", snapshot.window.start)
            json.member("windowEnd", snapshot.window.end)
            json.key("panes")
            json.object { panes in
                for kind in PaneKind.allCases { write(kind, of: snapshot, to: &panes) }
            }
            json.key("api")
            json.object { write(snapshot.api, to: &$0) }
        }
    }

    /// `{"takenAt","total","rows":[…]}`, the answer of every `… list --json`.
    package static func list<Row: DocumentRow>(_ rows: [Row], takenAt: Date) -> String {
        JSONText.object { json in
            json.member("takenAt", takenAt)
            json.member("total", rows.count)
            write(rows, to: &json)
        }
    }

    private static func write(_ kind: PaneKind, of snapshot: Snapshot, to json: inout JSONText) {
        json.key(kind.rawValue)
        switch kind {
        case .lambda: write(snapshot.lambda, at: snapshot.takenAt, to: &json)
        case .queues: write(snapshot.queues, at: snapshot.takenAt, to: &json)
        case .alarms: write(snapshot.alarms, at: snapshot.takenAt, to: &json)
        case .workers: write(snapshot.workers, at: snapshot.takenAt, to: &json)
        case .escalations: write(snapshot.escalations, at: snapshot.takenAt, to: &json)
        case .optimizer: write(snapshot.optimizer, at: snapshot.takenAt, to: &json)
        }
    }

    private static func write<Row: DocumentRow>(_ pane: PaneSnapshot<Row>, at now: Date, to json: inout JSONText) {
        json.object { json in
            json.member("status", pane.status(at: now).rawValue)
            json.member("ageSeconds", pane.ageSeconds(at: now).map { ($0 * 1000).rounded() / 1000 })
            json.key("error")
            write(pane.error, to: &json)
            json.key("missing")
            json.array(pane.missing) { write($1, to: &$0) }
            json.member("total", pane.total)
            write(pane.rows, to: &json)
        }
    }

    private static func write<Row: DocumentRow>(_ rows: [Row], to json: inout JSONText) {
        json.key("rows")
        json.array(rows) { json, row in json.object { row.write(to: &$0) } }
    }

    private static func write(_ problem: Problem?, to json: inout JSONText) {
        guard let problem else { return json.null() }
        json.object { json in
            json.member("code", problem.code)
            json.member("message", problem.message)
            json.member("hint", problem.hint)
            json.member("requestId", problem.requestID)
        }
    }

    private static func write(_ meter: APIMeter, to json: inout JSONText) {
        json.member("calls", meter.calls)
        json.member("throttled", meter.throttled)
        json.member("failed", meter.failed)
        json.member("estimatedCostUSD", (meter.estimatedCostUSD * 1_000_000).rounded() / 1_000_000)
    }
}

extension LambdaFunction: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("invocations", invocations)
        json.member("errors", errors)
        json.member("errorRate", errorRate)
        json.member("throttles", throttles)
        json.member("durationP95Ms", durationP95Ms)
        json.member("concurrency", concurrency)
        json.member("iteratorAgeMs", iteratorAgeMs)
        json.member("state", state)
        json.member("lastUpdateStatus", lastUpdateStatus)
        json.member("lastModified", lastModified)
        json.member("severity", severity.rawValue)
    }
}

extension Queue: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("visible", visible)
        json.member("inFlight", inFlight)
        json.member("delayed", delayed)
        json.member("oldestAgeSeconds", oldestAgeSeconds)
        json.member("sentPerMinute", sentPerMinute)
        json.member("receivedPerMinute", receivedPerMinute)
        json.member("fifo", isFIFO)
        json.member("deadLetterQueue", deadLetterQueue)
        json.member("deadLetterDepth", deadLetterDepth)
        json.member("severity", severity.rawValue)
    }
}

extension Alarm: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("name", name)
        json.member("state", state)
        json.member("since", since)
        json.member("reason", reason)
        json.member("source", source.rawValue)
        json.member("acknowledged", acknowledged)
        json.member("severity", severity.rawValue)
        json.member("neverFires", neverFires)
    }
}

extension AlarmTransition: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("at", at)
        json.member("type", type)
        json.member("summary", summary)
    }
}
