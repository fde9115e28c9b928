import Optimization
import Testing

@Suite struct RatePlanFileTests {
    private let header =
        "rate_plan_code,plan_mb,base_rate,data_per_overage_charge_mb,overage_rate,allows_sim_pooling,sms_rate,regulatory_fee\n"

    @Test func convertsMoneyAndMegabytes() throws {
        let plans = try RatePlanFile.read(reader(header + "A,2.5,1.00005,0.1,0.35,YES,,0.2\nB,0,0,1e1,1,0,0.01,\n"))
        #expect(
            plans == [
                RatePlan(
                    code: "A", baseTicks: 10_001, allowance: 2500, overageUnit: 100, overageTicks: 3500, isPooled: true,
                    feeTicks: 2000),
                RatePlan(
                    code: "B", baseTicks: 0, allowance: 0, overageUnit: 10_000, overageTicks: 10_000, isPooled: false,
                    smsTicks: 100),
            ])
    }

    @Test(arguments: [
        "A,-1,1,1,1,true,,", "A,1,-1,1,1,true,,", "A,1,1,0,1,true,,", "A,1,1,-1,1,true,,", "A,1,1,1,0,true,,",
        "A,1,1,1,-0.5,false,,",
        "A,1,1,1,,true,,", "A,x,1,1,1,true,,", "A,1,1,1,1,maybe,,", ",1,1,1,1,true,,", "A,1,1,0.0004,1,true,,",
        "A,1,1e30,1,1,true,,",
        "A,1,1,1,1,true,,\nA,1,1,1,1,true,,",
    ])
    func endsTheRun_WithAnImpossiblePlan(row: String) {
        #expect { try RatePlanFile.read(reader(header + row + "\n")) } throws: { ($0 as? FileProblem)?.code == .invalidRatePlan }
    }

    @Test func refusesRowsOfAnotherWidth() {
        #expect { try RatePlanFile.read(reader(header + "A,1,1\n")) } throws: { ($0 as? FileProblem)?.code == .malformedFile }
    }
}

@Suite struct GroupFileTests {
    private let plans = ["A", "B", "C"].map {
        RatePlan(code: $0, baseTicks: 1, allowance: 1, overageUnit: 1, overageTicks: 1, isPooled: true)
    }

    @Test func putsPlansWithTheSameSetTogether_WhereNoGroupIsNamed() throws {
        let groups = try GroupFile.read(
            reader("communication_plan,comm_group,rate_plan_codes\nX,,A|B\nY,,B|A\nZ,,C\nV,g,A|B\nW,g,B|A\n"), plans: plans)
        #expect(groups.map(\.name) == ["X", "Z", "g"])
        #expect(groups.map(\.communicationPlans) == [["X", "Y"], ["Z"], ["V", "W"]])
        #expect(groups.map(\.plans) == [[0, 1], [2], [0, 1]])
    }

    @Test(arguments: [
        ("X,g,A\nX,g,A\n", FileProblem.Code.conflictingGroup), ("X,g,A\nY,g,B\n", .conflictingGroup),
        ("X,g,D\n", .unknownRatePlan),
        ("X,g,\n", .unknownRatePlan), ("", .emptyFile),
    ])
    func refusesGroups_ThatContradict(rows: String, code: FileProblem.Code) {
        #expect { try GroupFile.read(reader("communication_plan,comm_group,rate_plan_codes\n" + rows), plans: plans) } throws: {
            ($0 as? FileProblem)?.code == code
        }
    }
}

@Suite struct BillingPeriodFileTests {
    private func read(_ rows: String) throws -> [BillingPeriod] {
        try BillingPeriodFile.read(reader("service_provider,period_start,period_end,days_in_cycle,uses_proration\n" + rows))
    }

    @Test func findsNothingWrong_WithPeriodsThatFollowEachOther() throws {
        let periods = try read("P,2026-10-01,2026-11-01,31,true\nP,2026-11-01,2026-12-01,30,false\n")
        #expect(BillingPeriodFile.warnings(periods).isEmpty)
        #expect(BillingPeriodFile.current(periods).cycleDays == 30)
        #expect(try BillingPeriodFile.warnings(read("P,2026-11-01,2026-11-30,30,yes\nP,2026-12-01,2026-12-31,31,no\n")).isEmpty)
    }

    @Test(arguments: [
        ("P,2026-11-01,2026-11-01,30,true\n", "starts on"), ("P,2026-11-01,2026-12-01,28,true\n", "days_in_cycle is 28"),
        ("P,2026-10-01,2026-11-01,31,1\nP,2026-10-25,2026-11-24,30,1\n", "overlap"),
        ("P,2026-10-01,2026-11-01,31,1\nP,2026-11-05,2026-12-05,30,1\n", "missing"),
        ("P,2026-11-01,2026-12-01,30,1\nQ,2026-11-01,2026-12-01,30,1\n", "Several providers"),
    ])
    func warns_ButGoesOn(rows: String, word: String) throws {
        let warnings = try BillingPeriodFile.warnings(read(rows))
        #expect(warnings.contains { $0.contains(word) }, "\(warnings)")
    }

    @Test(arguments: [
        "P,2026-02-30,2026-03-01,30,1\n", "P,1,2,30,1\n", "P,2026-01-01,2026-02-01,0,1\n", "P,2026-01-01,2026-02-01,31,ja\n", "",
    ])
    func refusesWhatIsNoPeriod(rows: String) {
        #expect(throws: FileProblem.self) { try read(rows) }
    }

    @Test func knowsTheCalendar() {
        #expect(CalendarDay.parse("1970-01-01") == 0)
        #expect(CalendarDay.parse("2000-02-29") == 11_016)
        #expect(CalendarDay.parse("2026-11-21T10:00:00Z") == 20_778)
        #expect(CalendarDay.parse("1900-02-29") == nil)
        for day in stride(from: -200_000, to: 200_000, by: 97) { #expect(CalendarDay.parse(CalendarDay.text(day)) == day) }
    }
}

@Suite struct PracticeFleetTests {
    @Test func makesTheSameFilesFromTheSameSeed_AndReadsThemBack() throws {
        let fleet = PracticeFleet(count: 500, seed: 3)
        let text = (0..<500).reduce(into: PracticeFleet.devicesHeader) { $0 += fleet.deviceCSV($1) }
        #expect(
            text == (0..<500).reduce(into: PracticeFleet.devicesHeader) { $0 += PracticeFleet(count: 500, seed: 3).deviceCSV($1) }
        )
        #expect(fleet.deviceCSV(1) != PracticeFleet(count: 500, seed: 4).deviceCSV(1))
        let plans = try RatePlanFile.read(reader(fleet.ratePlansCSV))
        #expect(plans == fleet.plans)
        let groups = try GroupFile.read(reader(fleet.groupsCSV), plans: plans)
        let periods = try BillingPeriodFile.read(reader(fleet.periodCSV))
        #expect(BillingPeriodFile.warnings(periods).isEmpty)
        let empty = try Fleet(plans: plans, groups: groups, period: BillingPeriodFile.current(periods))
        let read = try DeviceFile(empty, allowsEveryPlan: false).read(
            reader(text, step: 4096), reject: { Issue.record("\($0)") }, progress: { _, _ in })
        #expect(read.count == 500)
        let problems = fleet.problems()
        for (number, members) in read.membersByGroup().enumerated() {
            let part = try read.part(number, members: members)
            #expect(part.problem.usage == problems[number].usage)
            #expect(part.problem.start == problems[number].start)
            #expect(part.baselineTicks == part.problem.ticks(of: part.problem.start))
        }
    }
}
