import Optimization
import Testing

@Suite struct DeviceFileTests {
    private let header = "iccid,msisdn,communication_plan,current_rate_plan_code,projected_usage_mb,days_active,sms_usage\n"
    private let plan = RatePlan(code: "P", baseTicks: 1, allowance: 1, overageUnit: 1, overageTicks: 1, isPooled: true)

    private func read(_ text: String, groups: Bool = true) throws -> (fleet: Fleet, rejects: [Reject]) {
        let group = CommunicationGroup(name: "G", plans: [0], communicationPlans: ["CP"])
        let period = BillingPeriod(provider: "X", startDay: 0, endDay: 30, cycleDays: 30, usesProration: true, line: 2)
        let fleet = try Fleet(plans: [plan], groups: [group], period: period)
        var rejects: [Reject] = []
        let read = try DeviceFile(fleet, allowsEveryPlan: !groups).read(
            reader(text), reject: { rejects.append($0) }, progress: { _, _ in })
        return (read, rejects)
    }

    @Test(arguments: [
        ("1,,CP,P,5,", RejectReason.malformedRow), ("1,,CP,P,5,1,1,1", .malformedRow), ("1,,CP,P,\"5\"x,1,1", .malformedRow),
        (",,CP,P,5,,", .missingICCID), ("  ,,CP,P,5,,", .missingICCID), ("1,,other,P,5,,", .unknownCommunicationPlan),
        ("1,,,P,5,,", .unknownCommunicationPlan), ("1,,CP,P,,,", .missingUsage), ("1,,CP,P, ,,", .missingUsage),
        ("1,,CP,P,five,,", .invalidUsage), ("1,,CP,P,5.,,", .invalidUsage), ("1,,CP,P,-5,,", .negativeUsage),
        ("1,,CP,P,-1e-9,,", .negativeUsage), ("1,,CP,P,1000000000.0001,,", .usageOutOfRange),
        ("1,,CP,P,1e400,,", .usageOutOfRange),
        ("1,,CP,P,5,0,", .invalidDaysActive), ("1,,CP,P,5,31,", .invalidDaysActive), ("1,,CP,P,5,1.5,", .invalidDaysActive),
        ("1,,CP,P,5,-1,", .invalidDaysActive), ("1,,CP,P,5,,x", .invalidSMSUsage), ("1,,CP,P,5,,-1", .invalidSMSUsage),
        ("1,,CP,P,5,,1.0", .invalidSMSUsage), ("1,,CP,Q,5,,", .unknownCurrentPlan), ("1,,CP,,5,,", .unknownCurrentPlan),
        // The first reason that applies.
        (",,other,Q,-5,99,x", .missingICCID), ("1,,other,Q,-5,99,x", .unknownCommunicationPlan),
        ("1,,CP,Q,-5,99,x", .negativeUsage),
        ("1,,CP,Q,5,99,x", .invalidDaysActive), ("1,,CP,Q,5,9,x", .invalidSMSUsage),
    ])
    func rejectsARow_WithTheFirstReasonThatApplies(row: String, reason: RejectReason) throws {
        let (fleet, rejects) = try read(header + "0,,CP,P,1,,\n" + row + "\n2,,CP,P,1,,\n")
        #expect(rejects.map(\.reason) == [reason])
        #expect(rejects.first?.line == 3)
        #expect(fleet.count == 2)
        #expect(fleet.rejected == [reason: 1])
    }

    @Test func takesEveryLaterRow_WithAnICCIDSeenBefore_ForADuplicate() throws {
        let (fleet, rejects) = try read(header + "1,,CP,P,-5,,\n1,,CP,P,5,,\n2,,CP,P,5,,\n2,,CP,P,5,,\n3,x\n3,,CP,P,5,,\n")
        #expect(rejects.map(\.reason) == [.negativeUsage, .duplicateICCID, .duplicateICCID, .malformedRow])
        #expect(rejects.map(\.iccid) == ["1", "1", "2", ""])
        #expect(fleet.count == 2)
    }

    @Test func keepsWhatTheFileSays_ByColumnName() throws {
        let text =
            "\u{FEFF}sms_usage,extra,projected_usage_mb,iccid,days_active,msisdn,current_rate_plan_code,communication_plan\r\n"
            + "7,?,1.2345,008901,12,\"+1,5\",P,CP\r\n,?,1e9,ü,,,P,CP\r\n"
        let (fleet, rejects) = try read(text)
        #expect(rejects.isEmpty)
        #expect(fleet.usage == [1235, 1_000_000_000_000])
        #expect(fleet.days == [12, 30])
        #expect(fleet.sms == [7, 0])
        #expect(fleet.identities.map { fleet.iccids.text(Int($0)) } == ["008901", "ü"])
    }

    @Test func putsEverySIMInOneGroup_WithoutAGroupsFile() throws {
        #expect(try read(header + "1,,anything,P,1,,\n2,,,P,1,,\n", groups: false).fleet.count == 2)
    }

    @Test(arguments: [
        ("", FileProblem.Code.emptyFile), ("iccid,msisdn\n1,2\n", .missingColumn),
        (
            "iccid,iccid,msisdn,communication_plan,current_rate_plan_code,projected_usage_mb,days_active,sms_usage\n",
            .doubledColumn
        ),
    ])
    func refusesAFile_ThatHasNotItsColumns(text: String, code: FileProblem.Code) {
        #expect { try read(text) } throws: { ($0 as? FileProblem)?.code == code }
    }

    @Test func refusesAFile_InAnotherEncoding() {
        func code(_ bytes: [UInt8]) -> FileProblem.Code? {
            do {
                let fleet = try Fleet(
                    plans: [plan], groups: [CommunicationGroup(name: "G", plans: [0], communicationPlans: [])], period: .unknown)
                _ = try DeviceFile(fleet, allowsEveryPlan: true).read(
                    reader(bytes: bytes), reject: { _ in }, progress: { _, _ in })
                return nil
            } catch { return (error as? FileProblem)?.code }
        }
        #expect(code([0xFF, 0xFE] + header.utf8.flatMap { [$0, 0] }) == .wrongEncoding)
        #expect(
            code(Array(header.utf8) + Array("1,\u{00E4}".unicodeScalars.map { UInt8($0.value) }) + Array(",CP,P,1,,\n".utf8))
                == .wrongEncoding)
    }

    @Test func acceptsALastLine_ThatEndsWithTheFile_AndRejectsOneThatIsCutOff() throws {
        #expect(try read(header + "1,,CP,P,1,,").fleet.count == 1)
        #expect(try read(header + "1,,CP,P,1,,\n2,,CP,").rejects.map(\.reason) == [.malformedRow])
    }
}
