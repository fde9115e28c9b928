/// `rate_plans.csv`.
package enum RatePlanFile {
    static let columns = [
        "rate_plan_code", "plan_mb", "base_rate", "data_per_overage_charge_mb", "overage_rate", "allows_sim_pooling",
    ]

    /// - Throws: ``FileProblem``: one impossible plan ends the run, since its SIMs could not be priced.
    package static func read(_ reader: consuming CSVReader) throws -> [RatePlan] {
        let header = try CSVHeader(&reader, wanted: columns, optional: ["sms_rate", "regulatory_fee"])
        var plans: [RatePlan] = []
        var seen = ByteInterner()
        while try reader.next() {
            try FileProblem.checkWidth(reader, header)
            let plan = try plan(reader, header)
            guard seen.add(plan.code).isNew else {
                throw FileProblem(
                    .invalidRatePlan, "line \(reader.line): rate plan \"\(plan.code)\" is there twice.",
                    hint: "Leave one of them.")
            }
            plans.append(plan)
        }
        guard !plans.isEmpty else {
            throw FileProblem(.emptyFile, "the file names no rate plan.", hint: "Each line below the first is a plan.")
        }
        return plans
    }

    private static func plan(_ reader: borrowing CSVReader, _ header: CSVHeader) throws(FileProblem) -> RatePlan {
        func text(_ name: String) -> String { header[name].map { reader.text($0) } ?? "" }
        let code = text("rate_plan_code")
        let line = reader.line
        func fail(_ what: String) -> FileProblem {
            FileProblem(
                .invalidRatePlan, "line \(line): rate plan \"\(code)\": \(what).", hint: "Correct the plan; nothing was assigned."
            )
        }
        func amount(_ name: String, decimals: Int, isOptional: Bool = false, isPositive: Bool = false) throws(FileProblem)
            -> Int64
        {
            let text = text(name)
            if text.allSatisfy({ $0 == " " || $0 == "\t" }), isOptional { return 0 }
            guard let value = DecimalText(text, decimals: decimals) else { throw fail("\(name) \"\(text)\" is no number") }
            guard !value.isNegative else { throw fail("\(name) \(text) is negative") }
            guard !isPositive || value.rounded > 0 else { throw fail("\(name) \(text) is not above 0") }
            guard value.rounded < GroupProblem.sumLimit else { throw fail("\(name) \(text) is too large") }
            return value.rounded
        }
        guard !code.isEmpty else { throw fail("it has no code") }
        guard let isPooled = flag(text("allows_sim_pooling")) else {
            throw fail("allows_sim_pooling \"\(text("allows_sim_pooling"))\" is neither true nor false")
        }
        return RatePlan(
            code: code, baseTicks: try amount("base_rate", decimals: 4), allowance: try amount("plan_mb", decimals: 3),
            overageUnit: try amount("data_per_overage_charge_mb", decimals: 3, isPositive: true),
            overageTicks: try amount("overage_rate", decimals: 4, isPositive: true), isPooled: isPooled,
            smsTicks: try amount("sms_rate", decimals: 4, isOptional: true),
            feeTicks: try amount("regulatory_fee", decimals: 4, isOptional: true))
    }

    /// true/false, yes/no, 1/0, in any case.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }
}

extension FileProblem {
    /// In the small files a row with too many or too few columns is a mistake that nobody may overlook.
    static func checkWidth(_ reader: borrowing CSVReader, _ header: CSVHeader) throws(FileProblem) {
        guard reader.isMalformed || reader.fields.count != header.width else { return }
        throw FileProblem(
            .malformedFile,
            "line \(reader.line) has \(reader.fields.count) columns instead of \(header.width), or a stray quotation mark.",
            hint: "Correct the line; nothing was assigned.")
    }
}
