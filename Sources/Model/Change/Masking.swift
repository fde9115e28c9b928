/// Hides what may not stand on screens, in reports and in the audit: secrets wholly, phone numbers but for their last three
/// digits (contract, JSON).
package enum Masking {
    /// What stands in the place of a secret.
    package static let hidden = "…"

    private static let digitRange = 7...15
    private static let separators = Set(" -.()/".utf8)
    private static let secretWords = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "authorization", "apikey", "accesskey", "privatekey",
        "credential", "cookie", "signature",
    ]
    private static let phoneWords = ["phone", "mobile", "msisdn", "callingnumber", "caller"]
    private static let phoneNames: Set<String> = ["address", "from", "to", "number", "tel"]

    /// True for names like `db_password`, `Authorization`, `X-Api-Key`: whatever they name is not shown.
    package static func isSecret(key: String) -> Bool {
        let plain = plain(key)
        return secretWords.contains { plain.contains($0) }
    }

    /// True for names whose values are phone numbers when they look like one: `CustomerEndpoint.Address`, `phone-number`, `From`.
    package static func isPhone(key: String) -> Bool {
        let plain = plain(key)
        return phoneNames.contains(plain) || phoneWords.contains { plain.contains($0) }
    }

    /// `+447700900123` → `…123`. Anything that is no phone number stays as it is.
    package static func phone(_ value: String) -> String {
        looksLikePhone(value) ? hidden + lastDigits(of: value.utf8) : value
    }

    /// The text with every international number (`+`, then 7 to 15 digits, also in groups) cut to its last three digits.
    package static func phones(in text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "+")) else { return text }
        var masked: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "+"), let end = endOfNumber(bytes, after: index) {
                masked += Array((hidden + lastDigits(of: bytes[index..<end])).utf8)
                index = end
            } else {
                masked.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: masked, as: UTF8.self)
    }

    private static func looksLikePhone(_ value: String) -> Bool {
        let digits = value.utf8.count(where: isDigit)
        let others = value.utf8.enumerated().allSatisfy { offset, byte in
            isDigit(byte) || separators.contains(byte) || (byte == UInt8(ascii: "+") && offset == 0)
        }
        return others && digitRange.contains(digits)
    }

    /// The end of the number whose `+` is at `start`; nil when too few digits follow. Digits without a gap are a number of
    /// their own, so that a time behind the number is not taken for a part of it.
    private static func endOfNumber(_ bytes: [UInt8], after start: Int) -> Int? {
        let run = bytes[(start + 1)...].prefix { isDigit($0) }
        if run.count >= digitRange.lowerBound { return run.endIndex }
        var (digits, end, index) = (0, start, start + 1)
        while index < bytes.count, digits < digitRange.upperBound {
            if isDigit(bytes[index]) {
                digits += 1
                end = index + 1
            } else if !separators.contains(bytes[index]) {
                break
            }
            index += 1
        }
        return digits >= digitRange.lowerBound ? end : nil
    }

    private static func lastDigits(of bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.filter(isDigit).suffix(3), as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func plain(_ key: String) -> String {
        key.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
