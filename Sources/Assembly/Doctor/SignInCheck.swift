import AWS
import Model

extension AWSAccess {
    /// How the context's profiles stand with IAM Identity Center and their MFA devices; never what the tokens are.
    func signInLines() -> [Doctor.Line] {
        do {
            return try signInStates().map(Doctor.Line.init)
        } catch let error as AWSError {
            return [Doctor.Line("sign-in", error)]
        } catch {
            return [Doctor.Line("sign-in", isGood: false, "\(error)", hint: "Please report this.")]
        }
    }
}

extension Doctor.Line {
    fileprivate init(_ state: SignInState) {
        switch state {
        case .session(let name, let profile, let end, let refreshes):
            let renewal = refreshes ? ", renewed by itself" : ""
            self.init("sso session", "\(name) (profile \(profile)): valid until \(ISO8601.text(end))\(renewal)")
        case .noSession(let name, let profile, let reason):
            self.init(
                "sso session", isGood: false, "\(name) (profile \(profile)): \(reason)",
                hint: "Run \"aws sso login --profile \(profile)\", or sign in from the console.")
        case .device(let serial, let profile, let end?):
            self.init("mfa", "\(serial) (profile \(profile)): valid until \(ISO8601.text(end))")
        case .device(let serial, let profile, nil):
            self.init("mfa", "\(serial) (profile \(profile)): a code is asked for")
        }
    }
}
