/// How a tail asks and waits.
package struct TailSettings: Sendable, Equatable {
    /// From one reading of a group to the next while it is polled.
    package var pollEvery: Duration = .seconds(2)
    /// Each reading begins so much before what is known, since events show up with a delay.
    package var overlap: Duration = .seconds(30)
    /// Once a minute a reading reaches back so far, for those that come very late.
    package var longOverlap: Duration = .seconds(300)
    package var longOverlapEvery: Duration = .seconds(60)
    /// While live tail runs, the groups are read behind it at this pace: it drops events without a word when we are slow.
    package var checkLiveEvery: Duration = .seconds(60)
    /// What AWS takes in needs so long, at most, until a reading shows it.
    package var settling: Duration = .seconds(5)
    /// Newer events wait so long for older ones, so that they are given in order …
    package var holdBack: Duration = .seconds(1)
    /// … but none waits longer than this, whatever the other groups do.
    package var patience: Duration = .seconds(3)
    /// Events that are remembered to tell repetitions; shared by the groups.
    package var rememberedEvents = 200_000
    /// False polls only; live tail costs $0.01 a minute.
    package var usesLiveTail = true

    package init() {}

    /// Live tail takes no more groups. Source: CloudWatch Logs API Reference, StartLiveTail.
    static let liveTailGroups = 10
    static let liveTailLength: Duration = .seconds(3 * 3600)
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
