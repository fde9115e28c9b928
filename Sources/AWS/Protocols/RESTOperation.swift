package import FoundationEssentials
import SigV4

/// A call of the REST-JSON protocol: method, path and query say what is wanted. An operation writes ``AWSOperation/encode(_:)``
/// with ``OperationRequest/rest(_:_:query:body:)``; the answer is JSON.
package protocol RESTOperation: AWSOperation where Output: Decodable {}

extension RESTOperation {
    package static func decode(_ response: HTTPResponse) throws -> Output {
        try JSONCodec.decode(Output.self, from: response.body)
    }
}

extension OperationRequest {
    /// - Parameters:
    ///   - path: Segments, not yet percent-encoded; a `/` in one of them is encoded too.
    ///   - query: Pairs without a value are left out.
    ///   - body: JSON.
    package static func rest(
        _ method: String, _ path: [String], query: [(name: String, value: String?)] = [], body: Data = Data()
    ) -> OperationRequest {
        OperationRequest(
            method: method, path: "/" + path.map { PercentEncoding.encode($0) }.joined(separator: "/"),
            query: query.compactMap { item in item.value.map { (item.name, $0) } },
            headers: body.isEmpty ? [] : [("Content-Type", "application/json")], body: body)
    }
}
