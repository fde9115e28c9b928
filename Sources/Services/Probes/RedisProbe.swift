import Glibc

/// Sends `PING` to a Redis server, after `AUTH` where the address has a password. Source: redis.io, "Redis serialization protocol".
package enum RedisProbe {
    package static func ask(_ url: ServiceURL, timeout: Duration) async -> ProbeAnswer {
        let answer = await OwnThread.run {
            let answer: ProbeAnswer
            do throws(Trouble) { answer = try talk(url, until: .now + timeout) } catch { answer = error.answer }
            return (answer, {})
        }
        return answer ?? .refused("The system has no thread to ask with.")
    }

    private enum Trouble: Error {
        case unreachable(String), silent(String)

        var answer: ProbeAnswer {
            switch self {
            case .unreachable(let text): .unreachable(text)
            case .silent(let text): .refused(text)
            }
        }
    }

    private static func talk(_ url: ServiceURL, until deadline: ContinuousClock.Instant) throws(Trouble) -> ProbeAnswer {
        let descriptor = try connect(url, until: deadline)
        defer { close(descriptor) }
        if let password = url.password {
            let words = ["AUTH"] + (url.user.map { [$0] } ?? []) + [password]
            let line = try exchange(words, on: descriptor, url, until: deadline)
            guard line.hasPrefix("+") else {
                return .refused("\(url) does not take the password of this check (\(code(of: line))).")
            }
        }
        let line = try exchange(["PING"], on: descriptor, url, until: deadline)
        return verdict(on: line, of: url)
    }

    /// - Parameter line: The first line of the answer, its type first.
    static func verdict(on line: String, of url: ServiceURL) -> ProbeAnswer {
        if line == "+PONG" { return .alive }
        guard line.hasPrefix("-") else { return .refused("\(url) answers, but not as Redis does.") }
        switch code(of: line) {
        case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED": return .refused("\(url) does not let us in (\(code(of: line))).")
        default: return .struggling("\(url) answers \(code(of: line)).")
        }
    }

    /// The word behind the `-`: the rest may quote what was sent.
    private static func code(of line: String) -> String { String(line.dropFirst().prefix { $0.isASCII && $0.isUppercase }) }

    private static func connect(_ url: ServiceURL, until deadline: ContinuousClock.Instant) throws(Trouble) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let found = getaddrinfo(url.host, String(url.port ?? 6379), &hints, &list)
        guard found == 0, let first = list else {
            throw .unreachable("\(url.host) has no address: \(String(cString: gai_strerror(found))).")
        }
        defer { freeaddrinfo(list) }
        let descriptor = socket(
            first.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .silent("No socket could be made: \(reason()).") }
        if Glibc.connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) != 0 {
            guard errno == EINPROGRESS else {
                let text = reason()
                close(descriptor)
                throw .unreachable("\(url) could not be reached: \(text).")
            }
            do throws(Trouble) { try finishConnecting(descriptor, url, until: deadline) } catch {
                close(descriptor)
                throw error
            }
        }
        return descriptor
    }

    private static func finishConnecting(
        _ descriptor: Int32, _ url: ServiceURL, until deadline: ContinuousClock.Instant
    ) throws(Trouble) {
        guard wait(for: POLLOUT, on: descriptor, until: deadline) else { throw .silent("\(url) did not answer in time.") }
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else { throw .unreachable("\(url) could not be reached: \(String(cString: strerror(code))).") }
    }

    /// Sends a command and reads the first line of its answer.
    private static func exchange(
        _ words: [String], on descriptor: Int32, _ url: ServiceURL, until deadline: ContinuousClock.Instant
    ) throws(Trouble) -> String {
        let parts = words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }
        var left = Array("*\(words.count)\r\n\(parts.joined())".utf8)[...]
        while !left.isEmpty {
            guard wait(for: POLLOUT, on: descriptor, until: deadline) else { throw .silent("\(url) did not answer in time.") }
            let count = left.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 || errno == EAGAIN || errno == EINTR else { throw .unreachable("\(url) has closed the connection.") }
            left = left.dropFirst(max(0, count))
        }
        return try line(from: descriptor, url, until: deadline)
    }

    private static func line(
        from descriptor: Int32, _ url: ServiceURL, until deadline: ContinuousClock.Instant
    ) throws(Trouble) -> String {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 512)
        while true {
            if let end = answer.firstIndex(of: UInt8(ascii: "\r")) { return String(decoding: answer[..<end], as: UTF8.self) }
            guard answer.count < 4096 else { throw .silent("\(url) answers, but not as Redis does.") }
            guard wait(for: POLLIN, on: descriptor, until: deadline) else { throw .silent("\(url) did not answer in time.") }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 { answer += chunk[..<count] }
            if count == 0 { throw .unreachable("\(url) has closed the connection.") }
            if count < 0, errno != EAGAIN, errno != EINTR { throw .unreachable("The connection to \(url) broke: \(reason()).") }
        }
    }

    private static func wait(for events: Int32, on descriptor: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        var socket = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else { return false }
            let ready = poll(&socket, 1, Int32(min(left.rounded(.up), 60_000)))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { return false }
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
