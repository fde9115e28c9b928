package import FoundationEssentials

/// Runs a function. A function that fails is an answer like any other; only a fault of the service is an error.
///
/// Never sent twice once it may have arrived: what the function does is not ours to repeat. Source: Lambda API Reference, Invoke.
package enum Invoke: AWSOperation {
    package static let target = Target(.lambda, "Invoke")
    package static let mayRepeat = false

    package enum Mode: String, Sendable, CaseIterable {
        /// Waits for the function's result.
        case requestResponse = "RequestResponse"
        /// Hands the event over and does not wait.
        case event = "Event"
        /// Checks permission and parameters, runs nothing.
        case dryRun = "DryRun"
    }

    package struct Input: Sendable {
        /// Name or ARN.
        package var functionName: String
        /// Version or alias; nil for `$LATEST`.
        package var qualifier: String?
        package var mode: Mode
        /// JSON; at most 6 MB, 1 MB for an event.
        package var payload: Data
        /// How long an answer is waited for.
        package var timeout: Duration

        package init(functionName: String, qualifier: String?, mode: Mode, payload: Data, functionTimeoutSeconds: Int?) {
            self.functionName = functionName
            self.qualifier = qualifier
            self.mode = mode
            self.payload = payload
            self.timeout = mode == .requestResponse ? Self.timeout(functionTimeoutSeconds: functionTimeoutSeconds) : .seconds(30)
        }

        /// The function's own time-out and what a cold start and the way may take, 15 min 30 s at most; that where it is not known.
        static func timeout(functionTimeoutSeconds: Int?) -> Duration {
            let longest = 930
            return .seconds(functionTimeoutSeconds.map { min(max($0, 0) + 30, longest) } ?? longest)
        }
    }

    package struct Output: Sendable, Equatable {
        /// 200 for a result, 202 for an event, 204 for a dry run.
        package var status: Int
        /// `Handled` or `Unhandled`: the function failed, and the payload says why. nil when it did not.
        package var functionError: String?
        /// The version that the qualifier stood for.
        package var executedVersion: String?
        /// The last 4 KB of the log of this run.
        package var logTail: String?
        package var payload: Data
        package var requestID: String?

        package init(
            status: Int, functionError: String? = nil, executedVersion: String? = nil, logTail: String? = nil,
            payload: Data = Data(), requestID: String? = nil
        ) {
            self.status = status
            self.functionError = functionError
            self.executedVersion = executedVersion
            self.logTail = logTail
            self.payload = payload
            self.requestID = requestID
        }
    }

    package static func encode(_ input: Input) -> OperationRequest {
        var request = OperationRequest.rest(
            "POST", ["2015-03-31", "functions", input.functionName, "invocations"], query: [("Qualifier", input.qualifier)],
            body: input.payload)
        request.headers.append(("X-Amz-Invocation-Type", input.mode.rawValue))
        if input.mode == .requestResponse { request.headers.append(("X-Amz-Log-Type", "Tail")) }
        request.timeout = input.timeout
        return request
    }

    package static func decode(_ response: HTTPResponse) -> Output {
        Output(
            status: response.status, functionError: response.header("X-Amz-Function-Error"),
            executedVersion: response.header("X-Amz-Executed-Version"),
            logTail: response.header("X-Amz-Log-Result").flatMap { Data(base64Encoded: $0) }
                .map { String(decoding: $0, as: UTF8.self) },
            payload: response.body, requestID: response.header("x-amzn-RequestId"))
    }

    /// The request alone; what the run itself costs is not known beforehand. Source: AWS Lambda Pricing.
    package static func estimatedCostUSD(_ input: Input) -> Double { input.mode == .dryRun ? 0 : 0.000_000_2 }
}
