package import FoundationEssentials

/// One telling of a story, from its first second to the next telling.
package struct StoryRun: Sendable, Equatable {
    /// Something the person did, and when.
    package struct Deed: Sendable, Equatable {
        package var at: Date
        package var what: StoryHappening
    }

    /// When all began to get better.
    package struct Recovery: Sendable, Equatable {
        package var at: Date
        /// nil: nobody has mended it, the time was over.
        package var deed: Deed?
    }

    package var began: Date
    /// When somebody could first see trouble: what all times of the judgement count from.
    package var visibleFrom: Date
    package var deeds: [Deed] = []
    /// The first of the right views, if it was reached before the recovery.
    package var rightView: Deed?
    package var recovery: Recovery?

    package init(began: Date, visibleFrom: Date) {
        self.began = began
        self.visibleFrom = visibleFrom
    }
}
