import Drawing
import Model
import Yams

/// A YAML file read into nodes that know their line, checked against a ``Shape``.
struct YAMLTree {
    let file: String
    let root: Node

    /// - Throws: ``CommandFailure`` 78 naming file and line.
    init(text: String, file: String) throws {
        self.file = file
        do {
            root = try Yams.compose(yaml: text) ?? Node.mapping(Node.Mapping([]))
        } catch let error as YamlError {
            throw CommandFailure(
                .badConfiguration, code: "BadConfiguration", message: "\(file): not valid YAML: \(YAMLTree.sentence(error))",
                hint: "Correct the file; \"nightdesk config check\" reads it again.")
        }
    }

    /// Finds the first key that is not known or value that does not fit.
    func check(_ shape: Shape) throws { try check(root, shape, path: "") }

    private func check(_ node: Node, _ shape: Shape, path: String) throws {
        switch shape {
        case .list(let element):
            guard let items = node.sequence else { throw misfit(node, shape, path) }
            for (index, item) in items.enumerated() { try check(item, element, path: "\(path)[\(index)]") }
        case .record(let known):
            try checkMapping(node, shape, path: path) { known[$0] }
        case .recordAndOthers(let known, let others):
            try checkMapping(node, shape, path: path) { known[$0] ?? others }
        case .dictionary(let value):
            try checkMapping(node, shape, path: path) { _ in value }
        case .optional(let inner):
            if !node.isNull { try check(node, inner, path: path) }
        case .text, .flag, .number, .count, .duration, .choice:
            guard let text = node.scalar?.string, shape.fits(text, isNull: node.isNull) else { throw misfit(node, shape, path) }
        }
    }

    private func checkMapping(_ node: Node, _ shape: Shape, path: String, shapeOf: (String) -> Shape?) throws {
        if node.isNull, !path.isEmpty || node.scalar?.string.isEmpty == true { return }
        guard let mapping = node.mapping else { throw misfit(node, shape, path) }
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string else { throw misfit(keyNode, .text, path) }
            let full = path.isEmpty ? key : "\(path).\(key)"
            guard let inner = shapeOf(key) else { throw unknown(key, at: keyNode, path: full, shape: shape) }
            try check(value, inner, path: full)
        }
    }

    private func misfit(_ node: Node, _ shape: Shape, _ path: String) -> CommandFailure {
        let found = node.scalar.map { "\"\($0.string)\"" } ?? (node.sequence != nil ? "a list" : "a mapping")
        return failure(
            node, "\(path.isEmpty ? "the file" : path) must be \(shape.description), not \(found).", hint: "Correct the line.")
    }

    private func unknown(_ key: String, at node: Node, path: String, shape: Shape) -> CommandFailure {
        let near = Suggestion.nearest(to: key, among: shape.keys)
        let hint = near.map { "Did you mean \"\($0)\"?" } ?? "Known here: \(shape.keys.sorted().joined(separator: ", "))."
        return failure(node, "unknown key \"\(path)\".", hint: hint)
    }

    func failure(_ node: Node, _ text: String, hint: String) -> CommandFailure {
        let line = node.mark.map { ":\($0.line)" } ?? ""
        return CommandFailure(.badConfiguration, code: "BadConfiguration", message: "\(file)\(line): \(text)", hint: hint)
    }

    private static func sentence(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            "line \(mark.line): \(problem)."
        case .duplicatedKeysInMapping(let duplicates, let context):
            "line \(context.mark.line): a key is given twice: \(duplicates.joined(separator: ", "))."
        default: "\(error)"
        }
    }
}

extension Shape {
    fileprivate var keys: [String] {
        switch self {
        case .record(let known), .recordAndOthers(let known, _): Array(known.keys)
        default: []
        }
    }

    fileprivate func fits(_ text: String, isNull: Bool) -> Bool {
        switch self {
        case .text: !isNull
        case .flag: ["true", "false"].contains(text.lowercased())
        case .number: Double(text)?.isFinite == true
        case .count: Int(text).map { $0 >= 0 } == true
        case .duration: DurationText.parse(text) != nil
        case .choice(let words): words.contains(text)
        default: false
        }
    }
}

extension Node {
    /// Nothing written, `~` or `null`, and not in quotes.
    var isNull: Bool {
        guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    var text: String? { isNull ? nil : scalar?.string }
    var flag: Bool? { text.map { $0.lowercased() == "true" } }
    var number: Double? { text.flatMap(Double.init) }
    var count: Int? { text.flatMap { Int($0) } }
    var duration: Duration? { text.flatMap(DurationText.parse) }
    var texts: [String]? { sequence.map { $0.compactMap(\.text) } }
    /// Key and value, in the order of the file.
    var entries: [(key: String, value: Node)] {
        mapping.map { $0.compactMap { key, value in key.scalar.map { ($0.string, value) } } } ?? []
    }
}
