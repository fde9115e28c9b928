import AWS
import Drill
import FoundationEssentials
import Model
import Store
import Support
import Synchronization
import Testing

@testable import Engines

/// What is ordered of functions, queues and alarms, against the practice world, whole and broken.
@Suite struct ResourceDeskTests {
    private static let function = "altaworx-queue-creator"
    private static let deadLetters = "optimization-dead-letter-queue"
    private static let place = Place(context: "c", region: "us-east-1", isProduction: false)

    let folder: TemporaryFolder
    let audit: AuditLog
    let practice = Practice()
    let desk: ResourceDesk

    init() throws {
        folder = try TemporaryFolder()
        audit = AuditLog(folder: folder.path)
        desk = ResourceDesk(
            lambda: practice.client, sqs: practice.client, cloudWatch: practice.client,
            desk: ChangeDesk(audit: audit, author: Author(user: "ana", host: "desk-1"), clock: practice.clock),
            clock: practice.clock)
    }

    private func submit(_ order: ResourceOrder) async throws -> ResourceAnswer {
        try await practice.whileTimeGoesBy { [desk] in await desk.submit(order) }
    }

    private func order(_ wish: ResourceWish.What, in place: Place = Self.place) async throws -> ResourceOrder {
        try await practice.whileTimeGoesBy { [desk] in try await desk.order(wish, in: place) }
    }

    private func standing() async throws -> FunctionStanding {
        try await practice.whileTimeGoesBy { [desk] in try await desk.standing(of: Self.function, qualifier: nil) }
    }

    private func tasks() async throws -> [String] {
        try await practice.whileTimeGoesBy { [desk] in try await desk.redriveTasks(of: Self.deadLetters).map(\.status) }
    }

    private func backup() async throws -> ConfigurationBackup {
        let reader = ConfigurationReader(lambda: practice.client, sqs: practice.client, cloudWatch: practice.client)
        return try await practice.whileTimeGoesBy { [clock = practice.clock] in
            await reader.read(at: clock.now, place: Self.place)
        }
    }

    private func refusal(_ wish: ResourceWish.What) async -> String? {
        do {
            _ = try await order(wish)
            return nil
        } catch let refusal as ResourceRefusal {
            return refusal.problem.message
        } catch {
            return "\(error)"
        }
    }

    private func outcomes() async throws -> [Outcome.Kind] { try await audit.list().compactMap(\.outcome) }

    // MARK: Functions

    @Test func setsMemoryAndTimeout_KeepsTheOldOnes_AndSetsThemBack() async throws {
        let order = try await order(.resize(function: Self.function, memoryMB: 1024, timeoutSeconds: 600))
        #expect(order.change.summary.contains("memory 512 → 1024 MB, time-out 900 → 600 s"))
        #expect(order.change.oldValues == [Fact("memory", "512 MB"), Fact("time-out", "900 s")])
        #expect(try await submit(order).outcome.kind == .confirmed)
        #expect(try await standing().memoryMB == 1024)
        #expect(await refusal(.resize(function: Self.function, memoryMB: 1024))?.contains("has that already") == true)

        let undo = try #require(order.undo)
        #expect(undo == .resize(function: Self.function, memoryMB: 512, timeoutSeconds: 900))
        #expect(order.undoCommand == "nightdesk function set \(Self.function) --memory 512 --timeout 900 --context c")
        #expect(try await submit(try await self.order(undo)).outcome.kind == .confirmed)
        #expect(try await standing().memoryMB == 512)
        #expect(try await outcomes() == [.confirmed, .confirmed])
        #expect(try await audit.list().first?.note == "Before: memory 512 MB; time-out 900 s")
    }

    @Test func readsBackWhatWasDoneThoughTheAnswerWasLost() async throws {
        let order = try await order(.resize(function: Self.function, memoryMB: 1024))
        practice.far.set(.truncated, for: "UpdateFunctionConfiguration")
        let answer = try await submit(order)
        #expect(answer.outcome.kind == .confirmed)
        #expect(answer.outcome.note == "The answer was lost; it was read back.")
        #expect(practice.far.calls["UpdateFunctionConfiguration"] == 1, "it is never sent twice")
    }

