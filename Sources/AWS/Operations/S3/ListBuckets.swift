/// Lists the account's buckets of all regions. Source: S3 API Reference, ListBuckets.
package enum ListBuckets: AWSOperation {
    package static let target = Target(.s3, "ListBuckets")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package init() {}
    }

    package struct Output: Sendable, Equatable {
        package var names: [String]
    }

    package static func encode(_ input: Input) -> OperationRequest { OperationRequest(method: "GET") }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let root = try XMLElement(parsing: response.body)
        guard root.name == "ListAllMyBucketsResult" else {
            throw CodecError("the answer is <\(root.name)>, not <ListAllMyBucketsResult>")
        }
        return Output(names: root["Buckets"]?.children.compactMap { $0.string("Name") } ?? [])
    }
}
