import FoundationEssentials

/// An HTTP/1.1 request as text, with LF or CRLF. What signing does not change stays byte for byte.
struct RawRequest {
    private(set) var method = ""
    /// Path and query as written; may hold spaces and characters that are not ASCII.
    private(set) var target = ""
    private(set) var version = ""
    /// A header and the lines it was written on: more than one when folded, the later ones beginning with a space or tab.
    private(set) var headers: [(name: String, value: String, lines: [String])] = []
    private(set) var body = Data()
    /// As the request itself has it.
    private(set) var newline = "\n"

    /// - Parameter data: Request line, headers, an empty line, body; the empty line may be missing where no body follows.
    init(_ data: Data) throws(SigningInputError) {
        var rest = data[...]
        var number = 0
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            var line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            number += 1
            if line.last == UInt8(ascii: "\r") {
                line.removeLast()
                newline = "\r\n"
            }
            if line.isEmpty { break }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw SigningInputError("line \(number) of the request is not UTF-8", hint: "Save the request as UTF-8 text.")
            }
            try add(text, number)
        }
        body = Data(rest)
        if number == 0 || method.isEmpty {
            throw SigningInputError(
                "the request is empty",
                hint: "Give raw HTTP: a request line like `GET / HTTP/1.1`, headers, an empty line, a body.")
        }
    }

    private mutating func add(_ line: String, _ number: Int) throws(SigningInputError) {
        if number == 1 {
            try parseRequestLine(line)
        } else if line.hasPrefix(" ") || line.hasPrefix("\t") {
            guard !headers.isEmpty else {
                throw SigningInputError(
                    "line \(number) of the request continues a header, but none came before it",
                    hint: "Take away the space at its beginning.")
            }
            headers[headers.count - 1].value += "\n" + line
            headers[headers.count - 1].lines.append(line)
        } else {
            let name = line.prefix { $0 != ":" }
            guard name.count < line.count, !name.isEmpty, !name.contains(where: { $0 == " " || $0 == "\t" }) else {
                throw SigningInputError(
                    "line \(number) of the request is no header: \"\(line)\"", hint: "Write it as `Name:value`.")
            }
            headers.append((String(name), String(line.dropFirst(name.count + 1)), [line]))
        }
    }

    /// The target may hold spaces, so it is all between the first space and the last.
    private mutating func parseRequestLine(_ line: String) throws(SigningInputError) {
        guard let first = line.firstIndex(of: " "), let last = line.lastIndex(of: " "), first < last,
            line[last...].hasPrefix(" HTTP/")
        else {
            throw SigningInputError(
                "line 1 of the request is no request line: \"\(line)\"", hint: "Write it as `GET /path?query HTTP/1.1`.")
        }
        method = String(line[..<first])
        target = String(line[line.index(after: first)..<last])
        version = String(line[line.index(after: last)...])
        guard target.hasPrefix("/") else {
            throw SigningInputError(
                "the path \"\(target)\" in line 1 of the request does not begin with /",
                hint: "Put the host into a `Host` header and only path and query into line 1.")
        }
    }

    var signingRequest: SigningRequest {
        let path = target.prefix { $0 != "?" }
        return SigningRequest(
            method: method, path: String(path), query: path.count < target.count ? String(target.dropFirst(path.count + 1)) : nil,
            headers: headers.map { ($0.name, $0.value) }, body: body)
    }

    /// The same text with the signature in it. A body that is not UTF-8 shows replacement characters.
    func text(of signed: SignedRequest) -> String {
        let kept = Set(signed.request.headers.map { $0.name.lowercased() })
        var lines = ["\(method) \(signed.request.path)\(signed.request.query.map { "?" + $0 } ?? "") \(version)"]
        for header in headers where kept.contains(header.name.lowercased()) && !signed.replaces(header.name) {
            lines += header.lines
        }
        lines += signed.addedHeaders.map { "\($0.name):\($0.value)" }
        return lines.map { $0 + newline }.joined() + newline + String(decoding: body, as: UTF8.self)
    }
}

extension SignedRequest {
    /// True when signing wrote this header, so that one of the same name in the original is gone.
    fileprivate func replaces(_ name: String) -> Bool {
        addedHeaders.contains { $0.name.lowercased() == name.lowercased() }
    }
}
