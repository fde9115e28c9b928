import FoundationEssentials
import Model

/// The man page, made from ArgumentParser's description of the commands (`--experimental-dump-help`), so that it cannot be stale.
enum ManualPage {
    private struct Dump: Decodable { var command: Command }

    private struct Command: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var arguments: [Argument]?
        var subcommands: [Command]?
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }
        var kind: String
        var shouldDisplay: Bool
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var defaultValue: String?
    }

    /// - Parameter dump: JSON of ArgumentParser's ToolInfo, version 0.
    static func text(dump: String) throws -> String {
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
        var lines = [
            ".TH NIGHTDESK 1 \"\" \"\(Product.name) \(Product.version)\"", ".SH NAME",
            "\(root.commandName) \\- \(escaped(root.abstract ?? ""))", ".SH DESCRIPTION", escaped(root.discussion ?? ""),
            ".SH COMMANDS",
        ]
        for command in root.subcommands ?? [] { append(command, path: root.commandName, to: &lines) }
        lines += [".SH EXIT STATUS"]
        for (code, meaning) in exitCodes { lines += [".TP", ".B \(code)", meaning] }
        lines += [
            ".SH FILES", ".TP", ".I ~/.config/nightdesk/config.yaml", "configuration", ".TP", ".I ~/.local/state/nightdesk",
            "state",
        ]
        return lines.joined(separator: "\n")
    }

    private static func append(_ command: Command, path: String, to lines: inout [String]) {
        guard command.commandName != "help" else { return }
        let full = path + " " + command.commandName
        let nested = command.subcommands ?? []
        if nested.isEmpty {
            lines += [".SS \(escaped(full))", escaped(command.abstract ?? "")]
            for argument in command.arguments ?? [] where argument.shouldDisplay && argument.names?.first?.name != "help" {
                lines += [".TP", ".B " + escaped(usage(of: argument)), escaped(argument.abstract ?? "")]
                if let value = argument.defaultValue { lines.append("(default: \(escaped(value)))") }
            }
        }
        for inner in nested { append(inner, path: full, to: &lines) }
    }

    private static func usage(of argument: Argument) -> String {
        let names = (argument.names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }.joined(separator: ", ")
        let value = argument.valueName.map { "<\($0)>" } ?? ""
        return argument.kind == "flag" ? names : names.isEmpty ? value : "\(names) \(value)"
    }

    private static func escaped(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: "\n.br\n")
        return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
    }

    private static let exitCodes = [
        ("0", "done"), ("1", "failed (health: warning)"), ("2", "health: critical"), ("3", "health: unknown"),
        ("4", "refused: not confirmed or read-only"), ("64", "wrong usage"), ("65", "bad input data"),
        ("69", "a service is unavailable"),
        ("70", "internal error"), ("75", "sent, outcome not confirmed: never repeat blindly"),
        ("77", "no permission or no credentials"),
        ("78", "bad configuration"),
    ]
}
