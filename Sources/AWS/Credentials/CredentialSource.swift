package import FoundationEssentials
package import Model

/// One place that credentials may come from.
protocol CredentialSource: Sendable {
    /// Credentials as they are there now, fetched anew.
    /// - Returns: nil when nothing is configured here, so that the next source is asked.
    /// - Throws: ``AWSError``; no later source is asked then.
    func load() async throws -> AWSCredentials?
}

/// What fetching credentials needs from outside.
package struct CredentialDependencies: Sendable {
    package var transport: any Transport
    package var clock: any WallClock
    /// Runs a program without a shell and gives back how it ended and what it wrote to standard output.
    package var runProcess: @Sendable (_ words: [String], _ variables: [String: String]) async throws -> ProcessOutput
    package var random: @Sendable (ClosedRange<Int>) -> Int
    package var codePrompt: any CodePrompt

    package init(
        transport: any Transport, clock: any WallClock = SystemClock(),
        runProcess: @escaping @Sendable ([String], [String: String]) async throws -> ProcessOutput = {
            try await ChildProcess.run($0, variables: $1)
        },
        random: @escaping @Sendable (ClosedRange<Int>) -> Int = { Int.random(in: $0) },
        codePrompt: any CodePrompt = NoCodePrompt()
    ) {
        self.transport = transport
        self.clock = clock
        self.runProcess = runProcess
        self.random = random
        self.codePrompt = codePrompt
    }
}

/// How a program ended.
package struct ProcessOutput: Sendable, Equatable {
    /// 128 + signal when one ended it, as shells count.
    package var status: Int32
    package var standardOutput: Data

    package init(status: Int32, standardOutput: Data) {
        self.status = status
        self.standardOutput = standardOutput
    }
}

extension AWSError {
    static func partialCredentials(_ place: String, missing: String) -> AWSError {
        AWSError(
            .credentials, code: "PartialCredentialsError", message: "The credentials in \(place) have no \(missing).",
            hint: "Add it, or take the rest away.")
    }

    static func invalidConfig(_ message: String, hint: String) -> AWSError {
        AWSError(.credentials, code: "InvalidConfigError", message: message, hint: hint)
    }

    static func retrieval(_ message: String, hint: String) -> AWSError {
        AWSError(.credentials, code: "CredentialRetrievalError", message: message, hint: hint)
    }

    static let cancelledWhileFetching = AWSError(.cancelled, code: "Cancelled", message: "Fetching credentials was cancelled.")
}

/// Times in token files and answers.
enum ExpiryTime {
    /// ISO 8601 with `Z` or an offset; older CLIs write `UTC` for the zone.
    static func parse(_ text: String) -> Date? {
        let text = text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text
        return Timestamp.seconds(iso8601: text).map(Date.init(timeIntervalSince1970:))
    }

    static func text(_ date: Date) -> String { Timestamp.iso8601(date) }
}

/// Token files that the CLI reads too.
enum TokenFile {
    static func encode(_ token: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return try encoder.encode(token)
    }
}
