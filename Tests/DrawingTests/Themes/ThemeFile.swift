import FoundationEssentials
import Yams

@testable import Drawing

/// A theme as its file says.
struct ThemeFile {
    let name: String
    let palette: [String: String]
    let roles: [String: String]
    let terminal: [String: String]

    static let names = ["contrast", "day", "deuteranopia", "mono", "night", "protanopia", "solar"]

    init(_ name: String) throws {
        let folder = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/themes/"
        let text = String(decoding: try Data(contentsOf: URL(filePath: folder + name + ".yaml")), as: UTF8.self)
        let file = try YAMLDecoder().decode(Content.self, from: text)
        self.name = file.name
        palette = file.palette
        roles = file.roles
        terminal = file.terminal
    }

    var theme: Theme { get throws { try Theme.make(name: name, palette: palette, roles: roles, terminal: terminal) } }

    private struct Content: Decodable {
        var name: String
        var palette: [String: String]
        var roles: [String: String]
        var terminal: [String: String]
    }
}
