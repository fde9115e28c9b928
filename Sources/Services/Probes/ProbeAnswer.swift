/// What a data store has to say to whoever asks whether it lives.
package enum ProbeAnswer: Sendable, Equatable {
    case alive
    /// It answers, but is not ready: loading, starting up, out of connections.
    case struggling(String)
    /// Nobody answers there.
    case unreachable(String)
    /// It does not let us in, or cannot be asked at all: whether it is well is not known.
    case refused(String)
}
