import SigV4

/// A question about one bucket, which is named in the path: the form that every endpoint understands.
package struct BucketQuestion: Sendable {
    package var bucket: String

    package init(bucket: String) { self.bucket = bucket }

    /// - Parameter part: `policyStatus`, `publicAccessBlock`: a query without a value.
    func request(_ part: String) -> OperationRequest {
        OperationRequest(method: "GET", path: "/" + PercentEncoding.encode(bucket), query: [(part, "")])
    }
}
