import Model

extension ConsoleState {
    /// Why nothing that alters or runs something can be done now; nil when it can. Every acting ``Action`` asks here, and each
    /// yes once more.
    package var refusalToAct: String? {
        guard !place.isReadOnly else {
            return "Context \(place.context) is read-only here: start without --read-only, or take read_only: true out of it."
        }
        return replayRefusal
    }
}
