import FoundationEssentials

extension CurlTransport {
    package func stream(_ request: HTTPRequest) async throws -> HTTPStream {
        let pipe = BodyPipe()
        let body = CurlBody(Exchange(request, at: .now, pipe: pipe), pipe: pipe, inbox: inbox)
        let head = try await wait(for: body.exchange)
        return HTTPStream(status: head.status, headers: head.headers) { try await body.next() }
    }
}

/// The reading end of a stream; its going ends the transfer.
private final class CurlBody: Sendable {
    let exchange: Exchange
    private let pipe: BodyPipe
    private let inbox: CurlInbox

    init(_ exchange: Exchange, pipe: BodyPipe, inbox: CurlInbox) {
        self.exchange = exchange
        self.pipe = pipe
        self.inbox = inbox
    }

    deinit { cancel() }

    func next() async throws -> Data? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { reader in
                if pipe.read(reader) { inbox.resume(exchange) }
            }
        } onCancel: {
            cancel()
        }
    }

    private func cancel() {
        exchange.end(.failure(.cancelled))
        inbox.cancel(exchange)
    }
}
