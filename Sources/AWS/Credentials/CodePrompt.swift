package import Model

/// Asks a person for the code that an MFA device shows.
package protocol CodePrompt: Sendable {
    /// - Throws: ``AWSError/codeMissing(_:hint:)`` when nobody is there, or has not answered yet; it may be asked again.
    func code(for question: CodeQuestion) async throws -> OneTimeCode
}

/// Where nobody can be asked.
package struct NoCodePrompt: CodePrompt {
    package init() {}

    package func code(for question: CodeQuestion) async throws -> OneTimeCode {
        throw AWSError.codeMissing(
            question,
            hint:
                "Run `aws sts get-caller-identity --profile \(question.profile)` and type the code there, or run this in a terminal."
        )
    }
}

extension AWSError {
    /// A role that asks for an MFA code, and no code.
    package static func codeMissing(_ question: CodeQuestion, hint: String) -> AWSError {
        let reason = question.reason.map { " \($0)" } ?? ""
        return AWSError(
            .credentials, code: "MFARequired",
            message: "Profile \"\(question.profile)\" asks for the code of MFA device \(question.serial) (mfa_serial).\(reason)",
            hint: hint, remedy: .enterCode(question))
    }
}
