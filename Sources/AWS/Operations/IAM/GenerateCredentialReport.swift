/// Asks IAM to write the credential report, which takes seconds; a report of the last four hours stands. Source: IAM API
/// Reference, GenerateCredentialReport.
package enum GenerateCredentialReport: QueryOperation {
    package static let target = Target(.iam, "GenerateCredentialReport")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package init() {}
        package func encode(to form: inout QueryForm) {}
    }

    package struct Output: XMLDecodable, Sendable {
        /// `STARTED | INPROGRESS | COMPLETE`.
        package var state: String

        package init(xml: XMLElement) throws { state = try xml.required("State") }
    }
}
