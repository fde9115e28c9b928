extension ConsoleState {
    /// Why nothing that alters or runs something can be done now; nil when it can.
    package var refusalToAct: String? { replayRefusal }
}
