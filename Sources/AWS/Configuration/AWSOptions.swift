/// What a flag or a Nightdesk context says about AWS; it wins over variables and files.
package struct AWSOptions: Sendable, Equatable {
    package var profile: String?
    package var region: String?
    package var endpointURL: String?

    package init(profile: String? = nil, region: String? = nil, endpointURL: String? = nil) {
        self.profile = profile
        self.region = region
        self.endpointURL = endpointURL
    }
}
