package import AWS
import FoundationEssentials
package import Model

/// Watches a running deployment of the optimizer from outside: its queues, its functions, its logs. Changes nothing.
package actor LiveOptimizer {
    package struct Settings: Sendable {
        package var deployment = LiveDeployment()
        /// How far back the logs are counted.
        package var history: Duration = .seconds(3600)
        /// What invocations, errors and durations are about.
        package var window: Duration = .seconds(900)
        package var thresholds = Thresholds()
        package init() {}
    }

    private let settings: Settings
    private let queues: QueuesPoller
    private let functions: LambdaPoller
    private let source: any LogSource
    private let clock: any WallClock
    private var readers: [String: LiveLogReader] = [:]
    private var progress = LiveProgress()

    /// - Parameters:
    ///   - lambda: Also for the logs, which are where the functions are.
    ///   - budget: Shared with the panes of the context.
    package init(
        lambda: AWSClient, sqs: AWSClient, settings: Settings = Settings(), budget: Budget, clock: any WallClock = SystemClock(),
        source: (any LogSource)? = nil
    ) {
        self.settings = settings
        self.clock = clock
        self.source = source ?? CloudWatchLogs(client: lambda)
        let deployment = settings.deployment
        // Their dead-letter queues are asked for by the poller itself.
        queues = QueuesPoller(
            client: sqs,
            settings: QueuesSettings(
                names: NameFilter(include: deployment.queues.map(Glob.init)), thresholds: settings.thresholds,
                window: settings.window),
            budget: budget, clock: clock
        ) { _ in }
        functions = LambdaPoller(
            client: lambda,
            settings: LambdaSettings(
                names: NameFilter(include: deployment.functions.map(Glob.init)), thresholds: settings.thresholds,
                window: settings.window),
            budget: budget, clock: clock
        ) { _ in }
    }

    /// Asks everything once, and says how the deployment stands.
    package func collect() async -> LiveSight {
        let now = clock.now
        async let askedQueues = queues.collect(at: now)
        async let askedFunctions = functions.collect(at: now)
        await readLogs(to: now)
        return sight(await askedQueues, await askedFunctions, at: now)
    }

    private func readLogs(to now: Date) async {
        let deployment = settings.deployment
        let since = now.addingTimeInterval(-(settings.history / .seconds(1)))
        let open = deployment.functions.map { name in
            (name, readers[name] ?? LiveLogReader(group: deployment.logGroup(of: name), since: since))
        }
        let read = await open.concurrentMap(limit: open.count) { [source] name, reader in
            var reader = reader
            await reader.read(from: source, to: now)
            return (name, reader)
        }
        for (name, reader) in read { readers[name] = reader }
    }

    private func sight(_ queues: PaneSnapshot<Queue>, _ functions: PaneSnapshot<LambdaFunction>, at now: Date) -> LiveSight {
        let deployment = settings.deployment
        let rows = Dictionary(queues.rows.map { ($0.name, $0) }) { first, _ in first }
        // Values of an answer that is not of this round are not taken for the present.
        let seen = deployment.queues.map { LiveQueue($0, queues.asOf == nil || queues.error != nil ? nil : rows[$0]) }
        let figures = Dictionary(functions.rows.map { ($0.name, $0) }) { first, _ in first }
        let ran = deployment.functions.map { LiveFunction($0, figures[$0], log: log(of: $0)) }
        progress.take(signs(seen), at: now)
        let missing =
            [queues.error, functions.error].compactMap(\.self) + queues.missing + functions.missing
            + deployment.functions.compactMap { readers[$0]?.problem }
        return LiveSight(
            asOf: now, progress: progress, queues: seen, functions: ran, stuck: facts(seen).stuck(at: now), missing: missing)
    }

    private func log(of function: String) -> LiveLogCounts? {
        readers[function].flatMap { $0.hasRead ? $0.counts : nil }
    }

    private func signs(_ queues: [LiveQueue]) -> LiveProgress.Signs {
        let deployment = settings.deployment
        func level(_ name: String) -> Int? { queues.first { $0.name == name }?.level }
        func ran(_ name: String) -> Date? { log(of: name)?.newest[.report] }
        var signs = LiveProgress.Signs()
        signs.creatorRanAt = ran(deployment.creator)
        signs.syncRanAt = ran(deployment.sync)
        signs.optimizerRanAt = ran(deployment.optimizer)
        signs.syncLevel = level(deployment.syncQueue)
        signs.carrierLevel = level(deployment.carrierQueue)
        signs.watchLevel = level(deployment.watchQueue)
        signs.completedAt = completedAt
        return signs
    }

    /// Whichever function says so.
    private var completedAt: Date? {
        settings.deployment.functions.compactMap { log(of: $0)?.completedAt }.max()
    }

    private func facts(_ queues: [LiveQueue]) -> LiveFacts {
        let deployment = settings.deployment
        var facts = LiveFacts(
            deployment: deployment, progress: progress, queues: queues, endings: log(of: deployment.optimizer)?.endings ?? [],
            cleanups: log(of: deployment.cleanup)?.endings.map(\.at) ?? [])
        facts.creatorRanAt = log(of: deployment.creator)?.newest[.report]
        facts.cacheUnreachableAt = deployment.functions.compactMap { log(of: $0)?.newest[.cacheUnreachable] }.max()
        facts.completedAt = completedAt
        return facts
    }
}
