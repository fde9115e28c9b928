extension ServiceFault {
    /// What the fault means for the caller.
    func kind(status: Int) -> AWSError.Kind {
        if let code, let kind = Self.kind(code: code) { return kind }
        switch status {
        case 429: return .throttled
        case 401, 403: return .denied
        case 404: return code == nil ? .notOffered : .notFound
        case 405: return code == nil ? .notOffered : .rejected
        case 501: return .notOffered
        // An emulator's page for a service that it does not have; a gateway's pages have 502 to 504.
        case 500 where body == .html: return .notOffered
        case 500...: return .server
        default: return .rejected
        }
    }

    private static func kind(code: String) -> AWSError.Kind? {
        if ErrorCodes.throttling.contains(code) { return .throttled }
        if ErrorCodes.notOffered.contains(code) { return .notOffered }
        if ErrorCodes.credentials.contains(code) { return .credentials }
        if ErrorCodes.denied.contains(code) { return .denied }
        if ErrorCodes.isNotFound(code) { return .notFound }
        return nil
    }
}
