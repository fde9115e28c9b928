import FoundationEssentials

/// The events of an open ``StreamOperation``, one after the other. One task reads them; letting it go ends the call.
package actor EventStream<Operation: StreamOperation> {
    private let body: HTTPStream
    private let call: CallName
    private var decoder = EventStreamDecoder()

    init(_ body: HTTPStream, call: CallName) {
        self.body = body
        self.call = call
    }

    /// The next event; nil when the service has ended the stream in good order.
    /// - Throws: ``AWSError``: `.transport` when the connection broke or fell silent, `.unreadable` when bytes were damaged, the
    ///   service's own code when it ended the stream with an exception.
    package func next() async throws(AWSError) -> Operation.Event? {
        while true {
            if let message = try nextMessage() {
                if let event = try event(of: message) { return event }
            } else if let piece = try await nextPiece() {
                decoder.append(piece)
            } else {
                guard decoder.isBetweenMessages else { throw broken(TransportError(.interrupted, "The stream was cut.")) }
                return nil
            }
        }
    }

    private func nextMessage() throws(AWSError) -> EventStreamMessage? {
        do {
            return try decoder.next()
        } catch {
            throw unreadable(error)
        }
    }

    private func event(of message: EventStreamMessage) throws(AWSError) -> Operation.Event? {
        switch message.kind {
        case .event(let type):
            do {
                return try Operation.event(type: type, payload: message.payload)
            } catch {
                throw unreadable(error)
            }
        case .exception(let type): throw refused(type, Data(message.payload))
        case .error(let code, let text):
            throw refused(code, (try? JSONCodec.encode(["message": text])) ?? Data())
        case .unknown: return nil
        }
    }

    private func nextPiece() async throws(AWSError) -> Data? {
        do {
            return try await body.next()
        } catch let error as TransportError {
            throw broken(error)
        } catch {
            throw .cancelled(call)
        }
    }

    private func broken(_ error: TransportError) -> AWSError {
        var failure = AttemptFailure(error, call: call, mayRepeat: true).error
        if failure.kind == .transport { failure.message = "The stream of \(call.text) broke. \(error.message)" }
        return failure
    }

    private func unreadable(_ error: CodecError) -> AWSError {
        AWSError(
            .unreadable, code: "UnreadableStream", message: "The stream of \(call.text) cannot be read: \(error).",
            hint: call.hint(.unreadable))
    }

    /// In the words that the same refusal would have had as an answer.
    private func refused(_ code: String, _ body: Data) -> AWSError {
        let response = HTTPResponse(status: 400, headers: [("x-amzn-errortype", code)], body: body)
        return AttemptFailure(response, call: call, mayRepeat: true, signedAt: .distantPast, secrets: []).error
    }
}
