/// Whether a bucket's policy makes it public; `NoSuchBucketPolicy` where there is none. Source: S3 API Reference,
/// GetBucketPolicyStatus.
package enum GetBucketPolicyStatus: AWSOperation {
    package static let target = Target(.s3, "GetBucketPolicyStatus")
    package static let mayRepeat = true

    package typealias Input = BucketQuestion

    package struct Output: Sendable, Equatable {
        package var isPublic: Bool
    }

    package static func encode(_ input: Input) -> OperationRequest { input.request("policyStatus") }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let root = try XMLElement(parsing: response.body)
        guard root.name == "PolicyStatus" else { throw CodecError("the answer is <\(root.name)>, not <PolicyStatus>") }
        return Output(isPublic: try root.bool("IsPublic") ?? false)
    }
}
