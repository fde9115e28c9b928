extension ResourceOrder.Act {
    package var word: String {
        switch self {
        case .redrive: "queue.redrive"
        case .stopRedrive: "queue.redrive.stop"
        case .resize: "function.resize"
        case .provision: "function.provision"
        case .restore: "alarm.restore"
        }
    }

    package var target: String {
        switch self {
        case .redrive(let redrive): redrive.queue
        case .stopRedrive(let queue, _, _): queue
        case .resize(let resize): resize.name
        case .provision(let change): "\(change.name):\(change.qualifier)"
        case .restore(let alarm, _): alarm.name
        }
    }

    package var title: String {
        switch self {
        case .redrive(let redrive): ResourceWish.What.redrive(queue: redrive.queue, to: redrive.to?.name).title
        case .stopRedrive(let queue, _, _): ResourceWish.What.stopRedrive(queue: queue).title
        case .resize(let resize):
            ResourceWish.What.resize(
                function: resize.name, memoryMB: resize.memoryMB?.to, timeoutSeconds: resize.timeoutSeconds?.to
            ).title
        case .provision(let change):
            ResourceWish.What.provision(function: change.name, qualifier: change.qualifier, count: change.to).title
        case .restore(let alarm, _): "Restore alarm \(HarmlessText.line(alarm.name))"
        }
    }

    /// The calls, and what a person should know before saying yes.
    func summary(_ place: Place) -> [String] {
        let whereTo = "in \(place.region)" + (place.account.map { ", account \($0)" } ?? "")
        switch self {
        case .redrive(let redrive): return redrive.summary(whereTo)
        case .stopRedrive(let queue, _, _):
            return ["SQS CancelMessageMoveTask of \(HarmlessText.line(queue)) \(whereTo)", "What was moved stays moved."]
        case .resize(let resize): return resize.summary(whereTo)
        case .provision(let change): return change.summary(whereTo)
        case .restore(let alarm, let present): return alarm.summary(whereTo, over: present)
        }
    }

    var oldValues: [Fact] {
        switch self {
        case .redrive(let redrive): return [Fact("messages", redrive.visible.map(String.init))]
        case .stopRedrive: return []
        case .resize(let resize):
            return [
                resize.memoryMB.map { Fact("memory", "\($0.from) MB") },
                resize.timeoutSeconds.map { Fact("time-out", "\($0.from) s") },
            ].compactMap(\.self)
        case .provision(let change): return [Fact("provisioned concurrency", change.from.map(String.init))]
        case .restore(_, let present): return [Fact("alarm", present?.value.json)]
        }
    }

    var whatToCheck: String {
        switch self {
        case .redrive(let redrive): Self.tasksToCheck(redrive.queue)
        case .stopRedrive(let queue, _, _): Self.tasksToCheck(queue)
        case .resize(let resize):
            "Look at memory and time-out of \(HarmlessText.line(resize.name)): nightdesk function show \(HarmlessText.line(resize.name))."
        case .provision(let change):
            "Look at the provisioned concurrency of \(HarmlessText.line(change.name)): "
                + "nightdesk function show \(HarmlessText.line(change.name)) --qualifier \(HarmlessText.line(change.qualifier))."
        case .restore(let alarm, _):
            "Run the restore again: it changes only what differs (alarm \(HarmlessText.line(alarm.name)))."
        }
    }

    private static func tasksToCheck(_ queue: String) -> String {
        "Look at what moves out of \(HarmlessText.line(queue)): nightdesk queue redrive \(HarmlessText.line(queue)) --status."
    }
}

extension Redrive {
    fileprivate func summary(_ whereTo: String) -> [String] {
        let count = visible.map { "about \($0) message\($0 == 1 ? "" : "s")" } ?? "its messages"
        var lines = ["SQS StartMessageMoveTask from \(HarmlessText.line(queue)) \(whereTo): \(count)"]
        if let to {
            lines.append("All go to \(HarmlessText.line(to.name)), wherever they came from.")
        } else {
            lines.append("Each goes back to where it came from: \(sources.map { HarmlessText.line($0) }.joined(separator: ", "))")
        }
        if let perSecond { lines.append("At most \(perSecond) a second.") }
        if let inFlight, inFlight > 0 { lines.append("\(inFlight) more are being looked at and stay.") }
        return lines + [
            "They are delivered again: what failed for the same cause comes back. This cannot be undone, only stopped."
        ]
    }
}

extension FunctionResize {
    fileprivate func summary(_ whereTo: String) -> [String] {
        let steps = [
            memoryMB.map { "memory \($0.from) → \($0.to) MB" }, timeoutSeconds.map { "time-out \($0.from) → \($0.to) s" },
        ]
        return [
            "Lambda UpdateFunctionConfiguration of \(HarmlessText.line(name)) \(whereTo)",
            steps.compactMap(\.self).joined(separator: ", "),
            "Of $LATEST: published versions, and aliases on them, keep what they have.",
            "Where Terraform or CloudFormation owns the function, its next apply sets it back.",
        ]
    }
}

extension ProvisionedChange {
    fileprivate func summary(_ whereTo: String) -> [String] {
        let call = to == nil ? "DeleteProvisionedConcurrencyConfig" : "PutProvisionedConcurrencyConfig"
        var lines = [
            "Lambda \(call) of \(HarmlessText.line(name)):\(HarmlessText.line(qualifier)) \(whereTo)",
            "provisioned concurrency \(from.map(String.init) ?? "none") → \(to.map(String.init) ?? "none")",
        ]
        if let dollars = dollarsAMonth {
            let cents = (abs(dollars) * 100).rounded() / 100
            lines.append("About $\(cents) a month \(dollars < 0 ? "less" : "more") (list price of us-east-1), used or not.")
        }
        return lines + ["Where Terraform or CloudFormation owns the function, its next apply sets it back."]
    }
}

extension AlarmDefinition {
    fileprivate func summary(_ whereTo: String, over present: AlarmDefinition?) -> [String] {
        let call = "CloudWatch \(kind.call) \(HarmlessText.line(name)) \(whereTo)"
        guard let present else { return [call + ": it is not there and is made"] }
        return [call] + differences(from: present).map { "  \(HarmlessText.line($0))" }
    }
}
