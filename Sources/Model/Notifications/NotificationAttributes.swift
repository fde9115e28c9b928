package import FoundationEssentials

/// Which attribute of an item tells what. Each role has the names that are tried in turn; a configured one stands alone.
package struct NotificationAttributes: Sendable, Equatable {
    package enum Role: String, Sendable, CaseIterable {
        case status, updated, created, sent, sale, event, recipient, channel, url, reason, provider
    }

    private var names: [Role: [String]] = [
        .status: ["status"], .updated: ["updatedAt", "statusUpdatedAt", "lastUpdatedAt", "updated_at"],
        .created: ["createdAt", "created_at"], .sent: ["sentAt", "sent_at"],
        .sale: ["saleStartsAt", "saleStartAt", "saleAt", "onSaleAt", "sale_starts_at"],
        .event: ["eventId", "event_id", "eventName"],
        .recipient: ["recipient", "userId", "phone", "phoneNumber", "email"], .channel: ["channel", "type"],
        .url: ["shortUrl", "shortURL", "short_url"], .reason: ["failureReason", "reason", "error", "errorMessage"],
        .provider: ["providerMessageId", "messageId", "smsId"],
    ]

    package init() {}

    package mutating func set(_ name: String, for role: Role) { names[role] = [name] }

    /// The attribute that is written to.
    package var status: String { names[.status]?.first ?? "status" }

    package func value(_ role: Role, of item: [String: AttributeValue]) -> AttributeValue? {
        for name in names[role] ?? [] {
            if let value = item[name], value != .null { return value }
        }
        return nil
    }

    package func text(_ role: Role, of item: [String: AttributeValue]) -> String? {
        value(role, of: item).flatMap { $0.text }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// ISO 8601 with a zone, or seconds or milliseconds since 1970.
    package func date(_ role: Role, of item: [String: AttributeValue]) -> Date? {
        guard let text = text(role, of: item) else { return nil }
        if let date = ISO8601.parse(text) { return date }
        guard let number = Double(text), number.isFinite, number > 0, number < 1e15 else { return nil }
        return Date(timeIntervalSince1970: number > 1e11 ? number / 1000 : number)
    }

    /// Whether an attribute is about a person; its value is shown masked until somebody asks.
    package func isPersonal(_ name: String) -> Bool {
        if names[.recipient]?.contains(name) == true { return true }
        let lowered = name.lowercased()
        return Self.personalParts.contains { lowered.contains($0) }
    }

    private static let personalParts = [
        "phone", "mobile", "msisdn", "mail", "recipient", "address", "firstname", "lastname", "fullname", "username", "user_name",
    ]
}

extension PersonalText {
    /// Of whatever names a person: an address as ``masked(address:)``, else its last three characters, as of phone numbers.
    package static func masked(anything text: String) -> String {
        if text.contains("@") { return masked(address: text) }
        return "…" + (text.count > 4 ? text.suffix(3) : "")
    }
}
