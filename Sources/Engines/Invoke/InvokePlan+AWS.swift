import AWS
import FoundationEssentials
import Model

extension InvokePlan {
    func input(_ mode: Invoke.Mode) -> Invoke.Input {
        Invoke.Input(
            functionName: functionName, qualifier: qualifier, mode: mode, payload: Data(payload.text.utf8),
            functionTimeoutSeconds: timeoutSeconds)
    }
}

extension InvokePlan.Mode {
    var invokeMode: Invoke.Mode { self == .event ? .event : .requestResponse }
}

extension InvokeResult {
    init(_ output: Invoke.Output, tookMs: Double) {
        self.init(
            status: output.status, functionError: output.functionError, payload: String(decoding: output.payload, as: UTF8.self),
            tookMs: tookMs, log: output.logTail, executedVersion: output.executedVersion, requestID: output.requestID)
    }
}
