import FoundationEssentials
import Model
import Testing

@testable import Engines

@Suite struct IncidentNoteTests {
    private func at(_ minute: Double) -> Date { Date(timeIntervalSince1970: 1_705_284_840 + minute * 60) }

    private var material: IncidentMaterial {
        IncidentMaterial(
            place: Place(context: "prod", region: "us-east-1", account: "123456789012", isProduction: true), since: at(0),
            until: at(120), user: "ann", host: "desk",
            moments: [
                SeenMoment(at: at(30), pane: .lambda, changes: [.init(name: "f", from: .critical, to: .ok)]),
                SeenMoment(
                    at: at(2), pane: .lambda,
                    changes: [
                        .init(name: "f", from: .ok, to: .critical, reason: "error rate 12 % > 5 %"),
                        .init(name: "g", from: nil, to: .warning),
                    ]),
                SeenMoment(
                    at: at(9), pane: .alarms, reading: .failed(Problem(code: "Throttling", message: "Could not list alarms."))),
                SeenMoment(at: at(10), pane: .alarms, reading: .recovered),
            ],
            actions: [
                ReportedAction(
                    at: at(20), user: "ann", host: "desk", action: "lambda.invoke", targets: ["f"], outcome: .confirmed,
                    note: "called back +385 1 1111 111"),
                ReportedAction(
                    at: at(21), user: "ann", host: "desk", action: "queue.redrive", targets: ["q"], outcome: .unknown,
                    note: "Look at the depth of q."),
            ],
            end: [
                PaneSummary(
                    pane: .lambda, asOf: at(119),
                    rows: [
                        .init(name: "f", severity: .ok, reason: ""),
                        .init(name: "g", severity: .warning, reason: "throttles 3 > 0"),
                    ])
            ],
            screens: [ReportedScreen(at: at(2), title: "lambda", text: "1 Lambda\n  f  critical  token=abc\n")],
            contacts: [ReportedContact(role: "on-call lead", name: "Bo", phone: "091 123 4567", link: "mailto:bo@example.com")])
    }

