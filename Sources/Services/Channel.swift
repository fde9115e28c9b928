package import Model

/// A channel that requests may name: what its notifier is made of.
package struct Channel: Sendable {
    /// As requests name it.
    package var name: String
    /// The key under which requests give the target.
    package var targetKey: String
    /// Makes the notifier. Missing settings are no error here: the notifier then fails each delivery and says what is missing, so that
    /// one channel without settings takes nothing from the others.
    package var make: @Sendable (FarEnds) -> any Notifier

    init(_ name: String, targetKey: String, make: @escaping @Sendable (FarEnds) -> any Notifier) {
        self.name = name
        self.targetKey = targetKey
        self.make = make
    }

    /// Every channel there is: a new one is its own file and one line here.
    package static let all: [Channel] = [
        .phone,
        .email,
        .pubnub,
        .webhook,
        .console,
    ]

    /// From channel to the key of its target, for reading requests.
    package static var targetKeys: [String: String] {
        Dictionary(all.map { ($0.name, $0.targetKey) }) { first, _ in first }
    }
}
