/// One function with its state. Source: Lambda API Reference, GetFunctionConfiguration.
package enum GetFunctionConfiguration: RESTOperation {
    package static let target = Target(.lambda, "GetFunctionConfiguration")
    package static let mayRepeat = true

    package struct Input: Sendable {
        /// Name or ARN.
        package var functionName: String
        /// Version or alias.
        package var qualifier: String?

        package init(functionName: String, qualifier: String? = nil) {
            self.functionName = functionName
            self.qualifier = qualifier
        }
    }

    package typealias Output = FunctionConfiguration

    package static func encode(_ input: Input) -> OperationRequest {
        .rest("GET", ["2015-03-31", "functions", input.functionName, "configuration"], query: [("Qualifier", input.qualifier)])
    }
}
