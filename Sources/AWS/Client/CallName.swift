/// Names a call in messages: what, where.
struct CallName {
    let target: Target
    let region: String

    var text: String { "\(target.service.title) \(target.name) in \(region)" }

    /// The action that a policy must allow.
    var permission: String {
        let prefix =
            switch target.service {
            case .cloudWatch: "cloudwatch"
            case .sso, .ssoOIDC: "sso"
            case .sts, .lambda, .sqs, .logs, .signin, .ssm: target.service.rawValue
            }
        return "\(prefix):\(target.name)"
    }

    /// What a person may do about a failure of that kind.
    func hint(_ kind: AWSError.Kind) -> String {
        switch kind {
        case .throttled: "AWS asks to slow down; the next refresh comes later by itself."
        case .denied: "Allow \(permission) for this identity, or choose another profile."
        case .credentials: "Sign in again or renew the credentials of this profile."
        case .notOffered: "This endpoint or plan does not offer the call; nothing else depends on it."
        case .notFound: "It may have been deleted, or it lives in another region or account."
        case .server: "A fault on AWS's side; it is asked again at the next refresh."
        case .unreadable: "A proxy or another program may be answering at this address."
        case .transport: "Check the network, the endpoint URL and the proxy settings."
        case .rejected, .cancelled: ""
        }
    }
}
