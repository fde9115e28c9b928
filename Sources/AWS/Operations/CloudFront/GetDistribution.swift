package import FoundationEssentials

/// One distribution. Source: CloudFront API Reference, GetDistribution.
package enum GetDistribution: AWSOperation {
    package static let target = Target(.cloudFront, "GetDistribution")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package var id: String

        package init(id: String) { self.id = id }
    }

    package struct Output: Sendable, Equatable {
        package var id: String
        /// `Deployed | InProgress`.
        package var status: String
        package var domainName: String?
        package var lastModified: Date?
        package var isEnabled: Bool?
    }

    package static func encode(_ input: Input) -> OperationRequest { .rest("GET", ["2020-05-31", "distribution", input.id]) }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        let root = try XMLElement(parsing: response.body)
        guard root.name == "Distribution" else { throw CodecError("the answer is <\(root.name)>, not <Distribution>") }
        return Output(
            id: try root.required("Id"), status: try root.required("Status"), domainName: root.string("DomainName"),
            lastModified: try root.date("LastModifiedTime"), isEnabled: try root["DistributionConfig"]?.bool("Enabled"))
    }
}
