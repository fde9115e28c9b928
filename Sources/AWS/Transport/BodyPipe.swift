import FoundationEssentials
import Synchronization

/// The body of a stream on its way from the event thread to the task that reads it. Holds back the far end when the reader is
/// slow.
final class BodyPipe: Sendable {
    typealias Reader = CheckedContinuation<Data?, any Error>

    private struct State {
        var unread = Data()
        var reader: Reader?
        var result: Result<Void, TransportError>?
        var isHeldBack = false

        mutating func takeUnread() -> Data {
            defer { unread = Data() }
            return unread
        }
    }

    /// From so many unread bytes on no more are taken.
    static let capacityBytes = 256 * 1024

    private let state = Mutex(State())

    // MARK: The event thread's side

    /// - Returns: False when the reader has enough: the same bytes are to be offered again after ``Transfer/resume()``.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (isTaken, reader, piece) = state.withLock { state -> (Bool, Reader?, Data) in
            guard state.unread.count < Self.capacityBytes else {
                state.isHeldBack = true
                return (false, nil, Data())
            }
            state.unread.append(contentsOf: bytes)
            guard state.reader != nil else { return (true, nil, Data()) }
            return (true, state.reader.take(), state.takeUnread())
        }
        reader?.resume(returning: piece)
        return isTaken
    }

    /// No more will come. What is unread can still be read.
    func end(_ result: Result<Void, TransportError>) {
        let reader = state.withLock { state -> Reader? in
            if state.result == nil { state.result = result }
            return state.reader.take()
        }
        // A reader waits only when nothing is unread.
        switch result {
        case .success: reader?.resume(returning: nil)
        case .failure(let error): reader?.resume(throwing: error)
        }
    }

    // MARK: The reader's side

    /// Answers `reader` with the next bytes, now or when they come.
    /// - Returns: True when the far end was held back and may now go on.
    func read(_ reader: Reader) -> Bool {
        enum Answer {
            case piece(Data, mayGoOn: Bool)
            case end(Result<Void, TransportError>)
            case later
        }
        let answer = state.withLock { state -> Answer in
            if !state.unread.isEmpty {
                defer { state.isHeldBack = false }
                return .piece(state.takeUnread(), mayGoOn: state.isHeldBack)
            }
            if let result = state.result { return .end(result) }
            state.reader = reader
            return .later
        }
        switch answer {
        case .piece(let piece, let mayGoOn):
            reader.resume(returning: piece)
            return mayGoOn
        case .end(.success): reader.resume(returning: nil)
        case .end(.failure(let error)): reader.resume(throwing: error)
        case .later: break
        }
        return false
    }
}
