import Testing

@testable import Drawing

struct ThemeMakeTests {
    private var roles: [String: String] {
        var roles: [String: String] = [:]
        for role in Role.allCases { roles[role.name] = "ink" }
        for overlay in ["selection", "selection.elsewhere", "marked"] { roles[overlay] = "on ground" }
        roles["text"] = "ink on ground"
        return roles
    }
    private let palette = ["ink": "#102030", "ground": "#f0f0f0", "own": "default"]

    private func message(
        palette: [String: String]? = nil, terminal: [String: String] = [:], _ change: (inout [String: String]) -> Void
    ) -> String? {
        var roles = self.roles
        change(&roles)
        do {
            _ = try Theme.make(name: "dusk", palette: palette ?? self.palette, roles: roles, terminal: terminal)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func readsColoursAndAttributes() throws {
        var roles = self.roles
        roles["dialog"] = "#ff0000 bold underline"
        roles["input"] = "on own italic dim reverse"
        let theme = try Theme.make(name: "dusk", palette: palette, roles: roles, terminal: ["background": "#000000"])
        #expect(theme.style(of: .dialog) == Style(.rgb(RGB(0xFF0000)), on: .rgb(RGB(0xF0F0F0)), [.bold, .underline]))
        #expect(theme.style(of: .input) == Style(.rgb(RGB(0x102030)), on: .terminal, [.italic, .dim, .reverse]))
        #expect(theme.selection == Style(.terminal, on: .rgb(RGB(0xF0F0F0))))
        #expect(theme.terminalBackground == RGB(0))
    }

    @Test func saysWhatWasMeant_WhenAWordIsMistyped() {
        #expect(
            message { $0["severity.critcal"] = "ink" }
                == "theme dusk: unknown role \"severity.critcal\". Did you mean \"severity.critical\"?")
        #expect(message { $0["nonsense"] = "ink" } == "theme dusk: unknown role \"nonsense\".")
        #expect(
            message { $0["dialog"] = "inc" }
                == "theme dusk: role \"dialog\" names the unknown colour \"inc\". Did you mean \"ink\"?")
        #expect(
            message { $0["dialog"] = "ink blod" }
                == "theme dusk: role \"dialog\" has a second colour \"blod\"; a ground is written \"on blod\".")
        #expect(message { $0["dialog"] = "ink on" } == "theme dusk: role \"dialog\" ends in \"on\"; a colour must follow.")
        #expect(message { $0["dialog"] = nil } == "theme dusk: role \"dialog\" is not set.")
        #expect(message { $0["marked"] = nil } == "theme dusk: role \"marked\" is not set.")
    }

    @Test func refusesColoursThatAreNone() {
        #expect(
            message(palette: ["ink": "red"]) { _ in }
                == "theme dusk: colour \"ink\" is \"red\"; a colour is written \"#rrggbb\", or default.")
        #expect(
            message(palette: ["bold": "#ffffff"]) { _ in }
                == "theme dusk: a colour cannot be named \"bold\", since that word has a meaning in roles.")
        #expect(
            message(terminal: ["foreground": "white"]) { _ in }
                == "theme dusk: terminal.foreground is \"white\"; it must be written \"#rrggbb\".")
    }

    @Test(arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("ab", "ba", 2)])
    func countsLettersBetweenWords(one: String, two: String, distance: Int) {
        #expect(Suggestion.distance(one, two) == distance)
    }
}

struct ColorDepthTests {
    @Test func takesTheNearestColour() {
        let style = Style(.rgb(RGB(0xFF0000)), on: .rgb(RGB(0x000000)))
        #expect(style.reduced(to: .truecolor).foreground == .rgb(RGB(0xFF0000)))
        #expect(style.reduced(to: .palette256).foreground == .index(196))
        #expect(style.reduced(to: .palette256).background == .index(16))
        #expect(style.reduced(to: .sixteen).foreground == .index(9))
        #expect(style.reduced(to: .eight).foreground == .index(1))
        #expect(style.reduced(to: .mono) == TerminalStyle(attributes: .reverse))
    }

    @Test(arguments: ThemeFile.names.filter { $0 != "mono" }, [ColorDepth.eight, .sixteen])
    func keepsTheNamesOfSeverities_WhenThereAreFewColours(name: String, depth: ColorDepth) throws {
        let theme = try ThemeFile(name).theme
        let roles: [Role] = [.severityOK, .severityUnknown, .severityWarning, .severityCritical]
        let colors = roles.map { Style(theme.style(of: $0).foreground).reduced(to: depth).foreground }
        #expect(Set(colors).count == roles.count, "\(colors)")
    }

    @Test func findsEachFixedColourAgain() {
        for index in UInt8(16)...255 {
            let color = TerminalPalette.color(index)
            let found = TerminalPalette.nearest(to: color, at: .palette256)
            #expect(TerminalPalette.color(found) == color, "\(index)")
        }
    }

    @Test(arguments: ThemeFile.names, ColorDepth.allCases)
    func neverPutsLettersOnTheirOwnColour(name: String, depth: ColorDepth) throws {
        let theme = try ThemeFile(name).theme.adapted(to: depth)
        for role in Role.allCases {
            // Chips never stand in a table.
            let overlays: [CellFlags] = role.isSeverity || role == .text ? [.selected, .selectedElsewhere, .marked] : []
            for flags in [[]] + overlays {
                let style = theme.style(of: role, flags: flags).reduced(to: depth)
                #expect(style.foreground != style.background || style.foreground == .terminal, "\(role.name)")
            }
        }
    }

    @Test(arguments: ThemeFile.names, ColorDepth.allCases)
    func alwaysShowsTheLineUnderTheCursor(name: String, depth: ColorDepth) throws {
        let theme = try ThemeFile(name).theme.adapted(to: depth)
        let looks = ([[], .selected, .selectedElsewhere] as [CellFlags]).map {
            theme.style(of: .text, flags: $0).reduced(to: depth)
        }
        #expect(looks[1] != looks[0] && looks[2] != looks[0])
        #expect(looks[1].background != looks[0].background || looks[1].attributes != looks[0].attributes)
    }
}
