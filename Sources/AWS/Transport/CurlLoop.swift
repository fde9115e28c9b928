import CCurl
import Glibc

/// The event thread: takes orders from the inbox, drives libcurl, answers exchanges. Nothing else touches its handles.
final class CurlLoop {
    private let inbox: CurlInbox
    private let settings: CurlSettings
    private var transfers: [ObjectIdentifier: Transfer] = [:]

    private init(inbox: CurlInbox, settings: CurlSettings) {
        self.inbox = inbox
        self.settings = settings
    }

    /// - Returns: nil when the system has no thread to give.
    static func start(inbox: CurlInbox, settings: CurlSettings) -> pthread_t? {
        let loop = Unmanaged.passRetained(CurlLoop(inbox: inbox, settings: settings))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                // pthread_create hands over what it was given: the retained loop.
                if let context { Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, loop.toOpaque())
        guard code == 0 else {
            loop.release()
            return nil
        }
        return thread
    }

    private func run() {
        Self.blockSignals()
        guard let multi = makeMulti() else { return refuseEverything() }
        inbox.attach(multi)
        while true {
            let orders = inbox.take()
            for exchange in orders.begun { begin(exchange, on: multi) }
            for exchange in orders.cancelled { end(ObjectIdentifier(exchange), on: multi) }
            for exchange in orders.resumed { transfers[ObjectIdentifier(exchange)]?.resume() }
            if orders.isClosed { break }
            step(multi)
        }
        inbox.attach(nil)
        endAll(.cancelled, on: multi)
        cc_multi_free(multi)
    }

    /// Signals are the main thread's. Blocking also keeps OpenSSL's writes to a closed socket from ending the process by SIGPIPE.
    private static func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
    }

    private func makeMulti() -> UnsafeMutableRawPointer? {
        guard let multi = cc_multi_make() else { return nil }
        _ = cc_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = cc_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.maximumConnectionsPerHost)
        _ = cc_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.maximumConnectionsPerHost * 4)
        return multi
    }

    private func refuseEverything() {
        inbox.close()
        for exchange in inbox.take().begun {
            exchange.end(.failure(TransportError(.invalid, "libcurl could not be initialised (out of memory).")))
        }
    }

    private func step(_ multi: UnsafeMutableRawPointer) {
        let code = cc_multi_perform(multi)
        guard code == CURLM_OK else {
            return endAll(TransportError(.interrupted, "libcurl failed: \(String(cString: cc_multi_text(code)))."), on: multi)
        }
        answerFinished(multi)
        _ = cc_multi_poll(multi, endOverdue(multi))
    }

    private func begin(_ exchange: Exchange, on multi: UnsafeMutableRawPointer) {
        guard exchange.isWanted else { return }
        do throws(TransportError) {
            let transfer = try Transfer(exchange, settings: settings)
            transfers[ObjectIdentifier(exchange)] = transfer
            let code = cc_multi_add(multi, transfer.easy)
            guard code == CURLM_OK else { throw TransportError(.invalid, String(cString: cc_multi_text(code))) }
        } catch {
            end(ObjectIdentifier(exchange), on: multi)
            exchange.end(.failure(error))
        }
    }

    private func answerFinished(_ multi: UnsafeMutableRawPointer) {
        var code = CURLE_OK
        while let easy = cc_multi_finished(multi, &code) {
            guard let transfer = Transfer.of(easy) else { continue }
            let result = transfer.result(code)
            end(ObjectIdentifier(transfer.exchange), on: multi)
            transfer.exchange.end(result)
        }
    }

    /// Ends what has passed its deadline. libcurl's own total time-out does not count the wait for a free connection.
    /// - Returns: Milliseconds to the next deadline; the longest wait there is when nothing is under way.
    private func endOverdue(_ multi: UnsafeMutableRawPointer) -> Int32 {
        guard !transfers.isEmpty else { return .max }
        let now = ContinuousClock.now
        var nearest = Duration.seconds(3600)
        for (id, transfer) in transfers {
            guard let deadline = transfer.deadline else { continue }
            let left = deadline - now
            guard left <= .zero else {
                nearest = min(nearest, left)
                continue
            }
            let failure = transfer.overdue()
            end(id, on: multi)
            transfer.exchange.end(.failure(failure))
        }
        return Int32(nearest.milliseconds) + 1
    }

    private func end(_ id: ObjectIdentifier, on multi: UnsafeMutableRawPointer) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        _ = cc_multi_remove(multi, transfer.easy)
        transfer.close()
    }

    private func endAll(_ error: TransportError, on multi: UnsafeMutableRawPointer) {
        for (id, transfer) in transfers {
            end(id, on: multi)
            transfer.exchange.end(.failure(error))
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
