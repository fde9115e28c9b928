package import Drawing

/// Which key does what: the actions' own keys, and what the configuration says instead.
package struct Keymap: Equatable, Sendable {
    private var actions: [Key: [String]] = [:]
    private var keys: [String: [Key]] = [:]

    package static let standard = Keymap()

    /// Why a `keys` section cannot be used; names what and where.
    package struct Problem: Error, Equatable, Sendable {
        package var message: String
    }

    private init() {
        for action in Action.all { bind(action, to: action.keys) }
    }

    /// - Parameter overrides: Keys by action id, several separated by spaces: `["mark": "v", "move.down": "n Down"]`.
    /// - Throws: ``Problem`` for an unknown action, an unreadable key, or two actions that want the same key in the same place.
    package init(overrides: [String: String]) throws(Problem) {
        // The actions' own keys clash nowhere (a test), and looking takes a tenth of the start.
        if overrides.isEmpty {
            self = .standard
            return
        }
        for id in overrides.keys.sorted() where Action.byID[id] == nil {
            throw Problem(message: "keys: there is no action \"\(id)\". docs/keys.md lists them.")
        }
        for action in Action.all {
            guard let text = overrides[action.id] else {
                bind(action, to: action.keys)
                continue
            }
            bind(action, to: try Self.keys(text, for: action.id))
        }
        if let clash { throw clash }
    }

    private static func keys(_ text: String, for id: String) throws(Problem) -> [Key] {
        var keys: [Key] = []
        for word in text.split(separator: " ") {
            guard let key = KeyName.parse(String(word)) else {
                throw Problem(message: "keys: \"\(word)\" for \(id) is no key. Write q, G, C-d, Space, Enter, PgDn or F5.")
            }
            guard key != .control("c") else {
                throw Problem(message: "keys: C-c always leaves the program; \(id) needs another key.")
            }
            keys.append(key)
        }
        if keys.isEmpty { throw Problem(message: "keys: \(id) has no key. Write one, such as \(id): F5.") }
        return keys
    }

    private mutating func bind(_ action: Action, to newKeys: [Key]) {
        keys[action.id] = newKeys
        for key in newKeys { actions[key, default: []].append(action.id) }
    }

    /// The first two actions that want one key where both apply.
    var clash: Problem? {
        for key in actions.keys.sorted(by: { KeyName.text($0) < KeyName.text($1) }) {
            var taken: [Action.Scope: String] = [:]
            for id in actions[key] ?? [] {
                for scope in Action.Scope.allCases where Action.byID[id]?.scopes.contains(scope) == true {
                    if let other = taken[scope] {
                        return Problem(
                            message:
                                "keys: \(other) and \(id) both want the key \"\(KeyName.text(key))\". Give one of them another.")
                    }
                    taken[scope] = id
                }
            }
        }
        return nil
    }

    package func action(for key: Key, in scope: Action.Scope) -> Action? {
        for id in actions[key] ?? [] {
            if let action = Action.byID[id], action.scopes.contains(scope) { return action }
        }
        return nil
    }

    /// All keys of an action, the one to show first.
    package func keys(of action: Action) -> [Key] { keys[action.id] ?? [] }

    /// `Enter`, or nil where it has none.
    package func keyText(of action: Action) -> String? { keys(of: action).first.map(KeyName.text) }
}
