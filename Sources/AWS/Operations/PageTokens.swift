extension PagedOperation {
    /// Some services end their pages with an empty token instead of none.
    static func nextToken(_ token: String?) -> String? {
        guard let token, !token.isEmpty else { return nil }
        return token
    }
}
