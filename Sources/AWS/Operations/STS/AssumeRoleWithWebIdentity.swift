import FoundationEssentials

/// Trades a token of an identity provider for a role's credentials; carries no signature.
/// Source: STS API Reference, AssumeRoleWithWebIdentity.
package enum AssumeRoleWithWebIdentity: QueryOperation {
    package static let target = Target(.sts, "AssumeRoleWithWebIdentity")
    package static let mayRepeat = true
    package static let isSigned = false

    package struct Input: QueryEncodable, Sendable {
        package var roleARN: String
        package var roleSessionName: String
        /// The token itself, a secret.
        package var webIdentityToken: String
        package var durationSeconds: Int?

        package init(roleARN: String, roleSessionName: String, webIdentityToken: String, durationSeconds: Int? = nil) {
            self.roleARN = roleARN
            self.roleSessionName = roleSessionName
            self.webIdentityToken = webIdentityToken
            self.durationSeconds = durationSeconds
        }

        package func encode(to form: inout QueryForm) {
            form.add("RoleArn", roleARN)
            form.add("RoleSessionName", roleSessionName)
            form.add("WebIdentityToken", webIdentityToken)
            form.add("DurationSeconds", durationSeconds)
        }
    }

    package typealias Output = AssumedRole
}
