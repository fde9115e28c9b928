/// SIMs that may have the same plans and share pools.
package struct CommunicationGroup: Sendable, Equatable {
    package var name: String
    /// Indices of the rate plans, ascending.
    package var plans: [Int]
    package var communicationPlans: [String]

    package init(name: String, plans: [Int], communicationPlans: [String]) {
        self.name = name
        self.plans = plans
        self.communicationPlans = communicationPlans
    }
}

/// `comm_groups.csv`: which rate plans each communication plan allows.
package enum GroupFile {
    /// Without the file all SIMs form one group, and every plan is allowed.
    package static let everything = "all"

    /// A blank `comm_group`, or none, puts communication plans with the same set of plans into one group, named after the first of them.
    package static func read(_ reader: consuming CSVReader, plans: [RatePlan]) throws -> [CommunicationGroup] {
        let header = try CSVHeader(&reader, wanted: ["communication_plan", "rate_plan_codes"], optional: ["comm_group"])
        var codes = ByteInterner()
        for plan in plans { codes.add(plan.code) }
        var groups: [CommunicationGroup] = []
        var lines: [String: Int] = [:]
        while try reader.next() {
            try FileProblem.checkWidth(reader, header)
            guard let planColumn = header["communication_plan"], let codeColumn = header["rate_plan_codes"] else { break }
            let communicationPlan = reader.text(planColumn)
            let allowed = try allowed(reader.text(codeColumn), codes, line: reader.line)
            if let line = lines[communicationPlan] {
                throw conflict(
                    "line \(reader.line): communication plan \"\(communicationPlan)\" is there already, in line \(line).")
            }
            lines[communicationPlan] = reader.line
            let name = header["comm_group"].map { reader.text($0) } ?? ""
            try add(communicationPlan, to: name, allowed, &groups, line: reader.line)
        }
        guard !groups.isEmpty else {
            throw FileProblem(.emptyFile, "the file names no communication plan.", hint: "Each line below the first is one.")
        }
        return groups
    }

    private static func allowed(_ text: String, _ codes: ByteInterner, line: Int) throws(FileProblem) -> [Int] {
        var allowed: Set<Int> = []
        for code in text.split(separator: "|") {
            guard let plan = codes.number(of: String(code)) else {
                throw FileProblem(
                    .unknownRatePlan, "line \(line): rate plan \"\(code)\" is not among the rate plans.",
                    hint: "Add it to the rate plans, or take it out of rate_plan_codes.")
            }
            allowed.insert(plan)
        }
        guard !allowed.isEmpty else {
            throw FileProblem(
                .unknownRatePlan, "line \(line): no rate plan is allowed.", hint: "Name at least one in rate_plan_codes.")
        }
        guard allowed.count <= GroupProblem.planLimit else {
            throw FileProblem(
                .tooLarge, "line \(line): \(allowed.count) rate plans; a group may have \(GroupProblem.planLimit).",
                hint: "Leave out plans that no SIM should have.")
        }
        return allowed.sorted()
    }

    private static func add(
        _ communicationPlan: String, to name: String, _ allowed: [Int], _ groups: inout [CommunicationGroup], line: Int
    ) throws(FileProblem) {
        let isNamed = !name.isEmpty
        if let index = groups.firstIndex(where: { isNamed ? $0.name == name : $0.plans == allowed }) {
            guard groups[index].plans == allowed else {
                throw conflict("line \(line): group \"\(name)\" allows other rate plans than in an earlier line.")
            }
            groups[index].communicationPlans.append(communicationPlan)
        } else {
            groups.append(
                CommunicationGroup(
                    name: isNamed ? name : communicationPlan, plans: allowed, communicationPlans: [communicationPlan]))
        }
    }

    private static func conflict(_ message: String) -> FileProblem {
        FileProblem(.conflictingGroup, message, hint: "A group has one set of rate plans, a communication plan one group.")
    }
}
