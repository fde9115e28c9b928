/// A page of what belongs to one function.
package struct FunctionPage: Sendable {
    /// Name or ARN.
    package var functionName: String
    package var marker: String?

    package init(functionName: String, marker: String? = nil) {
        self.functionName = functionName
        self.marker = marker
    }
}
