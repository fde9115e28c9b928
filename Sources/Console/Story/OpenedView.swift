import Drawing
import Model

/// What a person looks at closely now, as the practice story counts it.
package struct OpenedView: Equatable, Sendable {
    package enum Kind: String, Sendable { case function, queue, alarm, escalation, logs }
    package var kind: Kind
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

/// What the practice story has to tell: its task, or how it went.
package struct StoryPage: Equatable, Sendable {
    package var title: String
    package var paragraphs: [String]
    /// True when the incident is over: shown by itself once nothing else is open.
    package var isEnd: Bool

    package init(title: String, paragraphs: [String], isEnd: Bool) {
        self.title = title
        self.paragraphs = paragraphs
        self.isEnd = isEnd
    }
}

extension ConsoleState {
    /// The uppermost view that shows one thing; a dialog over it changes nothing.
    private var openedView: OpenedView? { views.reversed().lazy.compactMap { $0 == .logs ? openedLog : $0.opened }.first }

    /// The first of the logs that are open as one.
    private var openedLog: OpenedView? {
        guard let logs, let first = logs.request.subjects.first else { return nil }
        if case .function(let name) = first { return OpenedView(.logs, name) }
        return logs.groups?.first.map { OpenedView(.logs, $0) }
    }

    /// After every event: what was opened in the practice world is told once. The past does not count.
    mutating func noteOpenedView() -> [Effect] {
        guard place.isDrill, replay == nil else { return [] }
        let opened = openedView
        guard opened != lastOpened else { return [] }
        lastOpened = opened
        return opened.map { [.viewOpened($0)] } ?? []
    }

    mutating func take(_ page: StoryPage) {
        if page.isEnd { storyEnd = page } else { open(page) }
    }

    /// Shows how the story ended as soon as nothing is in its way: it never takes a key from what somebody is doing.
    mutating func showStoryEnd() {
        guard let page = storyEnd, views.isEmpty, filterEditor == nil, replay == nil else { return }
        storyEnd = nil
        open(page)
    }

    private mutating func open(_ page: StoryPage) {
        views.append(.text(TextView(title: page.title, paragraphs: page.paragraphs)))
    }
}

extension View {
    fileprivate var opened: OpenedView? {
        guard case .detail(let view) = self else { return nil }
        switch view.subject {
        case .function(let function): return OpenedView(.function, function.name)
        case .queue(let queue): return OpenedView(.queue, queue.name)
        case .alarm(let alarm): return OpenedView(.alarm, alarm.name)
        case .worker, .run: return nil
        case .escalation(let escalation): return OpenedView(.escalation, escalation.processID.text)
        }
    }
}

extension Action {
    static let story: [Action] = [
        Action(
            "story", keys: [.character("t")], title: "The practice story: its task, and how it goes", label: "story",
            group: .program,
            scopes: [.panes, .detail]
        ) { state in
            guard state.place.isDrill else { return .refuses("Only the practice context tells a story.") }
            return .does { _ in [.tellStory] }
        }
    ]
}
