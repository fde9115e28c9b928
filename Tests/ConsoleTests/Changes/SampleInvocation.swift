import Console
import Drawing
import FoundationEssentials
import Model
import Support

/// A test-invoke of the worker that fails, from its choices to its result.
enum SampleInvocation {
    static let function = "prd3292-prod1-eu-west-1-demand-worker"

    static let staging = Place(context: "staging", region: "eu-west-1", account: "123456789012", isProduction: false)

    static let library = PayloadLibrary(files: [
        ("fan", "{\n  \"fan\": 4711,\n  \"phone\": \"+447700900123\",\n  \"token\": \"s3cr3t-t0k3n\"\n}\n"),
        ("broken", "{\"fan\": }"), ("check-function", "{}"),
        ("lone-worker-button-3", "{\"Details\": {\"Parameters\": {\"buttonpressed\": \"3\"}}}"),
    ])

    static let material = InvokeMaterial(functionName: function, library: library, region: "eu-west-1")

    static let options = InvokeOptions(
        aliases: [.init(name: "live", version: "12")], versions: ["12", "11"], timeoutSeconds: 60)

    private static func log(_ line: String, status: String = "") -> String {
        """
        START RequestId: 3604209a-e9a3-11e6-939a-754dd98c7be3 Version: $LATEST
        \(line)
        END RequestId: 3604209a-e9a3-11e6-939a-754dd98c7be3
        REPORT RequestId: 3604209a-e9a3-11e6-939a-754dd98c7be3\tDuration: 412.34 ms\tBilled Duration: 413 ms\tMemory Size: 1024 MB\t\
        Max Memory Used: 180 MB\tInit Duration: 230.10 ms\(status)

        """
    }

    static let answered = InvokeReport(
        InvokeResult(
            status: 200, payload: #"{"fans":[{"id":4711,"phone":"+447700900123"}],"sent":true,"note":"first\nsecond"}"#,
            tookMs: 431.5, log: log("2026-11-21T03:10:42.000Z INFO sent to +447700900123"), executedVersion: "$LATEST",
            requestID: "3604209a-e9a3-11e6-939a-754dd98c7be3"))

    static let functionFailed = InvokeReport(
        InvokeResult(
            status: 200, functionError: "Unhandled",
            payload: #"{"errorType":"KeyError","errorMessage":"no such fan","trace":["at send (index.py:12)"]}"#, tookMs: 431.5,
            log: log("[ERROR] KeyError: no such fan"), executedVersion: "$LATEST",
            requestID: "3604209a-e9a3-11e6-939a-754dd98c7be3"))

    static let unknown = Outcome(
        .unknown(
            Problem(
                code: "TimedOut",
                message: "Lambda Invoke in eu-west-1 had no answer within 1m30s. The function may be running, or may have run.",
                hint: "Look into log group /aws/lambda/\(function) in eu-west-1 for a run of that time before invoking again.")))

    static let notSent = Outcome(
        .failed(
            Problem(
                code: "AuditFailed",
                message: "Not sent, since it could not be recorded. Could not write the audit entry to /home/ana/.local/state/"
                    + "nightdesk/state.sqlite: the disk is full. Nothing has changed.",
                hint: "Free some space, then try again.")))
}

extension ScreenTester {
    /// The night outside production, the failing worker selected.
    static func calm(_ width: Int = 120, _ height: Int = 40, glyphs: Glyphs = .unicode) -> ScreenTester {
        var tester = ScreenTester.night(width, height, place: SampleInvocation.staging, glyphs: glyphs)
        tester.press("1")
        _ = tester.takeEffects()
        return tester
    }

    /// Presses T and lets everything arrive that can be chosen from.
    mutating func openChooser() {
        press("T")
        send(.change(.material(SampleInvocation.material)))
        send(.change(.options(functionName: SampleInvocation.function, SampleInvocation.options)))
    }

    /// Up to the question, about the first event; its number is 1.
    mutating func openQuestion(check: InvokeCheck? = .allowed) {
        openChooser()
        press("Enter")
        if let check { send(.change(.checked(1, check))) }
    }

    /// What would be sent.
    var submitted: [Proposal] {
        effects.compactMap { effect in
            if case .submit(let proposal) = effect { proposal } else { nil }
        }
    }
}
