import AWS
import Engines
import FoundationEssentials
import Model
import Services

/// The settings that a deployment of the original has in its environment; they win over the configuration (contract, Files and environment).
struct EscalationEnvironment {
    let variables: [String: String]

    var queue: String? { text("REQUEST_QUEUE") }

    /// - Throws: ``CommandFailure`` 78 naming the variable that is no number, or out of its range.
    func settings(for section: EscalationsSection) throws -> EngineSettings {
        var limits = ActivatorState.Limits()
        for (channel, name) in [
            ("phone", "MAX_CALLING_THREADS"), ("email", "MAX_SMTP_THREADS"), ("pubnub", "MAX_PUBNUB_THREADS"),
        ] {
            if let most = try number(name, 1...1000) { limits.byChannel[channel] = most }
        }
        limits.channels = try number("MAX_NOTIFIER_THREADS", 1...1000)
        var settings = EngineSettings(
            channels: EscalationChannels(allowed: section.channels, targetKeys: Channel.targetKeys), limits: limits,
            plan: RetryPlan(retries: section.retries, unknown: section.unknown))
        if let seconds = try number("SQS_READ_WAIT_TIME_SECONDS", 0...20) { settings.queueWait = .seconds(seconds) }
        if let most = try number("INITIATOR_MAX_RUN_TIME_MILLIS", 1...86_400_000) { settings.longestDrain = .milliseconds(most) }
        return settings
    }

    private func text(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    private func number(_ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw CommandFailure(
                .badConfiguration, code: "BadEnvironment",
                message: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".",
                hint: "Correct the variable or unset it.")
        }
        return number
    }
}
