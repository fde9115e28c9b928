package import FoundationEssentials

/// Which code is asked for, and why once more.
package struct CodeQuestion: Sendable, Equatable, Codable {
    package var profile: String
    /// The profile's `mfa_serial`: the ARN of a virtual device, or the number of a physical one.
    package var serial: String
    /// Why the last code did not serve; nil the first time.
    package var reason: String?
    /// Until when the present credentials serve; nil when there are none, so that nothing works before the answer.
    package var validUntil: Date?

    package init(profile: String, serial: String, reason: String? = nil, validUntil: Date? = nil) {
        self.profile = profile
        self.serial = serial
        self.reason = reason
        self.validUntil = validUntil
    }
}

/// The six digits that an MFA device shows for half a minute. Its description shows none of them.
package struct OneTimeCode: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package static let length = 6
    package let digits: String

    /// - Parameter text: Six ASCII digits; spaces, as some devices show in the middle, do not count. nil for anything else.
    package init?(_ text: String) {
        let digits = text.filter { $0 != " " }
        guard digits.utf8.count == Self.length, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.digits = digits
    }

    package var description: String { "one-time code" }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
