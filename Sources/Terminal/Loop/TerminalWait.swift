import CTerminal
import Drawing
import Glibc

/// Sleeps until the terminal, a signal or another thread has something to say, and reads what that is.
struct TerminalWait {
    private let signals: Int32
    private let bell: Int32
    /// Nil when the terminal is gone: it would be readable for ever.
    private var tty: Int32? = STDIN_FILENO
    private var decoder = InputDecoder()
    private var buffer = [UInt8](repeating: 0, count: 16_384)

    init(signals: Int32, bell: Int32) {
        self.signals = signals
        self.bell = bell
    }

    /// How long to wait at most, since what has come may be complete as it is: a lone Escape.
    var patience: Duration? {
        decoder.deadline.map { .milliseconds(max(0, $0 - Self.milliseconds())) }
    }

    /// Waits at most so long; bells only end the wait.
    mutating func next(within limit: Duration) -> Wake {
        var wake = Wake()
        var descriptors = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0), pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
            pollfd(fd: tty ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&descriptors, nfds_t(descriptors.count), Self.timeout(limit))
        if ready > 0 {
            if descriptors[0].revents != 0 { wake.signals = readSignals() }
            if descriptors[1].revents != 0 { silenceBell() }
            if descriptors[2].revents != 0 { readTerminal(into: &wake) }
        }
        let now = Self.milliseconds()
        if let deadline = decoder.deadline, deadline <= now { wake.inputs += decoder.expire(at: now) }
        return wake
    }

    private mutating func readTerminal(into wake: inout Wake) {
        guard let tty else { return }
        while true {
            let count = buffer.withUnsafeMutableBytes { read(tty, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { return }
            guard count > 0 else {
                // End of file, or EIO: the other side has closed the terminal.
                self.tty = nil
                wake.signals.append(.hangUp)
                return
            }
            wake.inputs += buffer[..<count].withUnsafeBufferPointer { decoder.decode($0, at: Self.milliseconds()) }
            guard count == buffer.count || Self.isReadable(tty) else { return }
        }
    }

    private func silenceBell() {
        var count: UInt64 = 0
        _ = read(bell, &count, 8)
    }

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&one, 1, 0) > 0
    }

    /// Each kind once, since that is all that signals say.
    private func readSignals() -> [TerminalSignal] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(signals, &bytes, bytes.count)
        var found: [TerminalSignal] = []
        for byte in bytes.prefix(max(0, count)) {
            if let signal = Self.signal(Int32(byte)), !found.contains(signal) { found.append(signal) }
        }
        return found
    }

    private static func signal(_ number: Int32) -> TerminalSignal? {
        switch number {
        case SIGTERM: .terminate
        case SIGINT, SIGQUIT: .interrupt
        case SIGHUP: .hangUp
        case SIGWINCH: .resized
        case SIGTSTP: .stop
        case SIGCONT: .resumed
        default: nil
        }
    }

    /// Rounded up, lest the wait ends just before its time and begins again.
    private static func timeout(_ limit: Duration) -> Int32 {
        let (seconds, attoseconds) = limit.components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        return Int32(max(0, min(3_600_000, milliseconds.rounded(.up))))
    }

    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
