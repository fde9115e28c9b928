import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// How long a secret is still good; never what it is.
    func secret(_ expiry: SecretTerm) async throws -> HealthFinding {
        switch expiry {
        case .date(let text): return expiring(on: text, "The date")
        case .parameter(let name):
            guard let text = try await parameter(name) else { return .unknown("There is no parameter \(name).") }
            return expiring(on: text, name)
        case .stored(let id): return try await stored(id)
        }
    }

    /// - Parameter text: Not shown unless it is a date.
    private func expiring(on text: String, _ source: String) -> HealthFinding {
        let day = text.prefix(10)
        guard day.count == text.count, let end = ISO8601.parse("\(day)T00:00:00Z") else {
            return .unknown("\(source) holds no date: YYYY-MM-DD is expected.")
        }
        let days = (end.timeIntervalSince(clock.now) / 86_400).rounded(.up)
        // Nobody issues secrets for longer: the date is wrong (the lone worker's own alarm says so, too).
        let isOdd = days > 366
        return judged(
            max(0, days), "days", warn: 30, crit: 7, smallerIsWorse: true, least: isOdd ? .warning : .ok,
            days < 0
                ? "Expired on \(day)." : "Good until \(day)\(isOdd ? ", which is more than a year away: is that right?" : ".")")
    }

    private func parameter(_ name: String) async throws -> String? {
        let slash = name.lastIndex(of: "/") ?? name.startIndex
        let path = slash == name.startIndex ? "/" : String(name[..<slash])
        let found = try await client().all(GetParametersByPath.self, .init(path: path)) { $0.parameters ?? [] }
        return found.first { $0.name == name }?.value
    }

    private func stored(_ id: String) async throws -> HealthFinding {
        let secret: DescribeSecret.Output
        do {
            secret = try await client().call(DescribeSecret.self, .init(secretId: id))
        } catch let error as AWSError where error.kind == .notFound {
            return HealthFinding(.critical, "There is no secret \(id).")
        }
        if secret.deletedDate != nil { return HealthFinding(.critical, "\(id) is to be deleted.") }
        guard let turned = secret.lastRotatedDate ?? secret.lastChangedDate ?? secret.createdDate else {
            return .unknown("Secrets Manager does not say when \(id) was changed.")
        }
        let days = ((clock.now.timeIntervalSince1970 - turned) / 86_400).rounded(.down)
        let rotation = secret.rotationEnabled == true ? "rotation is on" : "rotation is off"
        return judged(days, "days", warn: 90, "Changed \(Wording.count(Int(days), "day")) ago; \(rotation).")
    }
}
