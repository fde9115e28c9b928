import CCurl
import Synchronization

/// Where tasks leave orders for the event thread.
final class CurlInbox: Sendable {
    /// What has been ordered since the last look, in order.
    struct Orders {
        var begun: [Exchange] = []
        var cancelled: [Exchange] = []
        /// Streams whose readers have room again.
        var resumed: [Exchange] = []
        var isClosed = false
    }

    private struct State {
        var orders = Orders()
        /// Address of the multi handle while the thread has one; a number, since only `curl_multi_wakeup` may use it here.
        var multi: UInt = 0
    }

    private let state = Mutex(State())

    /// - Returns: False when the inbox is closed.
    func begin(_ exchange: Exchange) -> Bool {
        state.withLock { state in
            guard !state.orders.isClosed else { return false }
            state.orders.begun.append(exchange)
            Self.wake(state)
            return true
        }
    }

    func cancel(_ exchange: Exchange) {
        state.withLock { state in
            guard !state.orders.isClosed else { return }
            state.orders.cancelled.append(exchange)
            Self.wake(state)
        }
    }

    func resume(_ exchange: Exchange) {
        state.withLock { state in
            guard !state.orders.isClosed else { return }
            state.orders.resumed.append(exchange)
            Self.wake(state)
        }
    }

    func close() {
        state.withLock { state in
            state.orders.isClosed = true
            Self.wake(state)
        }
    }

    /// From now on orders wake `multi`; nil before it is freed.
    func attach(_ multi: UnsafeMutableRawPointer?) {
        let address = UInt(bitPattern: multi)
        state.withLock { $0.multi = address }
    }

    func take() -> Orders {
        state.withLock { state in
            let orders = state.orders
            state.orders = Orders(isClosed: orders.isClosed)
            return orders
        }
    }

    private static func wake(_ state: State) {
        guard let multi = UnsafeMutableRawPointer(bitPattern: state.multi) else { return }
        // Fails only when the pipe is full, and then a wake-up is already on its way.
        _ = cc_multi_wakeup(multi)
    }
}
