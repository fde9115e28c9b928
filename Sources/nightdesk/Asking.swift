import Assembly
import Engines
import Glibc
import Model

/// Asks before a change on the command line (contract, Who may change what).
enum Asking {
    /// Returns when it may be done.
    /// - Throws: ``CommandFailure`` 4 when nobody has said yes; nothing was sent then.
    static func consent(to proposal: Proposal, _ globals: GlobalFlags) throws {
        let name: String? = if case .typeName(let name) = proposal.danger { name } else { nil }
        try consent(to: proposal.change, title: proposal.title, typed: name, globals)
    }

    /// - Parameters:
    ///   - title: What it does to what, `Cancel optimizer run 7`.
    ///   - name: What is typed instead of a yes; nil where `y` is enough.
    static func consent(to change: Change, title: String, typed name: String? = nil, _ globals: GlobalFlags) throws {
        let consent = Consent.needed(
            for: change.permission, in: change.place, yes: globals.others.yes, contextNamed: globals.context != nil,
            terminal: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1)
        switch consent {
        case .none: return
        case .refused(let problem):
            throw CommandFailure(.refused, code: problem.code, message: problem.message, hint: problem.hint)
        case .ask: try ask(preview(title, of: change), for: name)
        case .askName(let name): try ask(preview(title, of: change), for: name)
        }
    }

    private static func ask(_ preview: String, for name: String?) throws {
        guard let name else {
            return try ask(preview, question: "Do it? [y/N] ") { ["y", "yes"].contains($0.lowercased()) }
        }
        try ask(preview, question: "Type \(name) to do it: ") { $0 == name }
    }

    private static func ask(_ preview: String, question: String, isYes: (String) -> Bool) throws {
        Output.error(preview)
        // What was typed before the question stands is no answer to it.
        tcflush(STDIN_FILENO, TCIFLUSH)
        Output.ask(question)
        guard let answer = readLine(), isYes(answer) else {
            throw CommandFailure(
                .refused, code: "NotConfirmed", message: "Not sent: it was not confirmed. Nothing has changed.",
                hint: "Run it again and confirm, or add --yes.")
        }
    }

    /// The calls as they would be made.
    static func preview(of proposal: Proposal) -> String { preview(proposal.title, of: proposal.change) }

    static func preview(_ title: String, of change: Change) -> String {
        ([title] + change.summary.map { "  " + $0 }).map { HarmlessText.line($0) }.joined(separator: "\n")
    }
}
