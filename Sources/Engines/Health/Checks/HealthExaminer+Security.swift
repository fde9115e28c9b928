import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// What the credential report says about keys, the root user, second factors.
    func iam(_ wanted: CredentialFinding) async throws -> HealthFinding {
        let report = try await sources.credentialReport.report(try client(), clock: clock)
        switch wanted {
        case .keys:
            let idle = report.idleKeys(at: clock.now)
            let text = idle.isEmpty ? "Every active access key was used within 90 days." : "Unused: \(Self.list(idle))."
            return judged(Double(idle.count), "keys", warn: 0, text)
        case .root:
            let parts = report.rootFindings(at: clock.now)
            return HealthFinding(
                parts.verdict, parts.badCount, "findings",
                parts.evidence(whenOK: "The root user was not used for a week and has no access keys."))
        case .mfa:
            let parts = report.withoutSecondFactor
            return HealthFinding(
                parts.verdict, parts.badCount, "users", parts.evidence(whenOK: "Every user with a password has a second factor."))
        }
    }

    /// Management events that should not have happened: any is worth a look unless limits say otherwise.
    func trail(_ events: [String], _ window: Duration) async throws -> HealthFinding {
        let client = try client()
        let now = clock.now
        var found: [TrailEvent] = []
        // One after the other: CloudTrail answers two a second.
        for name in events {
            let input = LookupEvents.Input(eventName: name, from: now.addingTimeInterval(-(window / .seconds(1))), to: now)
            found += try await client.all(LookupEvents.self, input) { $0.events ?? [] }
        }
        let stretch = "in \(DurationText.text(window))"
        guard !found.isEmpty else { return judged(0, "events", warn: 0, "No \(events.joined(separator: ", ")) \(stretch).") }
        let latest = found.sorted { $0.eventTime ?? 0 > $1.eventTime ?? 0 }.map(Self.text)
        return judged(
            Double(found.count), "events", warn: 0, "\(Wording.count(found.count, "event")) \(stretch): \(Self.list(latest)).")
    }

    private static func text(_ event: TrailEvent) -> String {
        let when = event.eventTime.map { " " + ISO8601.text(Date(timeIntervalSince1970: $0)).prefix(16) } ?? ""
        let what = event.resources?.first?.resourceName.map { " on \($0)" } ?? ""
        return "\(event.eventName ?? "event")\(what)\(event.username.map { " by \($0)" } ?? "")\(when)"
    }

    static func list(_ items: [String], most: Int = 5) -> String {
        items.prefix(most).joined(separator: ", ") + (items.count > most ? " and \(items.count - most) more" : "")
    }

    /// Buckets whose policy makes them public are critical; those where nothing keeps them from becoming so, a warning.
    func buckets(prefix: String) async throws -> HealthFinding {
        let client = try client()
        let names = try await client.call(ListBuckets.self, .init()).names.filter { $0.hasPrefix(prefix) }
        let parts = await names.concurrentMap(limit: 8) { await Self.bucket($0, client) }
        return HealthFinding(
            parts.verdict, parts.badCount, "buckets",
            parts.evidence(whenOK: "None of \(Wording.count(names.count, "bucket")) is public, or can become so."))
    }

    private static func bucket(_ name: String, _ client: AWSClient) async -> HealthPart {
        async let policy = client.attempt(GetBucketPolicyStatus.self, .init(bucket: name))
        async let block = client.attempt(GetPublicAccessBlock.self, .init(bucket: name))
        switch await policy {
        case .success(let status) where status.isPublic: return HealthPart(.critical, "\(name) is public")
        case .success: break
        case .failure(let error) where error.kind == .notFound: break
        case .failure(let error): return HealthPart(.unknown, "\(name): \(sentence(error))")
        }
        switch await block {
        case .success(let block) where block.blocksAll: return HealthPart(.ok, name)
        case .success: return HealthPart(.warning, "\(name) blocks public access only in part")
        case .failure(let error) where error.kind == .notFound:
            return HealthPart(.warning, "\(name) does not block public access")
        case .failure(let error): return HealthPart(.unknown, "\(name): \(sentence(error))")
        }
    }

    /// What Trusted Advisor says of one category.
    func advisor(_ category: String) async throws -> HealthFinding {
        let client = try client()
        let checks = try await client.call(DescribeTrustedAdvisorChecks.self, .init()).checks ?? []
        let wanted = checks.filter { $0.category == category }
        guard !wanted.isEmpty else { return .unknown("Trusted Advisor has no checks of category \(category).") }
        let parts = await wanted.concurrentMap(limit: 4) { check in
            switch await client.attempt(DescribeTrustedAdvisorCheckResult.self, .init(checkId: check.id)) {
            case .success(let output): Self.part(check.name, output.result)
            case .failure(let error): HealthPart(.unknown, "\(check.name): \(Self.sentence(error))")
            }
        }
        return HealthFinding(
            parts.verdict, parts.badCount, "findings",
            parts.evidence(whenOK: "\(Wording.count(wanted.count, "check")) of \(category): all ok."))
    }

    private static func part(_ name: String, _ result: DescribeTrustedAdvisorCheckResult.Result) -> HealthPart {
        let flagged = result.resourcesSummary?.resourcesFlagged.map { " (\($0) flagged)" } ?? ""
        switch result.status {
        case "ok": return HealthPart(.ok, name)
        case "warning": return HealthPart(.warning, name + flagged)
        case "error": return HealthPart(.critical, name + flagged)
        default: return HealthPart(.unknown, "\(name): not available")
        }
    }
}
