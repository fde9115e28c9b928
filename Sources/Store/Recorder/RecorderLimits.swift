/// How much the recorder keeps (contract, `recorder`).
package struct RecorderLimits: Sendable, Equatable {
    package var keep: Duration
    /// Of the file, its write-ahead log aside.
    package var megabytes: Int

    package init(keep: Duration = .seconds(7 * 86_400), megabytes: Int = 512) {
        self.keep = keep
        self.megabytes = megabytes
    }

    var bytes: Int { megabytes * 1_048_576 }
}
