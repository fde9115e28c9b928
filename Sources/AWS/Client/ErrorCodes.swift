/// The codes that AWS's services answer with, sorted by what they mean for a caller.
/// Sources: the SDKs' standard retry mode; IAM, "Common errors"; the API references of the services that we call.
enum ErrorCodes {
    static let throttling: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
    ]

    /// Passing faults that come with a status below 500.
    static let transient: Set<String> = ["RequestTimeout", "RequestTimeoutException", "IDPCommunicationError", "InternalFailure"]

    /// The time in the signature is wrong, whatever the clock says.
    static let clock: Set<String> = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]

    /// The signature was refused; a wrong clock is one of the reasons.
    static let signature: Set<String> = [
        "SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature", "AuthFailure", "IncompleteSignature",
        "IncompleteSignatureException",
    ]

    /// New credentials help.
    static let expired: Set<String> = ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]

    static let credentials: Set<String> =
        clock.union(signature).union(expired).union([
            "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException", "InvalidIdentityToken", "ExpiredIdentityToken", "NotSignedUp",
        ])

    static let denied: Set<String> = [
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException", "UnauthorizedAccess",
        "AuthorizationError", "AuthorizationErrorException", "NotAuthorized", "Forbidden", "ForbiddenException",
        "KMSAccessDeniedException", "KmsAccessDenied",
    ]

    static let notOffered: Set<String> = [
        "InvalidAction", "UnknownOperationException", "UnknownOperation", "NotImplemented", "NotImplementedException",
        "SubscriptionRequiredException", "OptInRequired", "OptInRequiredException",
        // An emulator's, where AWS has a code.
        "Unsupported service",
    ]

    static func isNotFound(_ code: String) -> Bool {
        code.hasSuffix("NotFound") || code.hasSuffix("NotFoundException") || code.hasSuffix("NotFoundFault")
            || code.hasSuffix("NonExistentQueue") || ["QueueDoesNotExist", "NoSuchEntity"].contains(code)
    }
}
