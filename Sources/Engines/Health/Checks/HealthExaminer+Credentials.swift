import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// Whether AWS takes the credentials, and how long those last that only a person can renew.
    func credentials() async throws -> HealthFinding {
        do {
            let identity = try await client().call(GetCallerIdentity.self, .init())
            let who = "Account \(identity.account), \(identity.arn)"
            guard let held = try await sources.credentials?.credentials(), held.isRenewedByHand, let end = held.expiration else {
                return HealthFinding(.ok, "\(who).")
            }
            let minutes = (end.timeIntervalSince(clock.now) / 60).rounded(.down)
            return judged(
                minutes, "min", warn: 60, crit: 5, smallerIsWorse: true,
                "\(who); for \(Wording.duration(seconds: end.timeIntervalSince(clock.now))) more.")
        } catch let error as AWSError where [.credentials, .denied].contains(error.kind) {
            return HealthFinding(.critical, Self.sentence(error))
        }
    }

    /// Whether somebody delivers escalations while some are due.
    func engine() async -> HealthFinding {
        guard let sight = await sources.engine() else {
            return .unknown("Escalations are off in this context: there is no engine.")
        }
        if let trouble = sight.trouble { return .unknown(trouble) }
        let due = Wording.count(sight.due, "notification")
        switch sight.status {
        case .here: return HealthFinding(.ok, Double(sight.due), "due", "The engine works here; \(due) due.")
        case .elsewhere(let seconds):
            return HealthFinding(.ok, Double(sight.due), "due", "An engine was heard of \(seconds) s ago; \(due) due.")
        case .none where sight.due > 0:
            return HealthFinding(.critical, Double(sight.due), "due", "No engine works, and \(due) due.")
        case .none: return HealthFinding(.warning, 0, "due", "No engine works; nothing is due yet.")
        }
    }
}
