import Model
import Optimization
import Store

/// A finished run's answer, as files and rows.
struct OptimizerResults {
    let fleet: Fleet
    /// Index of the fleet's plans for each SIM.
    let plans: [UInt16]
    /// Id of each group's queue.
    let queues: [Int64]

    /// `iccid,rate_plan_code`, in the order of the devices.
    func assignmentFile(_ path: String) throws(OptimizerFailure) -> AsideFile {
        let file = try AsideFile(path)
        let ends = fleet.plans.map { Array((",\(Self.quoted($0.code))\n").utf8) }
        try file.write("iccid,rate_plan_code\n")
        for sim in 0..<fleet.count {
            do {
                try fleet.iccids.withBytes(Int(fleet.identities[sim])) { try file.writeField($0) }
            } catch let failure as OptimizerFailure {
                throw failure
            } catch {
                // Only writing throws there, and it throws nothing else.
                preconditionFailure("\(error)")
            }
            try file.write(ends[Int(plans[sim])])
        }
        return file
    }

    /// `comm_group,rate_plan_code,price_per_mb`: the certificate.
    func certificateFile(_ path: String, _ groups: [(number: Int, prices: [Int64])]) throws(OptimizerFailure) -> AsideFile {
        let file = try AsideFile(path)
        try file.write("comm_group,rate_plan_code,price_per_mb\n")
        for (number, prices) in groups {
            let group = fleet.groups[number]
            for (plan, price) in zip(group.plans, prices) {
                try file.writeField(group.name)
                try file.write(",\(Self.quoted(fleet.plans[plan].code)),\(PoolPrice.text(price))\n")
            }
        }
        return file
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// What stands in the report for each plan of a group.
    func figures(group number: Int, members: [UInt32], prices: [Int64]) -> [OptimizerPlanFigures] {
        let group = fleet.groups[number]
        var before = [Int](repeating: 0, count: fleet.plans.count)
        var now = before
        var used = [Int64](repeating: 0, count: fleet.plans.count)
        var included = used
        var overage = used
        for member in members {
            let sim = Int(member)
            let plan = Int(plans[sim])
            before[Int(fleet.currentPlan[sim])] += 1
            now[plan] += 1
            used[plan] += fleet.usage[sim]
            let allowance = fleet.plans[plan].allowance * Int64(fleet.days[sim]) / Int64(fleet.period.cycleDays)
            included[plan] += allowance
            if !fleet.plans[plan].isPooled { overage[plan] += fleet.plans[plan].overageTicks(of: fleet.usage[sim] - allowance) }
        }
        return fleet.plans.indices.compactMap { plan in
            let price = group.plans.firstIndex(of: plan).map { prices[$0] }
            guard price != nil || before[plan] > 0 else { return nil }
            let rates = fleet.plans[plan]
            return OptimizerPlanFigures(
                group: group.name, plan: rates.code, isPooled: rates.isPooled, pricePerMB: price.map(PoolPrice.text),
                simsBefore: before[plan], simsNow: now[plan], used: used[plan], included: included[plan],
                overage: Money(ticks: rates.isPooled ? rates.overageTicks(of: used[plan] - included[plan]) : overage[plan]))
        }
    }

    func store(in book: OptimizerBook, instance: Int, figures: [OptimizerPlanFigures]) throws {
        let codes = fleet.plans.map(\.code)
        try book.writeResults(instance: instance, count: fleet.count, figures: figures) { sim, insert in
            let row = OptimizerBook.ResultRow(
                queue: queues[Int(fleet.group[sim])], usage: fleet.usage[sim], currentPlan: codes[Int(fleet.currentPlan[sim])],
                plan: codes[Int(plans[sim])])
            try fleet.iccids.withBytes(Int(fleet.identities[sim])) { try insert(row, $0) }
        }
    }
}
