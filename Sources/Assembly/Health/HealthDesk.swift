import AWS
import Drawing
import Engines
import FoundationEssentials
package import Model

/// The health checks of one context.
package final class HealthDesk: Sendable {
    private let sets: HealthSets
    private let context: String
    private let runner: HealthRunner
    /// Ended with the desk; nil where somebody else owns it.
    private let ownAccess: AWSAccess?

    /// For the commands that print and end.
    package convenience init(machine: Machine, plan: ContextPlan) async throws {
        let machine = await machine.locatingRegion(for: plan)
        let access = try AWSAccess(machine: machine, plan: plan)
        if TerminalCodePrompt.canAsk { await access.answerCode(for: plan.settings.health?.aws ?? AWSSettings()) }
        let room = Self.escalations(machine, plan, access)
        self.init(machine: machine, plan: plan, access: access, ownAccess: access) { await room?.engineSight() }
    }

    /// - Parameter engine: How the engine stands; nil where the context has none.
    init(
        machine: Machine, plan: ContextPlan, access: AWSAccess, ownAccess: AWSAccess? = nil,
        engine: @escaping @Sendable () async -> EngineSight?
    ) {
        context = plan.name
        sets = HealthSets(section: plan.settings.health)
        self.ownAccess = ownAccess
        let aws = plan.settings.health?.aws ?? AWSSettings()
        runner = HealthRunner(
            sources: HealthSources(
                client: Self.client(access, aws), credentials: try? access.credentials(for: aws), transport: access.transport,
                clock: machine.clock, environment: machine.environment.variables, engine: engine))
    }

    deinit { ownAccess?.shutdown() }

    /// Without a region only what is not AWS can be asked.
    private static func client(_ access: AWSAccess, _ section: AWSSettings) -> Result<AWSClient, Problem> {
        do {
            return .success(try access.client(for: section))
        } catch let failure as CommandFailure {
            return .failure(Problem(failure: failure))
        } catch {
            return .failure(Problem(code: "InternalError", message: "AWS cannot be asked: \(error)."))
        }
    }

    private static func escalations(_ machine: Machine, _ plan: ContextPlan, _ access: AWSAccess) -> EscalationsRoom? {
        plan.settings.escalations.flatMap {
            try? EscalationsRoom($0, machine: machine, plan: plan, access: access, opensLater: true)
        }
    }

    /// - Parameters:
    ///   - set: Its name; nil for `daily`.
    ///   - names: Only these checks of the set, or where it has none of that name, of any other.
    /// - Throws: ``CommandFailure``: 64 for a set or a check that does not exist, 78 for a set without checks.
    package func checks(of set: String?, named names: [String] = []) throws -> [HealthCheck] {
        let set = set ?? "daily"
        guard let checks = sets.checks(of: set) else { throw unknown("set of checks", set, among: sets.names) }
        guard names.isEmpty else { return try names.map { try check(named: $0, in: checks) } }
        guard !checks.isEmpty else {
            throw CommandFailure(
                .badConfiguration, code: "NoChecks", message: "Set \"\(set)\" has no checks in context \"\(context)\".",
                hint: "Write health.network_visualizer or health.\(set) into the configuration; see docs/health-checks.md.")
        }
        return checks
    }

    private func check(named name: String, in checks: [HealthCheck]) throws -> HealthCheck {
        let all = checks + sets.names.flatMap { sets.checks(of: $0) ?? [] }
        guard let found = all.first(where: { $0.name == name }) else { throw unknown("check", name, among: all.map(\.name)) }
        return found
    }

    private func unknown(_ noun: String, _ name: String, among known: [String]) -> CommandFailure {
        var seen: Set<String> = []
        let unique = known.filter { seen.insert($0).inserted }
        let near = Suggestion.nearest(to: name, among: unique).map { "Did you mean \"\($0)\"? " } ?? ""
        return CommandFailure(
            .usage, code: "Usage", message: "There is no \(noun) \"\(name)\" in context \"\(context)\".",
            hint: near + "Known: \(unique.joined(separator: ", ")).")
    }

    /// What a deployment is verified by.
    /// - Throws: ``CommandFailure`` 78 where nothing says what the API's address is.
    package func verification() throws -> [HealthCheck] {
        guard sets.section?.visualizer?.url != nil else {
            throw CommandFailure(
                .badConfiguration, code: "NoURL", message: "Context \"\(context)\" does not say what to verify.",
                hint: "Write health.network_visualizer.url into the configuration.")
        }
        return sets.verifyDeployment
    }

    package static let verificationSet = HealthSets.verification

    package func run(
        _ checks: [HealthCheck], set: String?, progress: @escaping @Sendable (HealthResult) async -> Void = { _ in }
    ) async -> HealthReport {
        await runner.run(checks, set: set ?? "daily", context: context, progress: progress)
    }
}

extension EscalationsRoom {
    /// Who delivers, and what waits.
    func engineSight() async -> EngineSight {
        await rehearse()
        let sight = await poller { _ in }.collect()
        let now = clock.now.timeIntervalSince1970
        let due = sight.pane.rows.count { row in row.nextAt.map { $0 <= now } ?? false }
        return EngineSight(status: sight.engine, due: due, trouble: sight.pane.error?.message)
    }
}
