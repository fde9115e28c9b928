/// What a person can do about a problem from inside the console.
package enum Remedy: Sendable, Equatable, Codable {
    /// Sign in to IAM Identity Center for this AWS profile.
    case signIn(profile: String)
    /// Type the code that an MFA device shows.
    case enterCode(CodeQuestion)
}
