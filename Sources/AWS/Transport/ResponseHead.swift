/// Collects the header lines of an answer. Each status line begins anew, so a `100 Continue` before the answer leaves nothing.
struct ResponseHead {
    private(set) var headers: [(name: String, value: String)] = []

    mutating func take(_ line: some Collection<UInt8>) {
        if line.starts(with: "HTTP/".utf8) { return headers.removeAll() }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        headers.append((Self.text(line[..<colon]), Self.text(line[line.index(after: colon)...])))
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        var trimmed = Array(bytes.drop { $0 <= UInt8(ascii: " ") })
        while let last = trimmed.last, last <= UInt8(ascii: " ") { trimmed.removeLast() }
        return String(decoding: trimmed, as: UTF8.self)
    }
}
