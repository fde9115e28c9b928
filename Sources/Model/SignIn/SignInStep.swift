package import FoundationEssentials

/// Where a person allows a sign-in, on any device. Source: RFC 8628, section 3.2.
package struct DeviceLink: Sendable, Equatable {
    package var url: String
    /// The same page with the code filled in.
    package var urlWithCode: String
    /// What the page asks for, and shows for comparison (`ABCD-EFGH`). No secret: it is worth nothing without the device code.
    package var userCode: String
    package var expiresAt: Date

    package init(url: String, urlWithCode: String, userCode: String, expiresAt: Date) {
        self.url = url
        self.urlWithCode = urlWithCode
        self.userCode = userCode
        self.expiresAt = expiresAt
    }
}

/// How far a sign-in is. No step carries a token.
package enum SignInStep: Sendable, Equatable {
    /// IAM Identity Center is asked for a code.
    case starting
    /// A person has to open the link. `trouble` says why the service could not be asked lately; it is asked again by itself.
    case waiting(DeviceLink, trouble: String?)
    case done(validUntil: Date)
    case failed(Problem)
}
