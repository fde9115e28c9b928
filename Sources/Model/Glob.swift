/// A name pattern: `*` stands for any run of characters, `?` for one; everything else is itself, case counts.
package struct Glob: Sendable, Hashable, Codable {
    package let pattern: String

    package init(_ pattern: String) { self.pattern = pattern }

    /// True when the whole of `name` fits. Compared byte by byte, in time O(name × pattern) at worst.
    package func matches(_ name: String) -> Bool {
        let text = Array(name.utf8)
        let wanted = Array(pattern.utf8)
        var (at, want) = (0, 0)
        var (retryAt, retryWant) = (-1, -1)
        while at < text.count {
            if want < wanted.count, wanted[want] == UInt8(ascii: "*") {
                (retryAt, retryWant) = (at, want)
                want += 1
            } else if want < wanted.count, wanted[want] == text[at] || wanted[want] == UInt8(ascii: "?") {
                at += 1
                want += 1
            } else if retryWant >= 0 {
                retryAt += 1
                (at, want) = (retryAt, retryWant + 1)
            } else {
                return false
            }
        }
        return wanted[want...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// Which resources a pane shows: those that an `include` fits and no `exclude` does.
package struct NameFilter: Sendable, Hashable {
    package var include: [Glob]
    package var exclude: [Glob]

    /// - Parameter include: Empty means everything.
    package init(include: [Glob] = [], exclude: [Glob] = []) {
        self.include = include
        self.exclude = exclude
    }

    package func allows(_ name: String) -> Bool {
        (include.isEmpty || include.contains { $0.matches(name) }) && !exclude.contains { $0.matches(name) }
    }
}
