/// How long lone workers may be late, and who is told (`systems.md` section 0, Settings).
package struct WorkerSettings: Sendable, Equatable {
    package struct Check: Sendable, Equatable {
        package var graceMinutes = 15
        package var ignoreAfterMinutes = 75
    }

    package struct Connect: Sendable, Equatable {
        package var checkInGraceMinutes = 15
        package var checkOutGraceMinutes = 15
        package var ignoreAfterMinutes = 75
    }

    /// Who is mailed about what is overdue, as written; nil where the list is not given.
    package var overdueList: [String]?
    package var emergencyList: [String]?
    package var check = Check()
    package var connect = Connect()

    package init() {}

    /// Either list serves for both; empty where there is none at all.
    package func recipients(of list: AlertList) -> [String] {
        switch list {
        case .overdue: overdueList ?? emergencyList ?? []
        case .emergency: emergencyList ?? overdueList ?? []
        }
    }

    package var hasRecipients: Bool { overdueList?.isEmpty == false || emergencyList?.isEmpty == false }

    /// How far around now meetings matter to a rule.
    package var windowMinutes: Int { max(check.ignoreAfterMinutes, connect.ignoreAfterMinutes) }
}

/// The two lists of people that are told.
package enum AlertList: String, Sendable, Codable {
    case overdue, emergency
}

extension WorkerSettings {
    /// Reads the settings out of any tree of keys and values.
    ///
    /// - Parameter isComplete: True where one of the two lists must be given, as in a live deployment.
    /// - Throws: ``Problem`` `BadSettings`, naming the key: unknown, negative, or not of its type.
    package init(_ tree: SettingsTree, isComplete: Bool) throws(Problem) {
        for (key, value) in tree.entries {
            switch key {
            case "email_recipients_overdue": overdueList = try value.texts(key)
            case "email_recipients_emergency": emergencyList = try value.texts(key)
            case "check":
                for (inner, value) in try value.members(key) {
                    switch inner {
                    case "grace_min": check.graceMinutes = try value.minutes("check.grace_min")
                    case "ignore_after_min": check.ignoreAfterMinutes = try value.minutes("check.ignore_after_min")
                    default: throw .unknownSetting("check.\(inner)")
                    }
                }
            case "connect":
                for (inner, value) in try value.members(key) {
                    switch inner {
                    case "checkin_grace_min": connect.checkInGraceMinutes = try value.minutes("connect.\(inner)")
                    case "checkout_grace_min": connect.checkOutGraceMinutes = try value.minutes("connect.\(inner)")
                    case "ignore_after_min": connect.ignoreAfterMinutes = try value.minutes("connect.\(inner)")
                    default: throw .unknownSetting("connect.\(inner)")
                    }
                }
            default: throw .unknownSetting(key)
            }
        }
        if isComplete, !hasRecipients {
            throw .badSettings(
                "neither email_recipients_overdue nor email_recipients_emergency is given: nobody would be told.")
        }
    }
}

/// Settings as YAML and JSON both can say them.
package indirect enum SettingsTree: Sendable, Equatable {
    case text(String)
    case number(Double)
    case list([SettingsTree])
    case record([(String, SettingsTree)])
    case null

    package static func == (left: SettingsTree, right: SettingsTree) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.record(let left), .record(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
        case (.null, .null): true
        default: false
        }
    }

    fileprivate var entries: [(String, SettingsTree)] {
        if case .record(let entries) = self { entries } else { [] }
    }

    fileprivate func members(_ key: String) throws(Problem) -> [(String, SettingsTree)] {
        switch self {
        case .record(let entries): return entries
        case .null: return []
        default: throw .badSettings("\(key) must be a mapping of keys to values.")
        }
    }

    fileprivate func minutes(_ key: String) throws(Problem) -> Int {
        guard case .number(let value) = self, let minutes = Int(exactly: value), minutes >= 0, minutes <= 100_000 else {
            throw .badSettings("\(key) must be a whole number of minutes, not negative.")
        }
        return minutes
    }

    fileprivate func texts(_ key: String) throws(Problem) -> [String] {
        guard case .list(let items) = self else { throw .badSettings("\(key) must be a list of mail addresses.") }
        var texts: [String] = []
        for item in items {
            guard case .text(let text) = item, text.contains("@") else {
                throw .badSettings("\(key) must be a list of mail addresses.")
            }
            texts.append(text)
        }
        return texts
    }
}

extension Problem {
    package static let badSettingsCode = "BadSettings"

    package static func badSettings(_ reason: String) -> Problem {
        Problem(
            code: badSettingsCode, message: "The lone workers' settings cannot be used: \(reason)",
            hint: "Correct the settings; until then nobody is told of anything. nightdesk worker doctor reads them again.")
    }

    fileprivate static func unknownSetting(_ key: String) -> Problem { badSettings("unknown key \"\(key)\".") }
}
