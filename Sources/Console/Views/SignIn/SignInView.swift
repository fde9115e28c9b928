import Drawing
import FoundationEssentials
import Model

/// A sign-in on its way: the link, the code, how long they are good.
struct SignInView: Equatable, Sendable {
    var profile: String
    var step: SignInStep
}

/// The digits of an MFA device, being typed. What is typed shows as dots.
struct CodeView: Equatable, Sendable {
    var question: CodeQuestion
    var digits = ""
    /// Keys from before were meant for what lay below.
    var openedAt: Date

    /// A key so soon after the dialog opened by itself was on its way already.
    static let graceSeconds = 0.4
}

extension ConsoleState {
    // MARK: What there is to sign in for

    /// What a pane's error asks for; the pane in focus first, then a renewal that is due.
    var remedy: Remedy? {
        let panes = [openDetail?.subject.pane ?? focus] + PaneKind.allCases
        let asked = panes.lazy.compactMap { pane -> Remedy? in
            let condition = condition(of: pane)
            return condition.error?.remedy ?? condition.missing.lazy.compactMap(\.remedy).first
        }.first
        return logRemedy ?? asked ?? dueCode.map(Remedy.enterCode)
    }

    /// What happened and what to do, with the key that helps here.
    func sentences(of problem: Problem) -> String {
        let advice = advice(on: problem)
        return advice.isEmpty ? problem.message : "\(problem.message) \(advice)"
    }

    func advice(on problem: Problem) -> String {
        let key = keyText("sign.in")
        switch problem.remedy {
        case nil: return problem.hint
        case .signIn(let profile):
            return
                "Press \(key) to sign in from here, or run \"aws sso login --profile \(profile)\", then press \(keyText("refresh"))."
        case .enterCode: return "Press \(key) to type a code."
        }
    }

    // MARK: Events

    /// Opens the dialog or begins the sign-in that a problem asks for.
    mutating func begin(_ remedy: Remedy) -> [Effect] {
        switch remedy {
        case .signIn(let profile):
            if views.last?.isSignIn == true { views.removeLast() }
            views.append(.signIn(SignInView(profile: profile, step: .starting)))
            runningSignIn = profile
            return [.signIn(profile: profile)]
        case .enterCode(let question):
            views.append(.code(CodeView(question: question, openedAt: .distantPast)))
            return []
        }
    }

    /// A sign-in went on. One that nobody looks at any more has been given up.
    mutating func take(_ step: SignInStep, profile: String) -> [Effect] {
        guard runningSignIn == profile, let place = views.firstIndex(where: \.isSignIn) else { return [] }
        switch step {
        case .starting, .waiting:
            views[place] = .signIn(SignInView(profile: profile, step: step))
            return []
        case .failed:
            runningSignIn = nil
            views[place] = .signIn(SignInView(profile: profile, step: step))
            return []
        case .done(let end):
            runningSignIn = nil
            views.remove(at: place)
            let text = "Signed in for profile \(profile), until \(Clock.time(end, seconds: false)) UTC"
            feed.add(FeedMessage(at: now, severity: .ok, text: text))
            answer(text)
            return refreshAll()
        }
    }

    /// A role asks for a code. The dialog opens by itself only where it takes nobody's keys away and nothing works without it.
    mutating func take(_ question: CodeQuestion, at moment: Date) {
        dueCode = question
        hint = nil
        if views.contains(where: \.isCode) { return }
        guard views.isEmpty, filterEditor == nil, replay == nil, question.validUntil == nil else {
            let end = question.validUntil.map { ": its credentials end at \(Clock.time($0, seconds: false)) UTC" } ?? ""
            let text = "Profile \(question.profile) asks for an MFA code\(end). Press \(keyText("sign.in")) to type it"
            feed.add(FeedMessage(at: now, severity: .warning, text: text))
            return answer(text)
        }
        views.append(.code(CodeView(question: question, openedAt: moment)))
    }

    /// After every event: a sign-in whose view was closed, in whichever way, is given up.
    mutating func settleSignIn() -> [Effect] {
        guard runningSignIn != nil, !views.contains(where: \.isSignIn) else { return [] }
        runningSignIn = nil
        return [.cancelSignIn]
    }

    /// Every pane that is on.
    func refreshAll() -> [Effect] { [.refresh(PaneKind.allCases.filter { !isOff($0) })] }
}

extension View {
    var isSignIn: Bool {
        if case .signIn = self { true } else { false }
    }

    var isCode: Bool {
        if case .code = self { true } else { false }
    }
}
