/// Reads an answer of GetMetricData from its bytes into arrays, without a tree: it may hold a hundred thousand points.
struct MetricDataReader {
    private var scanner: XMLScanner

    init(_ bytes: [UInt8]) {
        scanner = XMLScanner(bytes)
    }

    mutating func output() throws(CodecError) -> GetMetricData.Output {
        var output = GetMetricData.Output()
        var hasResult = false
        guard case .start(let root) = try scanner.next(), scanner.has("GetMetricDataResponse", at: root) else {
            throw CodecError("the answer is not <GetMetricDataResponse>", at: 0)
        }
        try eachChild { reader, name throws(CodecError) in
            guard reader.scanner.has("GetMetricDataResult", at: name) else { return try reader.skip() }
            hasResult = true
            try reader.eachChild { reader, name throws(CodecError) in try reader.readResult(name, into: &output) }
        }
        _ = try scanner.next()
        guard hasResult else { throw CodecError("<GetMetricDataResult> is missing") }
        return output
    }

    private mutating func readResult(_ name: Range<Int>, into output: inout GetMetricData.Output) throws(CodecError) {
        if scanner.has("MetricDataResults", at: name) {
            try eachChild { reader, _ throws(CodecError) in output.results.append(try reader.series()) }
        } else if scanner.has("Messages", at: name) {
            output.messages = try messages()
        } else if scanner.has("NextToken", at: name) {
            output.nextToken = try text()
        } else {
            try skip()
        }
    }

    private mutating func series() throws(CodecError) -> MetricDataResult {
        var result = MetricDataResult()
        try eachChild { reader, name throws(CodecError) in
            if reader.scanner.has("Values", at: name) {
                try reader.eachChild { reader, _ throws(CodecError) in result.values.append(try reader.number()) }
            } else if reader.scanner.has("Timestamps", at: name) {
                try reader.eachChild { reader, _ throws(CodecError) in result.timestamps.append(try reader.timestamp()) }
            } else if reader.scanner.has("Id", at: name) {
                result.id = try reader.text()
            } else if reader.scanner.has("Label", at: name) {
                result.label = try reader.text()
            } else if reader.scanner.has("StatusCode", at: name) {
                result.statusCode = try reader.text()
            } else if reader.scanner.has("Messages", at: name) {
                result.messages = try reader.messages()
            } else {
                try reader.skip()
            }
        }
        guard result.timestamps.count == result.values.count else {
            throw CodecError("\(result.id) has \(result.timestamps.count) times and \(result.values.count) values")
        }
        return result
    }

    private mutating func messages() throws(CodecError) -> [MetricDataMessage] {
        var messages: [MetricDataMessage] = []
        try eachChild { reader, _ throws(CodecError) in
            var message = MetricDataMessage()
            try reader.eachChild { reader, name throws(CodecError) in
                let isCode = reader.scanner.has("Code", at: name)
                let isValue = reader.scanner.has("Value", at: name)
                let text = try reader.text()
                if isCode { message.code = text }
                if isValue { message.value = text }
            }
            messages.append(message)
        }
        return messages
    }

    // MARK: Elements. Each of these begins after a start tag and ends after its end tag.

    private mutating func eachChild(
        _ body: (inout MetricDataReader, Range<Int>) throws(CodecError) -> Void
    ) throws(CodecError) {
        while true {
            switch try scanner.next() {
            case .start(let name): try body(&self, name)
            case .text: continue
            case .end, .finished: return
            }
        }
    }

    private mutating func skip() throws(CodecError) {
        try eachChild { reader, _ throws(CodecError) in try reader.skip() }
    }

    private mutating func text() throws(CodecError) -> String {
        var text = ""
        while true {
            switch try scanner.next() {
            case .text(let range, let hasEntities): text += try scanner.string(range, hasEntities: hasEntities)
            case .start: try skip()
            case .end, .finished: return text
            }
        }
    }

    private mutating func number() throws(CodecError) -> Double {
        let range = try plainText()
        guard let value = Self.number(scanner.bytes[range]) ?? Double(scanner.name(range)) else {
            throw CodecError("a value is no number", at: range.lowerBound)
        }
        return value
    }

    private mutating func timestamp() throws(CodecError) -> Double {
        let range = try plainText()
        guard let seconds = Timestamp.seconds(iso8601: scanner.bytes[range]) else {
            throw CodecError("a timestamp is no date", at: range.lowerBound)
        }
        return seconds
    }

    private mutating func plainText() throws(CodecError) -> Range<Int> {
        guard case .text(let range, _) = try scanner.next(), case .end = try scanner.next() else {
            throw CodecError("a point is not plain text", at: scanner.position)
        }
        return range
    }

    /// Short decimals such as `12` and `0.25`, exactly as `Double` reads them: both parts of the division are exact. nil for the rest.
    static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
        guard !bytes.isEmpty, bytes.count <= 16 else { return nil }
        var digits = 0
        var scale = 0
        var hasPoint = false
        for byte in bytes {
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
                if hasPoint { scale += 1 }
            } else {
                return nil
            }
        }
        guard bytes.count > (hasPoint ? 1 : 0), digits < 1 << 53 else { return nil }
        return scale == 0 ? Double(digits) : Double(digits) / powersOfTen[scale]
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
