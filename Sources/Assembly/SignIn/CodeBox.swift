import AWS
import Model
import Synchronization

/// Where a code that was typed into the console waits for whoever asked for it. Never waits itself: who asks too early is told so at once,
/// and asks again after the person has answered.
final class CodeBox: CodePrompt {
    private enum State: Equatable {
        case asked(CodeQuestion)
        case typed(OneTimeCode)
        /// A code was handed out; what came of it shows in what is asked next.
        case used
    }

    /// By profile and serial: a code serves once, so two roles of one device ask twice.
    private let states = Mutex<[String: State]>([:])
    private let tell: @Sendable (CodeQuestion) async -> Void

    /// - Parameter tell: Told each question once, until there is another reason or urgency for it.
    init(tell: @escaping @Sendable (CodeQuestion) async -> Void) { self.tell = tell }

    func put(_ code: OneTimeCode, for question: CodeQuestion) {
        states.withLock { $0[Self.key(question)] = .typed(code) }
    }

    func code(for question: CodeQuestion) async throws -> OneTimeCode {
        let (code, isNew) = states.withLock { states -> (OneTimeCode?, Bool) in
            let key = Self.key(question)
            switch states[key] {
            case .typed(let code):
                states[key] = .used
                return (code, false)
            // A code that brought no credentials for another reason: the pane says which; nobody is interrupted again.
            case .used where question.reason == nil && question.validUntil == nil: return (nil, false)
            case let state where state == .asked(question): return (nil, false)
            default:
                states[key] = .asked(question)
                return (nil, true)
            }
        }
        if let code { return code }
        if isNew { await tell(question) }
        throw AWSError.codeMissing(question, hint: "Type it when the console asks for it.")
    }

    private static func key(_ question: CodeQuestion) -> String { "\(question.profile) \(question.serial)" }
}
