/// The text of `docs/keys.md`, made from the actions, so that it cannot go stale unnoticed.
package func keysDocument() -> String {
    var lines = [
        "# Keys", "",
        "Generated from the actions of the console; `make check` fails when this file is stale. Each key can be rebound in the",
        "configuration by the action's name: `keys: { mark: v }`. `C-` is Ctrl. Ctrl-c quits from anywhere and cannot be rebound.",
    ]
    for group in Action.Group.allCases {
        lines += ["", "## \(group.rawValue)", "", "| key | does | where | action |", "|---|---|---|---|"]
        for action in Action.all where action.group == group {
            let keys = action.keys.map { "`\(KeyName.text($0))`" }.joined(separator: " ")
            let scopes = action.scopes.count == Action.Scope.allCases.count ? "everywhere" : scopeNames(action.scopes)
            lines.append("| \(keys.isEmpty ? "(palette)" : keys) | \(action.title) | \(scopes) | `\(action.id)` |")
        }
    }
    lines += ["", "## While typing", ""]
    lines += [
        "In a filter, the help and the palette letters are text: Enter takes it, Esc gives it up, the arrows move in the list. `C-w`",
        "removes a word, `C-u` all before the cursor. A paste is text there, and nothing anywhere else.", "",
        "## Before something is done", "",
        "`y` does it; `n`, Esc and Enter do not; the arrows read on. In production, and for what is dangerous everywhere, a name must be typed",
        "exactly, then Enter. What was typed or pasted before the question stood is no answer. A second capital within 300 ms is ignored.",
        "",
        "## Mouse", "",
        "A click focuses and selects, a double click opens, column titles sort, the wheel scrolls. Shift leaves the terminal its own",
        "selection.",
    ]
    return lines.joined(separator: "\n") + "\n"
}

private func scopeNames(_ scopes: Set<Action.Scope>) -> String {
    Action.Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ", ")
}