    @Test(arguments: [Fault.connectionReset, .hang]) func saysUnknown_WhileTheOldValuesStay(fault: Fault) async throws {
        let order = try await order(.resize(function: Self.function, memoryMB: 1024))
        practice.far.set(fault, for: "UpdateFunctionConfiguration")
        let answer = try await submit(order)
        #expect(answer.outcome.kind == .unknown)
        #expect(answer.outcome.problem?.hint.contains("nightdesk function show") == true)
        #expect(practice.far.calls["UpdateFunctionConfiguration"] == 1)
        #expect(try await outcomes() == [.unknown])
    }

    @Test(arguments: [Fault.denied, .expiredToken, .notConnected]) func saysFailed_WhereItSurelyWasNotDone(fault: Fault)
        async throws
    {
        let order = try await order(.resize(function: Self.function, memoryMB: 1024))
        practice.far.set(fault, for: "UpdateFunctionConfiguration")
        let answer = try await submit(order)
        #expect(answer.outcome.kind == .failed && answer.fault != nil)
    }

    @Test func sendsNothing_WhereItIsReadOnly() async throws {
        var place = Self.place
        place.isReadOnly = true
        let wishes: [ResourceWish.What] = [
            .resize(function: Self.function, memoryMB: 1024), .redrive(queue: Self.deadLetters),
        ]
        for wish in wishes {
            let order = try await order(wish, in: place)
            #expect(try await submit(order).outcome.kind == .refused)
        }
        #expect(practice.far.calls["UpdateFunctionConfiguration"] == nil && practice.far.calls["StartMessageMoveTask"] == nil)
        #expect(try await outcomes() == [.refused, .refused])
    }

