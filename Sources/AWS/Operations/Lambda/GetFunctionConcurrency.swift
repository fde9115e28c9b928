/// The reserved concurrency of a function. Source: Lambda API Reference, GetFunctionConcurrency.
package enum GetFunctionConcurrency: RESTOperation {
    package static let target = Target(.lambda, "GetFunctionConcurrency")
    package static let mayRepeat = true

    package struct Input: Sendable {
        package var functionName: String

        package init(functionName: String) {
            self.functionName = functionName
        }
    }

    package struct Output: Decodable, Sendable, Equatable {
        /// nil: nothing is reserved. 0: the function is stopped.
        package var reservedConcurrentExecutions: Int?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest("GET", ["2019-09-30", "functions", input.functionName, "concurrency"])
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        // Some emulators answer nothing at all where nothing is reserved.
        if response.body.isEmpty { return Output(reservedConcurrentExecutions: nil) }
        return try JSONCodec.decode(Output.self, from: response.body)
    }
}