    @Test func tellsTheWholeStory() {
        #expect(
            IncidentNote(material).markdown == """
                # Incident note: prod, us-east-1

                - **When**: 2024-01-15 02:14:00 to 2024-01-15 04:14:00 UTC (2 h)
                - **Where**: context prod, production, region us-east-1, account 123456789012
                - **Made by**: ann@desk

                ## Summary

                - Seen: 1 critical, 1 more with a warning; 1 recovered.
                - At the end: 0 critical, 1 with a warning.
                - Done: 2 actions: 1 confirmed, 1 unknown.
                - First critical: 02:16:00 lambda f (error rate 12 % \\> 5 %).
                - **Not known**: queue.redrive q may or may not have happened (Look at the depth of q.).

                ## Timeline (UTC)

                | time | what | by |
                | --- | --- | --- |
                | 02:16:00 | lambda became **critical**: f (error rate 12 % \\> 5 %) | seen |
                | 02:16:00 | lambda is **warning**: g | seen |
                | 02:23:00 | alarms could not be read (Could not list alarms.) | seen |
                | 02:24:00 | alarms could be read again | seen |
                | 02:34:00 | **lambda.invoke f**: confirmed (called back …111) | ann@desk |
                | 02:35:00 | **queue.redrive q**: unknown (Look at the depth of q.) | ann@desk |
                | 02:44:00 | lambda **recovered**: f | seen |

                ## State at the end

                | pane | critical | warning | unknown | ok | as of |
                | --- | --- | --- | --- | --- | --- |
                | lambda | 0 | 1 | 0 | 1 | 04:13:00 |

                - lambda: **warning** g (throttles 3 \\> 0)

                ## Screens

                ### 02:16:00 lambda

                ```text
                1 Lambda
                  f  critical  token=[token]
                ```

                ## Contacts

                | role | name | phone | link |
                | --- | --- | --- | --- |
                | on-call lead | Bo | …567 | mailto:\\[e-mail\\] |

                ## Masked

                - 2 × phone number
                - 1 × e-mail address
                - 1 × token

                """)
    }

    @Test func whoDidIt_IsToldAlsoWhereTheHostHasADomain() {
        var material = material
        material.actions[0].host = "desk.example.com"
        #expect(IncidentNote(material).markdown.contains("| ann@desk.example.com |"))
    }

    @Test func aQuietNight_IsSaidToBeOne() {
        var material = material
        (material.moments, material.actions, material.end, material.screens, material.contacts) = ([], [], [], [], [])
        let text = IncidentNote(material).markdown
        for sentence in [
            "Nothing was done.", "Nothing changed and nothing was done.", "Not known: no pane was read.",
            "Nothing had to be masked.",
        ] { #expect(text.contains(sentence)) }
        #expect(!text.contains("## Screens") && !text.contains("## Contacts"))
    }

    @Test func practiceIsCalledPractice() {
        var material = material
        material.place.isDrill = true
        let text = IncidentNote(material).markdown
        #expect(text.hasPrefix("# Practice note: prod") && text.contains("nothing of this is real"))
    }

    @Test func timesHaveDates_WhenANightEndsOnAnotherDay() {
        var material = material
        material.since = at(-300)
        #expect(IncidentNote(material).markdown.contains("| 2024-01-15 02:16:00 | lambda became"))
    }

    @Test func anEntryThatIsStillOpen_IsNotKnown() {
        var material = material
        material.actions[0].outcome = nil
        let text = IncidentNote(material).markdown
        #expect(text.contains("1 unknown, 1 still open."))
        #expect(text.contains("**Not known**: lambda.invoke f may or may not have happened"))
        #expect(text.contains("**lambda.invoke f**: open"))
    }

    @Test func manyChanges_AreToldFromBothEnds_AndActionsAllOfThem() {
        var material = material
        material.moments = (0..<1000).map { number in
            SeenMoment(
                at: at(Double(number) / 100), pane: .lambda, changes: [.init(name: "row-\(number)", from: .ok, to: .warning)])
        }
        material.actions = (0..<500).map { number in
            ReportedAction(at: at(1), user: "u", host: "h", action: "a", targets: ["t-\(number)"], outcome: .confirmed)
        }
        let text = IncidentNote(material).markdown
        #expect(text.contains("600 further changes in between are not told here."))
        #expect(
            text.contains(" row-199 ") && !text.contains(" row-200 ") && !text.contains(" row-799 ") && text.contains(" row-800 ")
        )
        #expect((0..<500).allSatisfy { text.contains("t-\($0)**") })
    }

    @Test func manyBadRows_AreCounted() {
        var material = material
        material.end = [
            PaneSummary(pane: .queues, asOf: nil, rows: (0..<50).map { .init(name: "q\($0)", severity: .critical, reason: "") })
        ]
        let text = IncidentNote(material).markdown
        #expect(text.contains("- queues: and 30 more that are not ok") && text.contains("never read"))
    }

    // MARK: Hostile and personal texts

    /// Every place that shows foreign text.
    private func material(saying text: String) -> IncidentMaterial {
        IncidentMaterial(
            place: Place(context: text, region: text, isProduction: false), since: at(0), until: at(1), user: text, host: text,
            moments: [
                SeenMoment(
                    at: at(0), pane: .queues, changes: [.init(name: text, from: .ok, to: .critical, reason: text)],
                    reading: .failed(Problem(code: "c", message: text)))
            ],
            actions: [
                ReportedAction(
                    at: at(0), user: text, host: text, action: text, targets: [text, text], outcome: .unknown, note: text)
            ],
            end: [
                PaneSummary(
                    pane: .queues, asOf: nil, problem: Problem(code: "c", message: text),
                    rows: [.init(name: text, severity: .warning, reason: text)])
            ],
            screens: [ReportedScreen(at: at(0), title: text, text: text)],
            contacts: [ReportedContact(role: text, name: text, phone: text, link: text)])
    }

    @Test(arguments: [
        "\u{1B}[2J\u{1B}]0;x\u{7}", "\u{202E}gnp.exe", "a\u{200B}b", "\u{9B}31m", "\u{2028}", "x\r\n# heading", "\u{0}", "\u{7F}",
    ])
    func nothingActsOnATerminal(text: String) {
        let markdown = IncidentNote(material(saying: text)).markdown
        for scalar in markdown.unicodeScalars {
            #expect(scalar == "\n" || ![.control, .format, .lineSeparator].contains(scalar.properties.generalCategory))
        }
        // The heading of the hostile text is in the fence of the screens, and nowhere else a line of its own.
        #expect(markdown.split(separator: "\n").count { $0.hasPrefix("# heading") } <= 1)
    }

    @Test(arguments: ["`", "```", "````\n# out", "a `` b ````` c"])
    func aScreenCannotCloseItsFence(text: String) throws {
        let block = MarkdownText.block(text)
        let fence = try #require(block.split(separator: "text\n", maxSplits: 1).first)
        #expect(fence.allSatisfy { $0 == "`" } && fence.count >= 3)
        #expect(!text.contains(fence))
        #expect(block.hasSuffix("\n\(fence)\n"))
    }

    @Test(arguments: ["a|b", "[x](y)", "<script>", "*b*", "_i_", "`c`", "a\\|b", "![i](j)", "&lt;", "$x$"])
    func markdownOfOthersIsText(text: String) {
        let safe = MarkdownText.inline(text)
        #expect(safe.replacing("\\", with: "") == text.replacing("\\", with: ""))
        var isEscaped = false
        for scalar in safe.unicodeScalars {
            if !isEscaped { #expect(!"`*_{}[]<>|#~!&$".unicodeScalars.contains(scalar)) }
            isEscaped = scalar == "\\" && !isEscaped
        }
    }

    @Test(arguments: [
        "+447700900123", "bob@example.com", "AKIAIOSFODNN7EXAMPLE", "hunter2 password=hunter3", "Bearer abcdefgh12",
        "db_pass_word token: a_b_c_1",
    ])
    func noSecretComesThrough_WhereverItStands(text: String) {
        let note = IncidentNote(material(saying: "before \(text) after"))
        for secret in ["447700900", "bob@", "AKIA", "hunter3", "abcdefgh12", "a_b_c", "a\\_b"] {
            #expect(!note.markdown.contains(secret))
        }
        #expect(note.masked.values.reduce(0, +) >= 15)
    }
}
