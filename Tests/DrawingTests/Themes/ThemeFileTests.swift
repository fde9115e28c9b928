import Testing

@testable import Drawing

struct ThemeFileTests {
    @Test(arguments: ThemeFile.names)
    func setsEveryRole(name: String) throws {
        let file = try ThemeFile(name)
        #expect(file.name == name)
        #expect(Set(file.roles.keys) == Set(Role.allCases.map(\.name) + ["selection", "selection.elsewhere", "marked"]))
        _ = try file.theme
    }

    @Test func saysTheSameAsWhatIsCompiledIn() throws {
        #expect(try ThemeFile("night").theme == .night)
        #expect(try ThemeFile("mono").theme == .mono)
    }

    @Test(arguments: ThemeFile.names)
    func hasReadableText(name: String) throws {
        let theme = try ThemeFile(name).theme
        for role in Role.allCases {
            let least = role == .border ? 3.0 : name == "contrast" ? 7 : 4.5
            let colors = theme.colors(of: theme.style(of: role))
            #expect(colors.foreground.contrast(with: colors.background) >= least, "\(name) \(role.name)")
        }
    }

    @Test(arguments: ThemeFile.names)
    func hasReadableText_UnderTheCursorAndWhenMarked(name: String) throws {
        let theme = try ThemeFile(name).theme
        let inTables: [Role] = [
            .text, .dim, .strong, .stale, .match, .sparkline, .severityOK, .severityUnknown, .severityWarning, .severityCritical,
        ]
        for role in inTables {
            for flags in [.selected, .selectedElsewhere, .marked, [.marked, .selected]] as [CellFlags] {
                let colors = theme.colors(of: theme.style(of: role, flags: flags))
                let least = name == "contrast" ? 7 : 4.5
                #expect(colors.foreground.contrast(with: colors.background) >= least, "\(name) \(role.name) \(flags)")
            }
        }
    }

    /// `night` stands on whatever dark ground the terminal has.
    @Test(arguments: [0x000000, 0x1E1E1E, 0x282C34, 0x300A24] as [UInt32])
    func nightIsReadable_OnTheUsualDarkGrounds(ground: UInt32) {
        for role in Role.allCases where role != .border {
            let style = Theme.night.style(of: role)
            guard case .rgb(let letters) = style.foreground, style.background == .terminal else { continue }
            #expect(letters.contrast(with: RGB(ground)) >= 4.5, "\(role.name)")
        }
    }

    @Test(arguments: ThemeFile.names.filter { $0 != "mono" })
    func tellsSeveritiesApart_ForEveryKindOfSight(name: String) throws {
        let theme = try ThemeFile(name).theme
        let roles: [Role] = [.severityOK, .severityUnknown, .severityWarning, .severityCritical]
        for vision in ColorVision.allCases {
            let seen = roles.map { theme.colors(of: theme.style(of: $0)).foreground.seen(with: vision) }
            for one in seen.indices {
                for two in seen.indices where two > one {
                    let distance = seen[one].distance(to: seen[two])
                    let least = name == "\(vision)" || vision == .typical ? 20.0 : 15
                    #expect(distance >= least, "\(name) \(vision): \(roles[one].name) and \(roles[two].name), \(distance)")
                }
            }
        }
    }

    @Test func tellsSeveritiesApart_WithoutColours() {
        let roles: [Role] = [.severityOK, .severityUnknown, .severityWarning, .severityCritical]
        #expect(Set(roles.map { Theme.mono.style(of: $0).attributes }).count == roles.count)
        #expect(Role.allCases.allSatisfy { Theme.mono.style(of: $0).foreground == .terminal })
    }

    @Test func nightSendsNoColour_ForWhatMovesEachSecond() {
        for role in [Role.text, .clock, .header, .feed] { #expect(Theme.night.style(of: role) == .plain, "\(role.name)") }
    }
}

struct ColorMathTests {
    @Test func measuresContrastAsTheGuidelineDoes() {
        #expect(abs(RGB(0xFFFFFF).contrast(with: RGB(0)) - 21) < 0.001)
        #expect(abs(RGB(0x777777).contrast(with: RGB(0xFFFFFF)) - 4.478) < 0.001)
        #expect(RGB(0x123456).contrast(with: RGB(0x123456)) == 1)
    }

    @Test func seesWhatEachSightSees() {
        #expect(RGB(0x336699).seen(with: .typical) == RGB(0x336699))
        let (red, green) = (RGB(0xC83232), RGB(0x648200))
        #expect(red.distance(to: green) > 80)
        #expect(red.seen(with: .deuteranopia).distance(to: green.seen(with: .deuteranopia)) < 30)
        for vision in ColorVision.allCases { #expect(RGB(0xFFFFFF).seen(with: vision).distance(to: RGB(0xFFFFFF)) < 1) }
    }

    @Test func readsAndWritesColours() {
        for value in [0, 0xABCDEF, 0xFFFFFF, 0x00000F] as [UInt32] { #expect(RGB(text: RGB(value).text) == RGB(value)) }
        for text in ["", "#12345", "123456", "#12345g", "#1234567", "# 12345"] { #expect(RGB(text: text) == nil, "\(text)") }
    }
}
