/// Endpoints as AWS and botocore find them: the flag, then configured URLs (unless they are to be ignored), then the host that
/// region and partition give.
package struct StandardEndpoints: EndpointResolver {
    private let configuration: AWSConfiguration
    private let flag: String?

    /// `--endpoint-url` holds for every service, those included that only fetch credentials: whoever points a whole console at an
    /// emulator wants nothing of it to reach AWS.
    package init(_ configuration: AWSConfiguration) {
        self.configuration = configuration
        flag = configuration.options.endpointURL
    }

    package func endpoint(for service: AWSService, region: String) throws -> Endpoint {
        guard WebAddress.isLabel(Substring(region)), !region.allSatisfy(\.isNumber), !region.contains("_") else {
            throw AWSError(
                .rejected, code: "InvalidRegion", message: "\"\(region)\" cannot be the name of an AWS region.",
                hint: "Give one like eu-west-1 with --region, AWS_REGION or the profile's region.")
        }
        let entry = ServiceEntry.of(service)
        let partition = Partition.of(region: region)
        let named = region == partition.id + "-global" ? partition.globalRegion : region
        let region = entry.worldwide[partition.id]?.region ?? named
        var endpoint =
            if let (url, place) = try configuredURL(entry) {
                try customEndpoint(url, place, entry, region)
            } else {
                Endpoint(
                    scheme: "https",
                    host: entry.host(
                        region: region, partition, fips: configuration.usesFIPS, dualStack: configuration.usesDualStack),
                    signingRegion: region, signingName: entry.signingName)
            }
        endpoint.allowsHostPrefix = !configuration.settings.flag(
            "disable_host_prefix_injection", "AWS_DISABLE_HOST_PREFIX_INJECTION")
        return endpoint
    }

    /// The URL and, for messages, who gave it.
    private func configuredURL(_ entry: ServiceEntry) throws -> (url: String, place: String)? {
        if let flag { return (flag, "--endpoint-url") }
        let settings = configuration.settings
        if settings.flag("ignore_configured_endpoint_urls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") { return nil }
        for variable in ["AWS_ENDPOINT_URL_\(entry.id)", "AWS_ENDPOINT_URL"] {
            if let url = configuration.environment[variable] { return (url, variable) }
        }
        if let url = try servicesSection()?.blocks[entry.id.lowercased()]?["endpoint_url"], !url.isEmpty {
            return (url, "services section \"\(configuration.profile["services"] ?? "")\" of \(configuration.files.configPath)")
        }
        if let url = configuration.profile["endpoint_url"], !url.isEmpty {
            return (url, "endpoint_url of profile \"\(configuration.effectiveProfileName)\"")
        }
        return nil
    }

    private func servicesSection() throws -> Profile? {
        guard let name = configuration.profile["services"] else { return nil }
        guard let section = configuration.files.services[name] else {
            throw AWSError(
                .rejected, code: "InvalidConfigError",
                message: "Profile \"\(configuration.effectiveProfileName)\" names a services section \"\(name)\" that is not in "
                    + "\(configuration.files.configPath).",
                hint: "Add [services \(name)] there, or take the key `services` out of the profile.")
        }
        return section
    }

    private func customEndpoint(_ url: String, _ place: String, _ entry: ServiceEntry, _ region: String) throws -> Endpoint {
        // Not quoted with a user name in it: that may come with a password.
        let shown = url.contains("@") ? "The URL" : "\"\(url)\""
        guard let address = WebAddress(url), address.query == nil else {
            throw AWSError(
                .rejected, code: "InvalidEndpointURL", message: "\(shown) (\(place)) is no URL of an endpoint.",
                hint: "Write it as http://host:port or https://host.")
        }
        guard !configuration.usesFIPS, !configuration.usesDualStack else {
            throw AWSError(
                .rejected, code: "InvalidConfigError",
                message: "\(shown) (\(place)) cannot be combined with FIPS or dual-stack endpoints.",
                hint: "Take one of the two away (AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT or the profile's keys).")
        }
        var path = Substring(address.path)
        while path.hasSuffix("/") { path.removeLast() }
        return Endpoint(
            scheme: address.scheme, host: address.host, port: address.port, path: String(path), signingRegion: region,
            signingName: entry.signingName)
    }
}
