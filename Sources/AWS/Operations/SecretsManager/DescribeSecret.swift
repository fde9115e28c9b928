/// When a secret was rotated and whether it is to be deleted; never its value. Source: Secrets Manager API Reference,
/// DescribeSecret.
package enum DescribeSecret: JSONOperation {
    package static let target = Target(.secretsManager, "DescribeSecret")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        /// Name or ARN.
        package var secretId: String

        package init(secretId: String) { self.secretId = secretId }
    }

    /// Moments in seconds since 1970.
    package struct Output: Decodable, Sendable {
        package var name: String?
        package var rotationEnabled: Bool?
        package var lastRotatedDate: Double?
        package var lastChangedDate: Double?
        package var createdDate: Double?
        package var nextRotationDate: Double?
        package var deletedDate: Double?
    }
}
