/// What this build calls itself, in `--version`, the User-Agent and the man page.
package enum Product {
    package static let name = "nightdesk"
    package static let version = "0.1.0"
}
