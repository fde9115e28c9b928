/// What a person orders about lone workers, as plain data.
package enum WorkerOrder: Sendable, Equatable {
    /// The states that can be set by hand, by their names on the command line.
    package enum Setting: String, Sendable, CaseIterable {
        case checkedIn, checkedOut, clear

        package var mark: MeetingMark {
            switch self {
            case .checkedIn: .checkedIn(.hand)
            case .checkedOut: .checkedOut(.hand)
            case .clear: .clear
            }
        }

        var title: String {
            switch self {
            case .checkedIn: "Check in"
            case .checkedOut: "Check out"
            case .clear: "Clear the state of"
            }
        }
    }

    /// An empty number is none.
    case call(WorkerButton, number: String)
    case check
    /// Tries what calls and checks need, and takes back what it has tried.
    case doctor
    case set(id: String, Setting, subject: String)
    case acknowledge(id: String, note: String, subject: String)
    case takeFile(name: String, meetings: Int, merges: Bool)
    case add(id: String, subject: String)

    package var permission: PermissionClass {
        switch self {
        case .call, .check, .doctor: .execute
        case .set, .acknowledge, .takeFile, .add: .mutate
        }
    }

    /// What it does to what, for a question and the record.
    package var title: String {
        switch self {
        case .call(let button, let number): "Call: \(button.action.lowercased()) from \(PhoneText.masked(number))"
        case .check: "Check all lone workers"
        case .doctor: "Try what lone workers need"
        case .set(_, let setting, let subject): "\(setting.title) \"\(subject)\""
        case .acknowledge(_, _, let subject): "Acknowledge \"\(subject)\""
        case .takeFile(let name, let meetings, let merges):
            "\(merges ? "Add" : "Replace the calendar by") \(meetings) meetings of \(name)"
        case .add(_, let subject): "Add \"\(subject)\""
        }
    }

    /// What the deployed functions do too.
    package var isCallOrCheck: Bool {
        switch self {
        case .call, .check: true
        default: false
        }
    }

    private var action: String {
        switch self {
        case .call: "worker.call"
        case .check: "worker.check"
        case .doctor: "worker.doctor"
        case .set: "worker.set"
        case .acknowledge: "worker.ack"
        case .takeFile: "worker.import"
        case .add: "worker.add"
        }
    }

    private var targets: [String] {
        switch self {
        case .call(_, let number): [PhoneText.masked(number)]
        case .check, .doctor: []
        case .set(let id, _, _), .acknowledge(let id, _, _), .add(let id, _): [id]
        case .takeFile(let name, _, _): [name]
        }
    }

    private var whatToCheck: String {
        switch self {
        case .doctor: "Look for a meeting of 2000-01-01 in the calendar, and remove it."
        case .call, .check: "Look at the meetings and at the mails that were sent: nightdesk worker list."
        case .set(let id, _, _), .acknowledge(let id, _, _), .add(let id, _): "Look at the meeting: nightdesk worker show \(id)."
        case .takeFile: "Look at the calendar: nightdesk worker list --all."
        }
    }

    /// - Parameter preview: What exactly will be done, one line each.
    package func change(in place: Place, preview: [String]) -> Change {
        var summary = ["context \(place.context)\(place.isProduction ? " (production)" : "")"] + preview
        if case .acknowledge(_, let note, _) = self { summary.append("note: \(note)") }
        return Change(
            action: action, targets: targets, permission: permission, place: place, summary: summary, whatToCheck: whatToCheck)
    }
}

extension Proposal {
    package init(id: Int, ordering order: WorkerOrder, in place: Place, preview: [String]) {
        self.init(
            id: id, title: order.title, change: order.change(in: place, preview: preview), call: .worker(order),
            rehearsal: order.isCallOrCheck ? order : nil)
    }
}

/// Phone numbers on screens, in records and logs (contract, JSON).
package enum PhoneText {
    /// `…456`; `UNKNOWN` for none.
    package static func masked(_ number: String) -> String {
        number.isEmpty ? WorkerCaller.unknown : "…" + number.suffix(number.count > 3 ? 3 : 0)
    }
}
