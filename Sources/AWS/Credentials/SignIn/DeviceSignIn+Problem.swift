import Model

extension DeviceSignIn {
    /// Why there is no token, for a person; never with anything of an answer's body.
    func problem(_ error: any Error) -> Problem {
        switch error {
        case DevicePoll.Failure.expired:
            say("expired_token", "the code ran out before anybody allowed it.", hint: "Ask for a new one.")
        case DevicePoll.Failure.denied:
            say("access_denied", "it was denied on the page behind the link.", hint: "Ask again if that was a slip.")
        case DevicePoll.Failure.refused(let code): refused(code, nil)
        case OIDCCaller.Refusal.other(let code, _, let requestID): refused(code, requestID)
        case let refusal as OIDCCaller.Refusal: refused("\(refusal)", nil)
        case let error as ConfigurationError:
            say(error.code, "the token could not be kept. \(error.message)", hint: error.hint)
        case let error as AWSError: Problem(code: error.code, message: error.message, hint: error.hint)
        case let error as CodecError:
            say("Unreadable", "\(error.description).", hint: "A proxy or another program may be answering at this address.")
        default: say("InternalError", "\(type(of: error)).", hint: "Please report this.")
        }
    }

    private func refused(_ code: String, _ requestID: String?) -> Problem {
        var problem = say(
            code, "IAM Identity Center refused it (\(code)).",
            hint: "Check sso_start_url and sso_region of profile \"\(profileName)\".")
        problem.requestID = requestID
        return problem
    }

    private func say(_ code: String, _ reason: String, hint: String) -> Problem {
        Problem(code: code, message: "Could not sign in for profile \"\(profileName)\": \(reason)", hint: hint)
    }
}
