package import Model

/// What must be asked before a change (contract, "Who may change what").
package enum Consent: Sendable, Equatable {
    case none
    /// A question whose default is No.
    case ask
    /// The name of the production context must be typed.
    case askName(String)
    /// Exit code 4; nothing is sent.
    case refused(Problem)

    /// - Parameters:
    ///   - permission: Of the action.
    ///   - place: Whether it is production, and read-only by flag or configuration.
    ///   - yes: `--yes` was given.
    ///   - contextNamed: `--context` was given on the same command line.
    ///   - terminal: Somebody can be asked.
    ///   - dryRun: `--dry-run`: the calls are only printed.
    ///   - implied: Actions that do not ask, because doing them is the consent (`alarm ack`, `worker ack`, `engine run`).
    package static func needed(
        for permission: PermissionClass, in place: Place, yes: Bool, contextNamed: Bool, terminal: Bool, dryRun: Bool = false,
        implied: Bool = false
    ) -> Consent {
        if permission == .read || dryRun { return .none }
        if place.isReadOnly { return .refused(.readOnly(place)) }
        if implied || (yes && (contextNamed || !place.isProduction)) { return .none }
        guard terminal else { return .refused(.notConfirmed(place, yes: yes)) }
        return place.isProduction ? .askName(place.context) : .ask
    }
}

extension Problem {
    static func readOnly(_ place: Place) -> Problem {
        Problem(
            code: "ReadOnly", message: "Not sent: context \(place.context) is read-only here. Nothing has changed.",
            hint: "Start without --read-only, or take read_only: true out of the context.")
    }

    fileprivate static func notConfirmed(_ place: Place, yes: Bool) -> Problem {
        let production = yes ? "Context \(place.context) is production, where --yes alone is not enough. " : ""
        return Problem(
            code: "NotConfirmed",
            message: "Not sent: \(production)There is no terminal to ask on. Nothing has changed.",
            hint: place.isProduction ? "Add --yes --context \(place.context)." : "Add --yes.")
    }
}
