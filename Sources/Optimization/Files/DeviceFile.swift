/// `devices.csv`, read as a stream.
package struct DeviceFile {
    package static let columns = [
        "iccid", "msisdn", "communication_plan", "current_rate_plan_code", "projected_usage_mb", "days_active", "sms_usage",
    ]
    /// 1e9 MB in 1/1,000 MB.
    static let usageLimit: Int64 = 1_000_000_000_000

    private var fleet: Fleet
    private let allowsEveryPlan: Bool
    private var codes = ByteInterner()
    private var communicationPlans = ByteInterner()
    private var homes: [UInt16] = []

    /// - Parameter fleet: With its plans, groups and period, and no SIM.
    /// - Parameter allowsEveryPlan: True without a groups' file: all SIMs then belong to the only group.
    package init(_ fleet: Fleet, allowsEveryPlan: Bool) {
        self.fleet = fleet
        self.allowsEveryPlan = allowsEveryPlan
        for plan in fleet.plans { codes.add(plan.code) }
        for (number, group) in fleet.groups.enumerated() {
            for plan in group.communicationPlans {
                communicationPlans.add(plan)
                homes.append(UInt16(number))
            }
        }
    }

    /// - Parameter reject: Called with every row that is left out.
    /// - Parameter progress: Called now and then with rows and bytes read; an error that it throws ends the reading.
    package consuming func read(
        _ reader: consuming CSVReader, reject: (Reject) throws -> Void, progress: (_ rows: Int, _ bytes: Int) throws -> Void
    ) throws -> Fleet {
        let header = try CSVHeader(&reader, wanted: Self.columns)
        let places = Self.columns.map { header[$0] ?? 0 }
        var rows = 0
        while try reader.next() {
            rows += 1
            if rows % 65_536 == 0 { try progress(rows, reader.consumed) }
            guard rows <= Fleet.limit, fleet.iccids.room > CSVReader.recordLimit else {
                throw FileProblem(
                    .tooLarge, "more than \(Fleet.limit) rows, or 4 GB of ICCIDs.",
                    hint: "Is this the right file? Else split the run.")
            }
            let isWhole = !reader.isMalformed && reader.fields.count == header.width
            let reason = isWhole ? reader.withBytes { take($0, reader.fields, places) } : .malformedRow
            if let reason {
                fleet.rejected[reason, default: 0] += 1
                let iccid = reader.fields.count > places[0] && isWhole ? reader.text(places[0]) : ""
                try reject(Reject(line: reader.line, iccid: iccid, reason: reason))
            }
        }
        try progress(rows, reader.consumed)
        return fleet
    }

    /// Judges one row and keeps it when it is good.
    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, _ fields: [Range<Int>], _ places: [Int]) -> RejectReason? {
        func field(_ column: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[fields[places[column]]]) }
        let iccid = field(0)
        if iccid.isBlank { return .missingICCID }
        let (identity, isNew) = fleet.iccids.add(iccid)
        if !isNew { return .duplicateICCID }
        var home: UInt16 = 0
        if !allowsEveryPlan {
            guard let number = communicationPlans.number(of: field(2)) else { return .unknownCommunicationPlan }
            home = homes[number]
        }
        let usage: Int64
        switch Self.usage(field(4)) {
        case .success(let value): usage = value
        case .failure(let failure): return failure.reason
        }
        let cycle = fleet.period.cycleDays
        var days = cycle
        if !field(5).isBlank {
            guard let value = Self.whole(field(5)), (1...cycle).contains(value) else { return .invalidDaysActive }
            if fleet.period.usesProration { days = value }
        }
        var messages = 0
        if !field(6).isBlank {
            guard let value = Self.whole(field(6)), value <= Int(Int32.max) else { return .invalidSMSUsage }
            messages = value
        }
        guard let current = codes.number(of: field(3)) else { return .unknownCurrentPlan }
        fleet.identities.append(UInt32(identity))
        fleet.usage.append(usage)
        fleet.days.append(UInt16(days))
        fleet.sms.append(Int32(messages))
        fleet.group.append(home)
        fleet.currentPlan.append(UInt16(current))
        return nil
    }

    struct Refusal: Error { var reason: RejectReason }

    static func usage(_ field: UnsafeBufferPointer<UInt8>) -> Result<Int64, Refusal> {
        if field.isBlank { return .failure(Refusal(reason: .missingUsage)) }
        guard let value = DecimalText(field, decimals: 3) else { return .failure(Refusal(reason: .invalidUsage)) }
        if value.isNegative { return .failure(Refusal(reason: .negativeUsage)) }
        if value.whole > usageLimit || (value.whole == usageLimit && !value.isExact) {
            return .failure(Refusal(reason: .usageOutOfRange))
        }
        return .success(value.rounded)
    }

    /// Digits only; nil above 18 of them.
    static func whole(_ field: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !field.isEmpty, field.count <= 18 else { return nil }
        var value = 0
        for byte in field {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
