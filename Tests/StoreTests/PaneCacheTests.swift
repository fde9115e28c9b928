import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import Store

@Suite struct PaneCacheTests {
    private let now = Date(timeIntervalSince1970: 1_705_322_096)

    private func functions(_ count: Int) -> [LambdaFunction] {
        (0..<count).map { number in
            var function = LambdaFunction(name: "function-\(number)")
            function.invocations = Double(number)
            function.durationP95Ms = 12.25
            function.lastModified = now
            function.timeoutSeconds = 60
            function.invocationSeries = MetricSeries(
                start: now, stepSeconds: 60, values: (0..<15).map { $0 == 7 ? nil : Float($0) })
            function.severity = .warning
            function.reasons = ["error rate 12 % > 5 %"]
            return function
        }
    }

    @Test func firstChunk_HoldsTheFirstRows_AndTheWholeHoldsAll() async throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        let snapshot = PaneSnapshot(rows: functions(600), asOf: now, cadence: .seconds(60))
        try await PaneCache(database: database).save(snapshot, context: "prod", at: now)

        let first: PaneSnapshot<LambdaFunction> = try #require(database.cachedPane(context: "prod"))
        #expect(first.rows == Array(snapshot.rows.prefix(250)))
        #expect(first.total == 600)
        #expect(first.asOf == now)
        #expect(database.wholeCachedPane(LambdaFunction.self, context: "prod") == snapshot)
        #expect(database.cachedPane(LambdaFunction.self, context: "test") == nil)
        #expect(database.cachedPane(Queue.self, context: "prod") == nil)
    }

    @Test func queuesAndAlarms_ComeBackWhole() async throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        var queue = Queue(name: "q", url: "u")
        (queue.visible, queue.inFlight, queue.oldestAgeSeconds, queue.growthPerMinute) = (3, 0, 1.5, -2)
        (queue.deadLetterQueue, queue.deadLetterSources, queue.severity, queue.reasons) = ("d", ["a", "b"], .critical, ["deep"])
        queue.depthSeries = MetricSeries(start: now, stepSeconds: 60, values: [1, nil, 3])
        var alarm = Alarm(name: "a", state: "ALARM", since: now, reason: "r", source: .local, kind: .local)
        (alarm.dimensions, alarm.threshold, alarm.neverFires, alarm.actionsEnabled) = (["B": "2", "A": "1"], 0.5, "why", false)
        let cache = PaneCache(database: database)
        try await cache.save(PaneSnapshot(rows: [queue], asOf: now), context: "c", at: now)
        try await cache.save(PaneSnapshot(rows: [alarm], asOf: now), context: "c", at: now)
        #expect(database.cachedPane(Queue.self, context: "c")?.rows == [queue])
        #expect(database.cachedPane(Alarm.self, context: "c")?.rows == [alarm])
    }

    @Test func savesAtMostEveryThirtySeconds_UnlessItIsTheLastTime() async throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        let cache = PaneCache(database: database)
        func save(after seconds: Double, final: Bool = false) async throws -> Int {
            let at = now.addingTimeInterval(seconds)
            try await cache.save(PaneSnapshot(rows: functions(Int(seconds) + 1), asOf: at), context: "c", at: at, final: final)
            return database.cachedPane(LambdaFunction.self, context: "c")?.total ?? 0
        }
        #expect(try await save(after: 0) == 1)
        #expect(try await save(after: 29) == 1)
        #expect(try await save(after: 30) == 31)
        #expect(try await save(after: 31) == 31)
        #expect(try await save(after: 32, final: true) == 33)
    }

    @Test func keepsNothing_OfAPaneThatIsOff_LoadingOrOnlyPartlyThere() async throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        let cache = PaneCache(database: database)
        let partial = PaneSnapshot(rows: functions(2), asOf: now, total: 3)
        for snapshot in [PaneSnapshot<LambdaFunction>.off, .loading, partial] {
            try await cache.save(snapshot, context: "c", at: now)
            #expect(database.cachedPane(LambdaFunction.self, context: "c") == nil)
        }
    }

    @Test func forgetsTheContextSavedLongestAgo() async throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        let cache = PaneCache(database: database)
        for number in 0...PaneCache.contextLimit {
            let at = now.addingTimeInterval(Double(number))
            try await cache.save(PaneSnapshot(rows: functions(1), asOf: at), context: "c\(number)", at: at)
        }
        #expect(database.cachedPane(LambdaFunction.self, context: "c0") == nil)
        #expect(database.cachedPane(LambdaFunction.self, context: "c1") != nil)
    }

    @Test func readsNothing_FromRowsOfAnotherVersionOrDamagedOnes() async throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        try await PaneCache(database: database).save(PaneSnapshot(rows: functions(3), asOf: now), context: "c", at: now)
        try await database.queue.write { try $0.execute(sql: "UPDATE pane_cache_chunk SET rows = x'7F' || rows") }
        #expect(database.cachedPane(LambdaFunction.self, context: "c") == nil)
    }

    @Test func everyCutOfTheBytes_IsRefused() throws {
        let bytes = CachedRows.encode(functions(2))
        #expect(try CachedRows.decode(bytes) as [LambdaFunction] == functions(2))
        for length in 0..<bytes.count {
            #expect(throws: RowCodecError.self) { try CachedRows.decode(Array(bytes.prefix(length))) as [LambdaFunction] }
        }
    }

    @Test(arguments: [0, 1, -1, 63, -64, 64, 300, Int.max, Int.min])
    func everyInteger_ComesBack(value: Int) throws {
        var writer = RowWriter()
        writer.write(value)
        var reader = RowReader(writer.bytes)
        #expect(try reader.int() == value)
    }
}

/// A folder that goes away with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/nightdesk-store-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
