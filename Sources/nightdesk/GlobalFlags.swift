import ArgumentParser
import Assembly

/// The flags of every command (contract, Commands).
struct GlobalFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Context of the configuration, or aws, or drill.", valueName: "name"))
    var context: String?
    @OptionGroup var others: OtherFlags

    var options: GlobalOptions {
        var options = others.options
        options.context = context
        return options
    }
}

/// All but `--context`, which `debug sign` has a meaning of its own for.
struct OtherFlags: ParsableArguments {
    @Option(help: ArgumentHelp("AWS profile.", valueName: "name"))
    var profile: String?
    @Option(help: ArgumentHelp("AWS region.", valueName: "name"))
    var region: String?
    @Option(help: ArgumentHelp("Endpoint for every AWS service.", valueName: "url"))
    var endpointUrl: String?
    @Option(help: ArgumentHelp("Configuration file.", valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("Folder for state.", valueName: "folder"))
    var stateDir: String?
    @Option(help: ArgumentHelp("Theme.", valueName: "name"))
    var theme: String?
    @Flag(help: "Refuse everything that changes or runs something.")
    var readOnly = false
    @Flag(help: "The same as --format json.")
    var json = false
    @Flag(help: "Answer yes to the question before a change.")
    var yes = false
    @Flag(help: "Print the calls instead of making them.")
    var dryRun = false

    var options: GlobalOptions {
        var options = GlobalOptions()
        options.profile = profile
        options.region = region
        options.endpointURL = endpointUrl
        options.config = config
        options.stateDir = stateDir
        options.theme = theme
        options.isReadOnly = readOnly
        options.isJSON = json
        options.isYes = yes
        options.isDryRun = dryRun
        return options
    }
}
