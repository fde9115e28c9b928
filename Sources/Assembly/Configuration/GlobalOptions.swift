/// The flags that every command takes (contract, Commands). nil or false: not given.
package struct GlobalOptions: Sendable, Equatable {
    package var context: String?
    package var profile: String?
    package var region: String?
    package var endpointURL: String?
    package var config: String?
    package var stateDir: String?
    package var theme: String?
    /// Which story the practice context tells; nil for the standard one.
    package var drill: String?
    package var isReadOnly = false
    package var isJSON = false
    package var isYes = false
    package var isDryRun = false

    package init() {}
}
