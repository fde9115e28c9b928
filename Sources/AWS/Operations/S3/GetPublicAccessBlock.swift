/// What of a bucket's public access is blocked; `NoSuchPublicAccessBlockConfiguration` where nothing is. Source: S3 API Reference,
/// GetPublicAccessBlock.
package enum GetPublicAccessBlock: AWSOperation {
    package static let target = Target(.s3, "GetPublicAccessBlock")
    package static let mayRepeat = true

    package typealias Input = BucketQuestion

    package struct Output: Sendable, Equatable {
        package var blocksPublicAcls: Bool
        package var ignoresPublicAcls: Bool
        package var blocksPublicPolicy: Bool
        package var restrictsPublicBuckets: Bool

        package var blocksAll: Bool { blocksPublicAcls && ignoresPublicAcls && blocksPublicPolicy && restrictsPublicBuckets }
    }

    package static func encode(_ input: Input) -> OperationRequest { input.request("publicAccessBlock") }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let root = try XMLElement(parsing: response.body)
        guard root.name == "PublicAccessBlockConfiguration" else {
            throw CodecError("the answer is <\(root.name)>, not <PublicAccessBlockConfiguration>")
        }
        return Output(
            blocksPublicAcls: try root.bool("BlockPublicAcls") ?? false,
            ignoresPublicAcls: try root.bool("IgnorePublicAcls") ?? false,
            blocksPublicPolicy: try root.bool("BlockPublicPolicy") ?? false,
            restrictsPublicBuckets: try root.bool("RestrictPublicBuckets") ?? false)
    }
}