    @Test func saysWhyNothingCanBeProvisioned_OfAFunctionWithoutVersions() async throws {
        #expect(await refusal(.provision(function: Self.function, qualifier: "live", count: 2))?.contains("not found") == true)
        #expect(
            await refusal(.provision(function: Self.function, qualifier: "$LATEST", count: 2))?.contains("never for $LATEST")
                == true)
    }

    @Test func waitsForTheVerdictOfLambda() throws {
        let resize = FunctionResize(name: "f", memoryMB: Step(from: 1, to: 2), timeoutSeconds: nil, revisionID: nil)
        func verdict(_ memory: Int, _ status: String?) throws -> Outcome.Kind? {
            let text = JSONText.object { json in
                json.member("FunctionName", "f")
                json.member("MemorySize", memory)
                json.member("LastUpdateStatus", status)
            }
            return resize.verdict(try JSONCodec.decode(FunctionConfiguration.self, from: Data(text.utf8)))?.kind
        }
        #expect(try verdict(2, "Successful") == .confirmed)
        #expect(try verdict(2, nil) == .confirmed)
        #expect(try verdict(2, "InProgress") == nil)
        #expect(try verdict(2, "Failed") == .failed)
        #expect(try verdict(1, "Successful") == nil)
        #expect(try verdict(1, "Failed") == nil)
    }

    // MARK: Queues

    @Test func redrivesDeadLetters_AndTellsWhatWasMoved() async throws {
        let order = try await order(.redrive(queue: Self.deadLetters))
        #expect(order.change.summary[0].contains("about 3 messages"))
        #expect(order.change.summary[1] == "Each goes back to where it came from: device-sync-queue, optimization-watch-queue")
        #expect(order.undo == nil)
        let answer = try await submit(order)
        #expect(answer.outcome.kind == .confirmed)
        #expect(answer.outcome.note == "Completed: about 3 of 3 moved.")
        #expect(try await tasks() == ["COMPLETED"])
        #expect(await refusal(.redrive(queue: Self.deadLetters))?.contains("nothing that could be moved") == true)
    }

    @Test func readsBackARedriveWhoseAnswerWasLost() async throws {
        let order = try await order(.redrive(queue: Self.deadLetters))
        practice.far.set(.truncated, for: "StartMessageMoveTask")
        let answer = try await submit(order)
        #expect(answer.outcome.kind == .confirmed)
        #expect(answer.outcome.note?.hasPrefix("The answer was lost; it was read back.") == true)
        #expect(practice.far.calls["StartMessageMoveTask"] == 1)
    }

    /// Time stands still while the redrive is looked at.
    @Test func stopsARedrive_AndRefusesASecondWhileOneRuns() async throws {
        let order = try await order(.redrive(queue: Self.deadLetters))
        let running = Task { [desk] in await desk.submit(order) }
        await practice.clock.waitForSleepers()
        await #expect(throws: ResourceRefusal.self) {
            try await desk.order(.redrive(queue: Self.deadLetters), in: Self.place)
        }
        let stop = try await desk.order(.stopRedrive(queue: Self.deadLetters), in: Self.place)
        #expect(await desk.submit(stop).outcome.kind == .confirmed)
        practice.clock.advance(by: .seconds(5))
        #expect(await running.value.outcome.problem?.message.hasPrefix("Somebody has stopped it") == true)
        #expect(await refusal(.stopRedrive(queue: Self.deadLetters))?.contains("Nothing is being moved") == true)
    }

    @Test(arguments: ["carrier-optimization-queue", "no-such-queue"]) func refusesWhatIsNoDeadLetterQueue(name: String) async {
        #expect(await refusal(.redrive(queue: name)) != nil)
        #expect(practice.far.calls["StartMessageMoveTask"] == nil)
    }

    // MARK: Alarms

    @Test func backsUpAndRestoresAlarms_OnceAndNotTwice() async throws {
        let backup = try await backup()
        #expect(backup.missing.isEmpty && !backup.isPartial)
        #expect(backup.functions?.count == DrillWorld.night().functions.count)
        #expect(backup.queues?.count == DrillWorld.night().queues.count)
        let saved = try #require(backup.alarms)
        #expect(saved.count == DrillWorld.night().alarms.count)
        #expect(AlarmRestorePlan(restoring: saved, over: saved).orders.isEmpty)

        let name = "Altaworx-High-Error-Rate"
        let alarm = try #require(saved.first { $0.name == name })
        let changed = try #require(AlarmDefinition(.metric, .object(alarm.settings.merging(["Threshold": .number(9)]) { $1 })))
        let orders = AlarmRestorePlan(restoring: [changed], over: saved).orders.map {
            ResourceOrder(.restore($0, over: alarm), in: Self.place)
        }
        #expect(orders.map { $0.change.summary.last } == ["  Threshold: 5 → 9"])
        for order in orders { #expect(try await submit(order).outcome.kind == .confirmed) }
        let now = try #require(try await self.backup().alarms)
        #expect(AlarmRestorePlan(restoring: [changed], over: now).orders.isEmpty)
        #expect(AlarmRestorePlan(restoring: saved, over: now).orders.map(\.name) == [name])
    }

    @Test func writesNothingOverWhatCouldNotBeRead() async throws {
        practice.far.set(.denied, for: "DescribeAlarms")
        let backup = try await backup()
        #expect(backup.alarms == nil && backup.isPartial)
        #expect(backup.files.map(\.name) == ["functions.json", "queues.json", "backup.json"])
        #expect(backup.missing.first?.message.hasPrefix("Alarms: ") == true)
    }

    @Test func passesOverWhatTheEndpointDoesNotOffer() async throws {
        practice.far.set(.html, for: "ListProvisionedConcurrencyConfigs")
        let backup = try await backup()
        #expect(!backup.isPartial && backup.functions?.isEmpty == false)
        #expect(backup.missing.count == 1)
    }
}
