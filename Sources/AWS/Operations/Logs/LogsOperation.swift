import FoundationEssentials
import Model

/// A call of CloudWatch Logs: AWS JSON 1.1 whose keys are in lowerCamelCase already.
package protocol LogsOperation: AWSOperation where Input: Encodable {}

extension LogsOperation {
    package static func encode(_ input: Input) throws -> OperationRequest {
        guard let dialect = target.service.jsonDialect else {
            throw CodecError("\(target.service.title) does not speak AWS JSON")
        }
        let headers = [("Content-Type", dialect.contentType), ("X-Amz-Target", "\(dialect.prefix).\(target.name)")]
        return OperationRequest(headers: headers, body: try JSONEncoder().encode(input))
    }
}

extension LogsOperation where Output: Decodable {
    package static func decode(_ response: HTTPResponse) throws -> Output {
        try JSONCodec.decode(Output.self, from: response.body)
    }
}

/// Reads answers that carry what strangers have logged, where Foundation's decoder would refuse all of it for half a surrogate
/// pair in one line, and takes several times as long.
extension JSONScanner {
    static func read<Output>(
        _ data: some Sequence<UInt8>, into output: Output,
        _ body: (inout JSONScanner, Range<Int>, inout Output) throws(JSONScanner.Problem) -> Void
    ) throws(CodecError) -> Output {
        var scanner = JSONScanner(Array(data))
        var output = output
        do throws(JSONScanner.Problem) {
            try scanner.members { scanner, key throws(JSONScanner.Problem) in try body(&scanner, key, &output) }
        } catch {
            throw CodecError(error.text, at: error.position)
        }
        guard scanner.isAtEnd() else { throw CodecError("something follows the answer", at: scanner.position) }
        return output
    }

    /// The elements of an array; none for `null` and for anything else, which is passed over.
    mutating func list<Element>(
        _ element: (inout JSONScanner) throws(Problem) -> Element
    ) throws(Problem) -> [Element] {
        var list: [Element] = []
        guard try kind() == .array else {
            try skip()
            return list
        }
        try elements { scanner throws(Problem) in list.append(try element(&scanner)) }
        return list
    }
}
