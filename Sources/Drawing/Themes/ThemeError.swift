/// A theme that cannot be used, and why.
package struct ThemeError: Error, Sendable, Equatable, CustomStringConvertible {
    package var theme: String
    /// What is wrong, with what was meant if that can be guessed: `unknown role "dangr". Did you mean "danger"?`
    package var message: String
    /// The key it is about, so that whoever read the file can name the line.
    package var key: String

    package var description: String { "theme \(theme): \(message)" }
}
