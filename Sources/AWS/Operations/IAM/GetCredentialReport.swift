package import FoundationEssentials

/// The credential report: one line of CSV a user, the root user first. `ReportNotPresent`, `ReportExpired` and `ReportInProgress`
/// mean that it is to be generated, or waited for. Source: IAM API Reference, GetCredentialReport.
package enum GetCredentialReport: QueryOperation {
    package static let target = Target(.iam, "GetCredentialReport")
    package static let mayRepeat = true
    /// The codes that are answered while there is no report.
    package static let missingCodes: Set = ["ReportNotPresent", "ReportExpired", "ReportInProgress"]

    package struct Input: QueryEncodable, Sendable {
        package init() {}
        package func encode(to form: inout QueryForm) {}
    }

    package struct Output: XMLDecodable, Sendable {
        /// CSV with a line of titles.
        package var content: String
        package var generatedTime: Date?

        package init(xml: XMLElement) throws {
            let encoded = try xml.required("Content")
            guard let data = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else {
                throw CodecError("<Content> is no base64")
            }
            content = String(decoding: data, as: UTF8.self)
            generatedTime = try xml.date("GeneratedTime")
        }
    }
}
