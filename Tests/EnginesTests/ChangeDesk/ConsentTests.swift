import Engines
import Model
import Testing

/// All cases of the contract, "Who may change what".
@Suite struct ConsentTests {
    private struct Case {
        var permission: PermissionClass
        var production: Bool
        var readOnly: Bool
        var yes: Bool
        var contextNamed: Bool
        var terminal: Bool
        var dryRun: Bool
        var implied: Bool

        init(permission: PermissionClass, bits: Int) {
            func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
            self.permission = permission
            (production, readOnly, yes, contextNamed) = (bit(0), bit(1), bit(2), bit(3))
            (terminal, dryRun, implied) = (bit(4), bit(5), bit(6))
        }

        var place: Place { Place(context: "prod", region: "eu-west-1", isProduction: production, isReadOnly: readOnly) }

        var answer: Consent {
            Consent.needed(
                for: permission, in: place, yes: yes, contextNamed: contextNamed, terminal: terminal, dryRun: dryRun,
                implied: implied)
        }
    }

    private let all = PermissionClass.allCases.flatMap { permission in
        (0..<128).map { Case(permission: permission, bits: $0) }
    }

    private func isRefused(_ consent: Consent) -> Bool {
        if case .refused = consent { true } else { false }
    }

    @Test func neverAsksToRead() {
        for one in all where one.permission == .read { #expect(one.answer == .none) }
    }

    @Test func neverAsksOnADryRun_AlsoReadOnly() {
        for one in all where one.dryRun { #expect(one.answer == .none) }
    }

    @Test func refusesInReadOnly_WhateverElseIsSaid() {
        for one in all where one.permission != .read && one.readOnly && !one.dryRun { #expect(isRefused(one.answer)) }
    }

    private var writable: [Case] { all.filter { $0.permission != .read && !$0.readOnly && !$0.dryRun } }

    @Test func doesNotAsk_WhereDoingItIsTheConsent() {
        for one in writable where one.implied { #expect(one.answer == .none) }
    }

    @Test func takesYes_InProductionOnlyWithTheContextsName() {
        for one in writable where !one.implied && one.yes {
            #expect((one.answer == .none) == (!one.production || one.contextNamed))
        }
    }

    @Test func asksOnATerminal_ForTheNameInProduction() {
        for one in writable where !one.implied && !one.yes && one.terminal {
            #expect(one.answer == (one.production ? .askName("prod") : .ask))
        }
        for one in writable where !one.implied && one.yes && !one.contextNamed && one.production && one.terminal {
            #expect(one.answer == .askName("prod"))
        }
    }

    @Test func refusesWhereNobodyCanBeAsked() {
        for one in writable where !one.implied && !one.terminal && (!one.yes || (one.production && !one.contextNamed)) {
            guard case .refused(let problem) = one.answer else {
                Issue.record("not refused: \(one)")
                continue
            }
            #expect(problem.hint == (one.production ? "Add --yes --context prod." : "Add --yes."))
        }
    }
}
