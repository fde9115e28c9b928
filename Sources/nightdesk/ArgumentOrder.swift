/// Global flags are taken before or after a command's name; ArgumentParser wants them after it.
enum ArgumentOrder {
    private static let flags: Set = ["--read-only", "--json", "--yes", "--dry-run"]
    private static let options: Set = [
        "--context", "--profile", "--region", "--endpoint-url", "--config", "--state-dir", "--theme",
    ]

    /// Moves the global flags, with their values, behind everything else, but before a `--`.
    /// `debug sign` keeps its own `--context`.
    static func normalized(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let isSign = isDebugSign(arguments[..<end])
        var kept: [String] = []
        var moved: [String] = []
        var index = 0
        while index < end {
            let word = arguments[index]
            let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
            if flags.contains(word) {
                moved.append(word)
            } else if options.contains(name), !(isSign && name == "--context") {
                moved.append(word)
                if name == word, index + 1 < end {
                    index += 1
                    moved.append(arguments[index])
                }
            } else {
                kept.append(word)
            }
            index += 1
        }
        return kept + moved + arguments[end...]
    }

    private static func isDebugSign(_ arguments: ArraySlice<String>) -> Bool {
        guard let debug = arguments.firstIndex(of: "debug") else { return false }
        return arguments[debug...].contains("sign")
    }
}
