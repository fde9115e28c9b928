/// Tells who signs. Needs no permission. Source: STS API Reference, GetCallerIdentity.
package enum GetCallerIdentity: QueryOperation {
    package static let target = Target(.sts, "GetCallerIdentity")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package init() {}
        package func encode(to form: inout QueryForm) {}
    }

    package struct Output: XMLDecodable, Sendable, Equatable {
        package var userID: String
        /// The twelve digits.
        package var account: String
        package var arn: String

        package init(xml: XMLElement) throws {
            userID = try xml.required("UserId")
            account = try xml.required("Account")
            arn = try xml.required("Arn")
        }
    }
}
