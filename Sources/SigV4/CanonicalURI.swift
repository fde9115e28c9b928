/// Path and query as a signature sees them.
enum CanonicalURI {
    /// - Parameter path: As sent, hence already encoded once where it needs to be.
    static func path(_ path: String, normalizing: Bool, encodingAgain: Bool) -> String {
        let path = normalizing ? normalized(path) : path
        return encodingAgain ? PercentEncoding.encode(path, keepingSlash: true) : path
    }

    /// Takes away empty segments and `.`, and lets `..` take its parent with it. Keeps a `/` at the end.
    static func normalized(_ path: String) -> String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        let end = path.hasSuffix("/") && !kept.isEmpty ? "/" : ""
        return "/" + kept.joined(separator: "/") + end
    }

    /// Every parameter as `name=value`, encoded exactly once, in the byte order of the encoded names and then values.
    /// - Parameter parameters: Further ones, not yet encoded.
    static func query(_ query: String?, adding parameters: [(name: String, value: String)] = []) -> String {
        var pairs: [(name: String, value: String)] = (query ?? "").utf8
            .split(separator: UInt8(ascii: "&"))
            .map { parameter in
                let name = parameter.prefix { $0 != UInt8(ascii: "=") }
                return (recoded(name), recoded(parameter.dropFirst(name.count + 1)))
            }
        pairs += parameters.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
        return pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }

    /// Encoded once, whether it came encoded or raw: `%e1` and the byte it stands for both give `%E1`.
    private static func recoded(_ bytes: Substring.UTF8View) -> String {
        var out: [UInt8] = []
        PercentEncoding.append(PercentEncoding.decode(bytes), to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}
