extension PracticeFleet {
    /// `rate_plans.csv`.
    package var ratePlansCSV: String {
        let header =
            "rate_plan_code,plan_mb,base_rate,data_per_overage_charge_mb,overage_rate,allows_sim_pooling,sms_rate,regulatory_fee\n"
        return plans.reduce(into: header) { text, plan in
            let cells = [
                plan.code, Self.decimal(plan.allowance, 3), Self.decimal(plan.baseTicks, 4), Self.decimal(plan.overageUnit, 3),
                Self.decimal(plan.overageTicks, 4), plan.isPooled ? "true" : "false", Self.decimal(plan.smsTicks, 4),
                Self.decimal(plan.feeTicks, 4),
            ]
            text += cells.joined(separator: ",") + "\n"
        }
    }

    /// `comm_groups.csv`.
    package var groupsCSV: String {
        communicationPlans.reduce(into: "communication_plan,comm_group,rate_plan_codes\n") { text, plan in
            text += "\(plan.name),\(plan.group),\(plan.plans.map { plans[$0].code }.joined(separator: "|"))\n"
        }
    }

    /// `billing_period.csv`: one cycle of November 2026.
    package var periodCSV: String {
        "service_provider,period_start,period_end,days_in_cycle,uses_proration\nPractice Wireless,2026-11-01,2026-12-01,30,true\n"
    }

    package static let devicesHeader = DeviceFile.columns.joined(separator: ",") + "\n"

    /// A row of `devices.csv`.
    package func deviceCSV(_ number: Int) -> String {
        let device = device(number)
        let cells = [
            device.iccid, device.msisdn, communicationPlans[device.communicationPlan].name, plans[device.currentPlan].code,
            Self.decimal(device.usage, 3), device.days.map(String.init) ?? "", device.sms.map(String.init) ?? "",
        ]
        return cells.joined(separator: ",") + "\n"
    }

    /// With the point `places` digits from the end.
    package static func decimal(_ value: Int64, _ places: Int) -> String {
        let unit = (0..<places).reduce(Int64(1)) { power, _ in power * 10 }
        let sign = value < 0 ? "-" : ""
        return "\(sign)\(value.magnitude / unit.magnitude)." + padded(Int(value.magnitude % unit.magnitude), places)
    }
}
