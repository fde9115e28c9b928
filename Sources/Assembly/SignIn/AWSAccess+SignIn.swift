import AWS
import Model

extension AWSAccess {
    /// Fetches credentials ahead where a person has to type a code for them; without a terminal, nothing.
    func answerCode(for section: AWSSettings) async {
        guard TerminalCodePrompt.canAsk, let states = try? signInStates(for: section), states.contains(where: \.asksForCode)
        else { return }
        _ = try? await credentials(for: section).credentials()
    }

    /// Signs a person in for a profile of the context; tells each step. Cancelling the task gives up.
    func signIn(_ profile: String, _ tell: @escaping DeviceSignIn.Tell) async {
        do {
            try await deviceSignIn(profile).run(tell)
        } catch let error as AWSError {
            await tell(.failed(Problem(code: error.code, message: error.message, hint: error.hint)))
        } catch let failure as CommandFailure {
            await tell(.failed(Problem(failure: failure)))
        } catch {
            await tell(.failed(Problem(code: "InternalError", message: "Could not begin to sign in: \(type(of: error)).")))
        }
    }
}

extension SignInState {
    /// True when a code has to be typed before anything can be asked.
    fileprivate var asksForCode: Bool {
        if case .device(_, _, nil) = self { true } else { false }
    }
}
