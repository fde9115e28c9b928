import FoundationEssentials

/// Trades the caller's credentials for a role's. Source: STS API Reference, AssumeRole.
package enum AssumeRole: QueryOperation {
    package static let target = Target(.sts, "AssumeRole")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package var roleARN: String
        /// 2 to 64 characters of `[\w+=,.@-]`; shows up in CloudTrail.
        package var roleSessionName: String
        package var externalID: String?
        /// 900 up to the role's maximum; 3600 when chained.
        package var durationSeconds: Int?
        package var serialNumber: String?
        package var tokenCode: String?

        package init(
            roleARN: String, roleSessionName: String, externalID: String? = nil, durationSeconds: Int? = nil,
            serialNumber: String? = nil, tokenCode: String? = nil
        ) {
            self.roleARN = roleARN
            self.roleSessionName = roleSessionName
            self.externalID = externalID
            self.durationSeconds = durationSeconds
            self.serialNumber = serialNumber
            self.tokenCode = tokenCode
        }

        package func encode(to form: inout QueryForm) {
            form.add("RoleArn", roleARN)
            form.add("RoleSessionName", roleSessionName)
            form.add("ExternalId", externalID)
            form.add("DurationSeconds", durationSeconds)
            form.add("SerialNumber", serialNumber)
            form.add("TokenCode", tokenCode)
        }
    }

    package typealias Output = AssumedRole
}
