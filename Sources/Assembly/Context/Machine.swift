package import AWS
package import FoundationEssentials
import Glibc
package import Model

/// This process's surroundings: flags, variables, files. Everything that is decided from them starts here.
package struct Machine: Sendable {
    package let options: GlobalOptions
    package let environment: AWSEnvironment
    package let locations: FileLocations
    package let clock: any WallClock
    /// Who is asked for MFA codes.
    package var codePrompt: any CodePrompt = TerminalCodePrompt()
    /// Where nothing else gives a region; see ``locatingRegion(for:)``.
    package var instanceRegion: String?

    package init(options: GlobalOptions, environment: AWSEnvironment, executable: String, clock: any WallClock = SystemClock()) {
        self.options = options
        self.environment = environment
        self.clock = clock
        locations = FileLocations(
            options: options, environment: environment.variables, home: environment.home, executable: executable)
    }

    package static func current(_ options: GlobalOptions) -> Machine {
        Machine(options: options, environment: .current(), executable: Path.executable)
    }

    /// Which context is in force; asks no network.
    /// - Parameter options: Instead of the flags of this process.
    package func plan(_ configuration: Configuration, options: GlobalOptions? = nil) throws -> ContextPlan {
        let options = options ?? self.options
        var plan = try ContextPlan.decide(options: options, configuration: configuration) { hasCredentialHints }
        if plan.isDrill { plan.scenario = try ScenarioFile.load(options.drill ?? ScenarioFile.standard, from: locations) }
        return plan
    }

    package var hasCredentialHints: Bool {
        AWSConfiguration.hasCredentialHints(
            options: AWSOptions(profile: options.profile, region: options.region, endpointURL: options.endpointURL),
            environment: environment)
    }

    /// The AWS settings of a context or one of its sections: flag, then environment, then the context, then the CLI's own files.
    /// - Throws: ``CommandFailure`` 78.
    package func awsConfiguration(for settings: AWSSettings) throws -> AWSConfiguration {
        var environment = environment
        var wanted = AWSOptions(profile: options.profile, region: options.region, endpointURL: options.endpointURL)
        if let profile = settings.profile, environment["AWS_PROFILE"] == nil, environment["AWS_DEFAULT_PROFILE"] == nil {
            environment.variables["AWS_PROFILE"] = profile
        }
        if let region = settings.region, wanted.region == nil, environment["AWS_REGION"] == nil,
            environment["AWS_DEFAULT_REGION"] == nil
        {
            wanted.region = region
        }
        do {
            let found = try AWSConfiguration(options: wanted, environment: environment)
            guard found.region == nil, let instanceRegion else { return found }
            wanted.region = instanceRegion
            return try AWSConfiguration(options: wanted, environment: environment)
        } catch {
            throw CommandFailure(.badConfiguration, code: error.code, message: error.message, hint: error.hint)
        }
    }

    /// What a context asks for and flags or variables overrule, in words: so that nobody looks at the wrong account unawares.
    package func overruled(_ settings: AWSSettings) -> [String] {
        func note(_ key: String, _ wanted: String?, _ flag: (String, String?), _ variables: [String]) -> String? {
            guard let wanted else { return nil }
            let variable = variables.lazy.compactMap { name in environment[name].map { (name, $0) } }.first
            guard let (source, value) = flag.1.map({ (flag.0, $0) }) ?? variable, value != wanted else { return nil }
            return "\(source) \(value) overrules \(key) \(wanted) of the context."
        }
        var notes = [
            note("profile", settings.profile, ("--profile", options.profile), ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]),
            note("region", settings.region, ("--region", options.region), ["AWS_REGION", "AWS_DEFAULT_REGION"]),
        ].compactMap { $0 }
        if let profile = settings.profile, options.profile == nil, environment["AWS_ACCESS_KEY_ID"] != nil {
            notes.append("AWS_ACCESS_KEY_ID overrules profile \(profile) of the context.")
        }
        return notes
    }

    /// Checks what the shapes cannot: the theme exists, keys do not clash, AWS's own files can be read.
    /// - Throws: ``CommandFailure`` 78.
    package func checkSettings(of configuration: Configuration) throws {
        _ = try ThemeFile.load(options.theme ?? configuration.theme, from: locations)
        _ = try keymap(of: configuration)
        for name in configuration.contextNames {
            guard let settings = configuration.contexts[name] else { continue }
            if let problem = settings.notifications?.problem {
                throw CommandFailure(
                    .badConfiguration, code: problem.code, message: "Context \"\(name)\": \(problem.message)", hint: problem.hint)
            }
            for section in [AWSSettings(), settings.lambdaAWS, settings.queuesAWS, settings.alarmsAWS] {
                _ = try awsConfiguration(for: settings.aws.overridden(by: section))
            }
        }
    }

    /// Seconds that local time is ahead of UTC at present.
    package static func localOffsetSeconds(at date: Date) -> Int {
        var seconds = time_t(date.timeIntervalSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts.tm_gmtoff
    }
}
