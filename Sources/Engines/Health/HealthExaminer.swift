import AWS
import FoundationEssentials
import Model

/// Looks at what one check is about. Each kind is one file.
struct HealthExaminer: Sendable {
    let check: HealthCheck
    let sources: HealthSources

    var clock: any WallClock { sources.clock }

    /// - Throws: ``Problem`` where there is no way to AWS.
    func client() throws -> AWSClient { try sources.client.get() }

    /// Never throws: what cannot be found out is a finding too.
    func examine() async -> HealthFinding {
        do {
            return try await finding()
        } catch let error as AWSError {
            return .unknown(Self.sentence(error))
        } catch let problem as Problem {
            return .unknown([problem.message, problem.hint].filter { !$0.isEmpty }.joined(separator: " "))
        } catch {
            return .unknown("The check was broken off.")
        }
    }

    private func finding() async throws -> HealthFinding {
        switch check.question {
        case .lambda(let functions, let state): try await lambda(functions, state: state)
        case .table(let name): try await table(name)
        case .alarms(let prefix): try await alarms(prefix: prefix)
        case .http(let url, let status, let text): await http(url, status: status, contains: text)
        case .cdn(let id): try await cdn(id)
        case .metric(let metric): try await self.metric(metric)
        case .errors(let window): try await errors(in: window)
        case .logs(let group, let pattern, let window): try await logs(group, pattern, window)
        case .queue(let name): try await queue(name)
        case .backup(let table, let age): try await backup(of: table, youngerThan: age)
        case .rule(let prefix): try await rule(prefix: prefix)
        case .secret(let expiry): try await secret(expiry)
        case .database(let url), .redis(let url): await dataStore(url)
        case .command(let words): try await command(words)
        case .credentials: try await credentials()
        case .engine: await engine()
        case .iam(let wanted): try await iam(wanted)
        case .trail(let events, let window): try await trail(events, window)
        case .cost(let window): try await cost(window)
        case .anomalies(let window): try await anomalies(window)
        case .trend(let metric): try await trend(metric)
        case .buckets(let prefix): try await buckets(prefix: prefix)
        case .advisor(let category): try await advisor(category)
        case .stream(let prefix): try await streams(prefix: prefix)
        case .cache(let prefix): try await caches(prefix: prefix)
        case .api(let prefix): try await apis(prefix: prefix)
        }
    }

    // MARK: Judging

    /// A figure against the limits of the check, or else the kind's own.
    /// - Parameter least: What the verdict is at least, whatever the figure.
    func judged(
        _ value: Double?, _ unit: String?, warn: Double? = nil, crit: Double? = nil, smallerIsWorse: Bool = false,
        least: Severity = .ok, _ evidence: String
    ) -> HealthFinding {
        var limits = check.limits
        if limits.isEmpty { limits = HealthLimits(warn: warn, crit: crit) }
        limits.smallerIsWorse = smallerIsWorse
        return HealthFinding(max(least, limits.severity(of: value)), value, unit, limits: limits, evidence)
    }

    static func sentence(_ error: AWSError) -> String {
        switch error.kind {
        case .notOffered where planCodes.contains(error.code): "Not offered on this plan (\(error.code))."
        case .notOffered: "Not offered here (\(error.code))."
        case .throttled, .denied, .credentials, .notFound, .rejected, .server, .transport, .unreadable, .cancelled:
            [error.message, error.hint].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    private static let planCodes: Set = ["SubscriptionRequiredException", "OptInRequired", "OptInRequiredException"]

    /// What one of several questions could not answer.
    static func part(_ name: String, _ error: AWSError) -> HealthPart {
        error.kind == .notFound
            ? HealthPart(.critical, "\(name) does not exist") : HealthPart(.unknown, "\(name): \(sentence(error))")
    }
}
