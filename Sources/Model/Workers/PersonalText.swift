/// Personal data where others may read along: enough to know who is meant, not enough to write or call. Whole texts go through ``Masker``.
package enum PersonalText {
    /// `ann.reid@…`
    package static func masked(address: String) -> String {
        guard let at = address.firstIndex(of: "@") else { return address }
        return address[..<at] + "@…"
    }
}
