import FoundationEssentials

/// One content line: `DTSTART;TZID=Europe/London:20240115T103000`. Source: RFC 5545, 3.1.
struct ICalendarLine: Equatable {
    var name: String
    /// Names in upper case; quotes are taken off the values.
    var parameters: [String: String]
    /// As written; texts are unescaped by ``text``.
    var value: String
    /// Of its first piece, from 1.
    var number: Int

    /// - Returns: nil for a line without a colon.
    init?(_ line: String, number: Int) {
        var (parts, current, isQuoted) = ([String](), "", false)
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, scalar == ":" {
                parts.append(current)
                self.init(parts, value: String(rest), number: number)
                return
            } else if !isQuoted, scalar == ";" {
                parts.append(current)
                current = ""
            } else {
                current.unicodeScalars.append(scalar)
            }
        }
        return nil
    }

    private init(_ parts: [String], value: String, number: Int) {
        name = (parts.first ?? "").uppercased()
        parameters = Dictionary(
            parts.dropFirst().compactMap { part in
                let pair = part.split(separator: "=", maxSplits: 1)
                return pair.count == 2 ? (pair[0].uppercased(), String(pair[1])) : nil
            }
        ) { first, _ in first }
        self.value = value
        self.number = number
    }

    /// The value of a text property: `\n`, `\,`, `\;` and `\\` are what they stand for.
    var text: String {
        var text = ""
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if isEscaped {
                text.unicodeScalars.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The texts of a list, separated by commas that are not escaped.
    var texts: [String] {
        var (pieces, current, isEscaped) = ([String](), "", false)
        for scalar in value.unicodeScalars {
            if !isEscaped, scalar == "," {
                pieces.append(current)
                current = ""
                continue
            }
            isEscaped = !isEscaped && scalar == "\\"
            current.unicodeScalars.append(scalar)
        }
        return (pieces + [current]).map { piece in
            var line = self
            line.value = piece
            return line.text
        }
    }

    /// Lines are folded: what begins with a blank goes on with the line before.
    static func lines(of data: Data) -> [ICalendarLine] {
        var unfolded: [(text: [UInt8], number: Int)] = []
        for (index, raw) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw
            if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !unfolded.isEmpty {
                unfolded[unfolded.count - 1].text += line.dropFirst()
            } else if !line.isEmpty {
                unfolded.append((Array(line), index + 1))
            }
        }
        return unfolded.compactMap { ICalendarLine(String(decoding: $0.text, as: UTF8.self), number: $0.number) }
    }
}

/// A component with the lines and components in it: `VEVENT`, `VTIMEZONE`.
struct ICalendarComponent {
    var name: String
    var lines: [ICalendarLine] = []
    var children: [ICalendarComponent] = []
    var number: Int

    func first(_ name: String) -> ICalendarLine? { lines.first { $0.name == name } }
    func all(_ name: String) -> [ICalendarLine] { lines.filter { $0.name == name } }

    /// - Throws: ``Problem`` for a component that does not end, or ends as another one.
    static func tree(_ lines: [ICalendarLine]) throws(Problem) -> [ICalendarComponent] {
        var open: [ICalendarComponent] = [ICalendarComponent(name: "", number: 0)]
        for line in lines {
            switch line.name {
            case "BEGIN": open.append(ICalendarComponent(name: line.value.uppercased(), number: line.number))
            case "END":
                guard open.count > 1, let done = open.popLast(), done.name == line.value.uppercased() else {
                    throw .badImport("line \(line.number): END:\(line.value) ends what did not begin.")
                }
                open[open.count - 1].children.append(done)
            default: open[open.count - 1].lines.append(line)
            }
        }
        guard open.count == 1 else {
            throw .badImport("line \(open[open.count - 1].number): BEGIN:\(open[open.count - 1].name) does not end.")
        }
        return open[0].children
    }
}
