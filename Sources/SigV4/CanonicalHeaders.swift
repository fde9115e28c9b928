/// The headers that a signature covers: names in lower case and in order, values trimmed, duplicates joined.
struct CanonicalHeaders {
    /// `host:example.com\n` …, one line a name.
    private(set) var lines = ""
    /// `host;x-amz-date`
    private(set) var names = ""

    /// Changed or added on the way by proxies and by the HTTP library, so they cannot be signed (botocore and aws-c-auth agree).
    private static let unsigned: Set<String> = [
        "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "sec-websocket-key",
        "sec-websocket-protocol", "sec-websocket-version", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
        "x-amzn-trace-id",
    ]

    init(_ headers: [(name: String, value: String)]) {
        let signed = headers.enumerated()
            .map { (name: $1.name.lowercased(), position: $0, value: $1.value) }
            .filter { !Self.unsigned.contains($0.name) }
            .sorted { ($0.name, $0.position) < ($1.name, $1.position) }
        var last: String?
        for header in signed {
            if header.name == last {
                lines += ","
            } else {
                if last != nil { lines += "\n" }
                names += last == nil ? header.name : ";" + header.name
                lines += header.name + ":"
                last = header.name
            }
            lines += Self.canonical(header.value)
        }
        if last != nil { lines += "\n" }
    }

    /// Trims, makes runs of spaces one space, and joins the lines of a folded value with commas, as AWS's own signers do.
    static func canonical(_ value: String) -> String {
        var out: [UInt8] = []
        for line in value.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let words = trimmed(line)
            if words.isEmpty { continue }
            if !out.isEmpty { out.append(UInt8(ascii: ",")) }
            for byte in words where byte != UInt8(ascii: " ") || out.last != UInt8(ascii: " ") { out.append(byte) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func trimmed(_ line: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || (9...13).contains($0) }
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }
}
