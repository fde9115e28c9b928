package import FoundationEssentials

/// What the AssumeRole calls answer: temporary credentials. Its description shows no secret.
package struct AssumedRole: XMLDecodable, Sendable, CustomStringConvertible, CustomReflectable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String
    package var expiration: Date
    /// Of the role's session; nil where an emulator leaves it out.
    package var arn: String?

    package init(xml: XMLElement) throws {
        guard let credentials = xml["Credentials"] else { throw CodecError("<Credentials> is missing in <\(xml.name)>") }
        accessKeyID = try credentials.required("AccessKeyId")
        secretAccessKey = try credentials.required("SecretAccessKey")
        sessionToken = try credentials.required("SessionToken")
        guard let date = try credentials.date("Expiration") else { throw CodecError("<Expiration> is missing in <Credentials>") }
        expiration = date
        arn = xml["AssumedRoleUser"]?.string("Arn")
    }

    package var description: String { "role credentials …\(accessKeyID.suffix(4))" }
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
