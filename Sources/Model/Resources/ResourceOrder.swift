/// One thing that is done to a function, a queue or an alarm in AWS, with the change that is asked about and recorded.
package struct ResourceOrder: Sendable, Equatable {
    package enum Act: Sendable, Equatable {
        case redrive(Redrive)
        case stopRedrive(queue: String, arn: String, handle: String)
        case resize(FunctionResize)
        case provision(ProvisionedChange)
        /// The second is what is there now; nil where there is none of that name.
        case restore(AlarmDefinition, over: AlarmDefinition?)
    }

    package let act: Act
    package let title: String
    package let change: Change

    package init(_ act: Act, in place: Place) {
        self.act = act
        title = act.title
        change = Change(
            action: act.word, targets: [HarmlessText.line(act.target)], permission: .mutate, place: place,
            summary: act.summary(place),
            oldValues: act.oldValues, whatToCheck: act.whatToCheck)
    }

    /// What was wished; nil for a restore, which comes from a file.
    package var done: ResourceWish.What? {
        switch act {
        case .redrive(let redrive): .redrive(queue: redrive.queue, to: redrive.to?.name, perSecond: redrive.perSecond)
        case .stopRedrive(let queue, _, _): .stopRedrive(queue: queue)
        case .resize(let resize):
            .resize(function: resize.name, memoryMB: resize.memoryMB?.to, timeoutSeconds: resize.timeoutSeconds?.to)
        case .provision(let change): .provision(function: change.name, qualifier: change.qualifier, count: change.to)
        case .restore: nil
        }
    }

    /// What would put it back; nil where nothing can.
    package var undo: ResourceWish.What? {
        switch act {
        case .redrive, .stopRedrive, .restore: nil
        case .resize(let resize):
            .resize(function: resize.name, memoryMB: resize.memoryMB?.from, timeoutSeconds: resize.timeoutSeconds?.from)
        case .provision(let change): .provision(function: change.name, qualifier: change.qualifier, count: change.from)
        }
    }

    /// The same as a command line; nil where nothing can.
    package var undoCommand: String? {
        let words: String? =
            switch act {
            case .redrive, .stopRedrive, .restore: nil
            case .resize(let resize):
                "function set \(resize.name)" + (resize.memoryMB.map { " --memory \($0.from)" } ?? "")
                    + (resize.timeoutSeconds.map { " --timeout \($0.from)" } ?? "")
            case .provision(let change):
                "function provision \(change.name) --qualifier \(change.qualifier) --count \(change.from ?? 0)"
            }
        return words.map { "nightdesk \($0) --context \(change.place.context)" }
    }
}

/// Messages of a dead-letter queue that are to be tried again.
package struct Redrive: Sendable, Equatable {
    package var queue: String
    package var arn: String
    /// Messages in it that can be moved now, about.
    package var visible: Int?
    /// Messages of it that somebody is looking at; they stay.
    package var inFlight: Int?
    /// The queues whose dead letters it takes.
    package var sources: [String]
    /// One queue for all of them; nil moves each to where it came from.
    package var to: (name: String, arn: String)?
    package var perSecond: Int?

    package init(queue: String, arn: String, visible: Int?, inFlight: Int?, sources: [String]) {
        self.queue = queue
        self.arn = arn
        self.visible = visible
        self.inFlight = inFlight
        self.sources = sources
    }

    package static func == (left: Redrive, right: Redrive) -> Bool {
        left.queue == right.queue && left.arn == right.arn && left.visible == right.visible && left.inFlight == right.inFlight
            && left.sources == right.sources && left.perSecond == right.perSecond && left.to?.arn == right.to?.arn
    }
}

/// One setting of a function before and after.
package struct Step<Value: Sendable & Equatable>: Sendable, Equatable {
    package var from: Value
    package var to: Value

    package init(from: Value, to: Value) {
        self.from = from
        self.to = to
    }
}

/// Memory and time-out of a function's unpublished version.
package struct FunctionResize: Sendable, Equatable {
    package var name: String
    /// nil where it stays.
    package var memoryMB: Step<Int>?
    package var timeoutSeconds: Step<Int>?
    /// The revision that was looked at: another by now, and nothing is done.
    package var revisionID: String?

    package init(name: String, memoryMB: Step<Int>?, timeoutSeconds: Step<Int>?, revisionID: String?) {
        self.name = name
        self.memoryMB = memoryMB
        self.timeoutSeconds = timeoutSeconds
        self.revisionID = revisionID
    }
}

/// How many instances of a version or alias are kept ready.
package struct ProvisionedChange: Sendable, Equatable {
    package var name: String
    package var qualifier: String
    /// nil where none are.
    package var from: Int?
    package var to: Int?
    package var memoryMB: Int?

    package init(name: String, qualifier: String, from: Int?, to: Int?, memoryMB: Int?) {
        self.name = name
        self.qualifier = qualifier
        self.from = from
        self.to = to
        self.memoryMB = memoryMB
    }

    /// Dollars a month more by the public price list of us-east-1, x86 ($0.0000041667 a GB-second), whether or not they are used; below
    /// zero where it saves. nil where the memory is not known. Source: AWS Lambda Pricing.
    package var dollarsAMonth: Double? {
        memoryMB.map { Double($0) / 1024 * Double((to ?? 0) - (from ?? 0)) * 0.000_004_166_7 * 30 * 86_400 }
    }
}
