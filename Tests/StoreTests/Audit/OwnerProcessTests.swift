import Glibc
import Testing

@testable import Store

@Suite struct OwnerProcessTests {
    let owner = OwnerProcess(host: "a", pid: 42, bootID: "boot-1", startTicks: 1000)

    @Test func tellsALivingProcessFromALaterOneWithItsNumber() {
        #expect(owner.life(host: "a", bootID: "boot-1") { $0 == 42 ? 1000 : nil } == .running)
        #expect(owner.life(host: "a", bootID: "boot-1") { _ in 1001 } == .gone)
        #expect(owner.life(host: "a", bootID: "boot-1") { _ in nil } == .gone)
        #expect(owner.life(host: "a", bootID: "boot-2") { _ in 1000 } == .gone)
        #expect(owner.life(host: "b", bootID: "boot-2") { _ in nil } == .unknown)
    }

    @Test func findsItselfRunning() {
        let own = OwnerProcess.current(host: "a")
        #expect(own.pid == getpid() && own.bootID.count == 36 && own.startTicks > 0)
        #expect(own.life(seenFrom: own) == .running)
    }

    @Test func readsTheStartTimeBehindAnyName() {
        let fields = "S 1 42 42 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 5417 0 0"
        for name in ["bash", "a b", "a) S 1 (b", ")"] {
            #expect(OwnerProcess.startTicks(inStat: Array("42 (\(name)) \(fields)".utf8)) == 5417)
        }
        #expect(OwnerProcess.startTicks(inStat: Array("42 (bash) Z\(fields.dropFirst())".utf8)) == nil, "waits to be collected")
        #expect(OwnerProcess.startTicks(inStat: Array("42 (bash) S 1".utf8)) == nil)
        #expect(OwnerProcess.startTicks(inStat: []) == nil)
    }
}
