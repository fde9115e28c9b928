package import Model

/// What has happened around a change: while it is chosen and asked about, and from its submission to its end.
package enum ChangeEvent: Sendable, Equatable {
    /// What a test-invoke can be chosen from.
    case material(InvokeMaterial)
    case options(functionName: String, InvokeOptions)
    /// What a call or a check of lone workers would find now.
    case rehearsed(Proposal.ID, Rehearsal)
    /// What the dry run of a proposal has said.
    case checked(Proposal.ID, InvokeCheck)
    /// What a wish comes to, as orders that can be asked about; of the wish with that number.
    case orders(Int, [EscalationOrder])
    /// Likewise of functions and queues.
    case order(Int, ResourceOrder)
    /// Why nothing can be ordered.
    case noOrders(Int, Problem)
    /// What there is to a new run; of the question with that number.
    case run(Int, RunFiles)
    case noRun(Int, Problem)
    /// One of several orders of a change has ended, and is recorded.
    case partEnded(Proposal.ID, part: Int, Outcome)
    /// The answer is there; its end is not in the audit yet.
    case answered(Proposal.ID, Outcome, InvokeReport?)
    /// It is over, and recorded unless ``Outcome/notRecorded`` says otherwise.
    case ended(Proposal.ID, Outcome)
}

/// The files of a new run, before it is started.
package struct RunFiles: Sendable, Equatable {
    package var folder: String
    /// What is to be minded: billing periods with gaps or overlaps, files that are not there.
    package var warnings: [String]

    package init(folder: String, warnings: [String]) {
        self.folder = folder
        self.warnings = warnings
    }
}

/// What was found out by looking, before a call or a check of lone workers.
package enum Rehearsal: Sendable, Equatable {
    case found([String])
    case failed(Problem)
}
