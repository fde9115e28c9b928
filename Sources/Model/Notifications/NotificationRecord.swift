package import FoundationEssentials

/// One notification: somebody is to be told of something.
package struct NotificationRecord: Sendable, Equatable, Identifiable {
    /// Without what the key's pattern puts around it.
    package let id: String
    /// In the table's words; empty where the item has none.
    package var status: String
    package var phase: NotificationPhase
    package var updatedAt: Date?
    package var createdAt: Date?
    package var sentAt: Date?
    /// When the sale that it tells of begins.
    package var saleAt: Date?
    package var event: String?
    package var channel: String?
    /// Why it failed last.
    package var reason: String?
    /// The provider's own id of what was sent.
    package var providerID: String?
    /// Everything that the item holds.
    package var attributes: [String: AttributeValue]
    package var severity: Severity

    /// - Returns: nil for an item that is no notification.
    package init?(_ item: [String: AttributeValue], settings: NotificationSettings, now: Date) {
        guard let id = settings.key.id(of: item) else { return nil }
        self.init(id: id, item, settings: settings, now: now)
    }

    package init(id: String, _ item: [String: AttributeValue], settings: NotificationSettings, now: Date) {
        let names = settings.attributes
        self.id = id
        attributes = item
        status = names.text(.status, of: item) ?? ""
        phase = settings.statuses.phase(of: status)
        updatedAt = names.date(.updated, of: item)
        createdAt = names.date(.created, of: item)
        sentAt = names.date(.sent, of: item)
        saleAt = names.date(.sale, of: item)
        event = names.text(.event, of: item)
        channel = names.text(.channel, of: item)
        reason = names.text(.reason, of: item).map(Masker.masked)
        providerID = names.text(.provider, of: item)
        severity = .ok
        severity = judged(at: now)
    }

    /// Since when it is as it is, as far as the item tells.
    package var since: Date? { updatedAt ?? createdAt }

    /// Failed is a warning, and critical while the sale is still to come or has just begun; what waits too close to its sale is a
    /// warning; nobody knows about the rest.
    package func judged(at now: Date) -> Severity {
        let secondsToSale = saleAt.map { $0.timeIntervalSince(now) }
        let isUrgent = secondsToSale.map { (-600...3600).contains($0) } ?? false
        switch phase {
        case .failed, .unsure: return isUrgent ? .critical : .warning
        case .waiting: return secondsToSale.map { (-600...600).contains($0) } ?? false ? .warning : .ok
        case .retrying: return (since.map { now.timeIntervalSince($0) > 300 } ?? false) || isUrgent ? .warning : .ok
        case .sent, .delivered: return .ok
        case .other: return .unknown
        }
    }

    /// Puts records of one severity in order, the largest first: what has failed, then what has the earliest sale.
    package var urgency: Double {
        let rank: Double =
            switch phase {
            case .failed: 5
            case .unsure: 4
            case .retrying: 3
            case .waiting: 2
            case .other: 1
            case .sent, .delivered: 0
            }
        return rank * 1e11 - (saleAt?.timeIntervalSince1970 ?? 9e9)
    }

    /// Name and value of each attribute, in the order of the names.
    /// - Parameter isRevealed: Also what names a person, whole: somebody has asked.
    package func facts(_ names: NotificationAttributes, isRevealed: Bool) -> [Fact] {
        attributes.sorted { $0.key < $1.key }.map { name, value in
            let line = HarmlessText.line(value.line)
            guard !isRevealed else { return Fact(name, line) }
            if names.isPersonal(name), value.text == nil { return Fact(name, "(personal)") }
            return Fact(name, names.isPersonal(name) ? PersonalText.masked(anything: line) : Masker.masked(line))
        }
    }
}

extension NotificationRecord: DocumentRow {
    package func write(to json: inout JSONText) {
        json.member("id", id)
        json.member("status", status)
        json.member("updatedAt", updatedAt)
        json.key("attributes")
        AttributeValue.map(attributes).write(to: &json)
        json.member("severity", severity.rawValue)
    }
}
