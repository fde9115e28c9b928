import FoundationEssentials
import Model

/// IAM's credential report, read. Source: IAM User Guide, "Get credential reports".
struct CredentialReport: Sendable, Equatable {
    struct User: Sendable, Equatable {
        var name: String
        var createdAt: Date?
        var hasPassword: Bool
        var passwordUsedAt: Date?
        var hasSecondFactor: Bool
        var keys: [Key]
    }

    /// An active access key.
    struct Key: Sendable, Equatable {
        var rotatedAt: Date?
        var usedAt: Date?
    }

    var root: User?
    var users: [User]

    /// - Parameter csv: A line of titles, then a line a user; no value holds a comma.
    init?(csv: String) {
        var lines = csv.split { $0 == "\n" || $0 == "\r\n" }[...]
        guard let titles = lines.popFirst()?.split(separator: ",", omittingEmptySubsequences: false), titles.contains("user")
        else {
            return nil
        }
        let all = lines.map { line -> User in
            let values = line.split(separator: ",", omittingEmptySubsequences: false)
            return User(Dictionary(zip(titles.map(String.init), values.map(String.init))) { first, _ in first })
        }
        root = all.first { $0.name == "<root_account>" }
        users = all.filter { $0.name != "<root_account>" }
    }
}

extension CredentialReport.User {
    /// - Parameter fields: `N/A`, `no_information` and `not_supported` stand where there is nothing.
    fileprivate init(_ fields: [String: String]) {
        func isTrue(_ name: String) -> Bool { fields[name]?.lowercased() == "true" }
        func moment(_ name: String) -> Date? { fields[name].flatMap(ISO8601.parse) }
        name = fields["user"] ?? ""
        createdAt = moment("user_creation_time")
        hasPassword = isTrue("password_enabled")
        passwordUsedAt = moment("password_last_used")
        hasSecondFactor = isTrue("mfa_active")
        keys = ["access_key_1", "access_key_2"].filter { isTrue("\($0)_active") }.map {
            CredentialReport.Key(rotatedAt: moment("\($0)_last_rotated"), usedAt: moment("\($0)_last_used_date"))
        }
    }
}

extension CredentialReport {
    private static let idle: TimeInterval = 90 * 86_400
    private static let week: TimeInterval = 7 * 86_400

    /// Active keys that were not used for 90 days; one that never was counts from its making.
    func idleKeys(at now: Date) -> [String] {
        users.flatMap { user in
            user.keys.compactMap { key -> String? in
                guard let last = key.usedAt ?? key.rotatedAt ?? user.createdAt, now.timeIntervalSince(last) > Self.idle else {
                    return nil
                }
                let age = Wording.duration(seconds: now.timeIntervalSince(last))
                return key.usedAt == nil ? "\(user.name) (never used, \(age) old)" : "\(user.name) (not for \(age))"
            }
        }
    }

    /// What was done with the root user in the last week, and what should not be there at all.
    func rootFindings(at now: Date) -> [HealthPart] {
        guard let root else { return [HealthPart(.unknown, "the report has no root user")] }
        var parts =
            root.keys.isEmpty
            ? [] : [HealthPart(.critical, "the root user has \(Wording.count(root.keys.count, "active access key"))")]
        let uses = ([root.passwordUsedAt] + root.keys.map(\.usedAt)).compactMap { $0 }
        if let last = uses.max(), now.timeIntervalSince(last) < Self.week {
            parts.append(HealthPart(.warning, "the root user was used on \(ISO8601.text(last).prefix(10))"))
        }
        return parts
    }

    /// Who signs in with a password alone; the root user's is critical.
    var withoutSecondFactor: [HealthPart] {
        let rootPart = root.flatMap { $0.hasSecondFactor ? nil : HealthPart(.critical, "the root user has no second factor") }
        let bare = users.filter { $0.hasPassword && !$0.hasSecondFactor }
        return [rootPart].compactMap { $0 } + bare.map { HealthPart(.warning, "\($0.name) has no second factor") }
    }
}
