/// A call whose answer is a stream of events without an end of its own. Made through ``AWSClient/stream(_:_:)``; only opening it
/// is ever repeated.
package protocol StreamOperation: AWSOperation where Output == Void {
    associatedtype Event: Sendable
    /// - Returns: nil for an event that says nothing to us; services may add types.
    static func event(type: String, payload: [UInt8]) throws(CodecError) -> Event?
}

extension StreamOperation {
    /// Opening costs nothing; what is streamed is counted by whoever reads it.
    package static func estimatedCostUSD(_ input: Input) -> Double { 0 }

    package static func decode(_ response: HTTPResponse) throws {
        guard let type = response.header("Content-Type"), type.hasPrefix("application/vnd.amazon.eventstream") else {
            throw CodecError("it is no event stream")
        }
    }
}
