import Dispatch
package import FoundationEssentials
import Synchronization

/// Bytes that a test hands to a server one piece after the other, while the answer is being read.
package final class ByteFeed: Sendable {
    private let pieces = Mutex<[Data?]>([])
    private let filled = DispatchSemaphore(value: 0)

    package init() {}

    package func send(_ piece: Data) { put(piece) }
    package func send(_ text: String) { put(Data(text.utf8)) }

    /// The head of an answer whose body ends with the connection.
    package func sendHead(status: Int = 200, headers: [(name: String, value: String)] = []) {
        let lines = headers.map { "\($0.name): \($0.value)\r\n" }
        send("HTTP/1.1 \(status) Status\r\n" + lines.joined() + "Connection: close\r\n\r\n")
    }

    /// Nothing more will come.
    package func end() { put(nil) }

    /// Waits for the next piece; nil at the end.
    func next() -> Data? {
        filled.wait()
        return pieces.withLock { $0.removeFirst() }
    }

    private func put(_ piece: Data?) {
        pieces.withLock { $0.append(piece) }
        filled.signal()
    }
}
