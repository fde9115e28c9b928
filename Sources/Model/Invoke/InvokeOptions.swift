/// What a person may choose before an invocation.
package struct InvokeOptions: Sendable, Equatable {
    package struct Alias: Sendable, Equatable {
        package var name: String
        /// The version that it stands for; nil when it is not known.
        package var version: String?

        package init(name: String, version: String?) {
            self.name = name
            self.version = version
        }
    }

    package var aliases: [Alias]
    /// Published versions, newest first; without `$LATEST`.
    package var versions: [String]
    /// The time-out of `$LATEST`.
    package var timeoutSeconds: Int?
    /// What could not be asked; the rest is good.
    package var missing: [Problem]

    package init(aliases: [Alias] = [], versions: [String] = [], timeoutSeconds: Int? = nil, missing: [Problem] = []) {
        self.aliases = aliases
        self.versions = versions
        self.timeoutSeconds = timeoutSeconds
        self.missing = missing
    }
}

/// What a test-invoke is chosen from, as far as no network is needed.
package struct InvokeMaterial: Sendable, Equatable {
    package struct Event: Sendable, Equatable {
        package var payload: Payload
        /// Its beginning, masked.
        package var preview: [String]
        /// Why Lambda would refuse it; nil when it would not.
        package var problem: Problem?
    }

    /// Name or ARN.
    package var functionName: String
    /// Likely ones first.
    package var events: [Event]
    /// Where the function is: sections of a context may have their own region.
    package var region: String

    private static let previewLines = 60

    package init(functionName: String, library: PayloadLibrary, region: String) {
        self.functionName = functionName
        self.region = region
        events = library.ordered(for: functionName).map { payload in
            var event = Event(payload: payload, preview: payload.previewLines(most: Self.previewLines))
            do throws(Problem) {
                try payload.check(for: .requestResponse)
            } catch {
                event.problem = error
            }
            return event
        }
    }
}

/// What a dry run has said.
package enum InvokeCheck: Sendable, Equatable {
    /// Lambda would run it.
    case allowed
    /// It could not be found out; the invocation itself will tell.
    case notKnown(Problem)
    /// Lambda would refuse it: nothing is sent.
    case denied(Problem)
}
