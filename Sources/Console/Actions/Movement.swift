/// A way through a list or a text.
enum Movement: Sendable, CaseIterable {
    case up, down, halfUp, halfDown, pageUp, pageDown, top, bottom

    /// Where this leads.
    /// - Parameter last: The largest place; nothing moves when it is negative.
    /// - Parameter page: Lines on screen.
    func applied(to place: Int, last: Int, page: Int) -> Int {
        let half = max(1, page / 2)
        let whole = max(1, page - 1)
        let target =
            switch self {
            case .up: place - 1
            case .down: place + 1
            case .halfUp: place - half
            case .halfDown: place + half
            case .pageUp: place - whole
            case .pageDown: place + whole
            case .top: 0
            case .bottom: last
            }
        return max(0, min(target, last))
    }
}
