/// How the instance metadata service of EC2 is asked.
package struct MetadataSettings: Sendable, Equatable {
    enum Mode: String, CaseIterable { case ipv4, ipv6 }

    /// `AWS_EC2_METADATA_DISABLED`
    package let isDisabled: Bool
    /// Only version 2, with its token, may be used.
    package let refusesVersion1: Bool
    /// For one request.
    package let timeout: Duration
    package let attempts: Int
    /// `http://host[:port]`, as configured.
    package let endpoint: String

    init(_ settings: Settings) throws(ConfigurationError) {
        isDisabled = settings.environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true"
        refusesVersion1 = settings.flag("ec2_metadata_v1_disabled", "AWS_EC2_METADATA_V1_DISABLED")
        timeout = .seconds(try settings.number("metadata_service_timeout", "AWS_METADATA_SERVICE_TIMEOUT") ?? 1)
        attempts = try settings.number("metadata_service_num_attempts", "AWS_METADATA_SERVICE_NUM_ATTEMPTS") ?? 1
        let asked: Mode? = try settings.choice("ec2_metadata_service_endpoint_mode", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
        let mode = asked ?? (settings.flag("imds_use_ipv6", "AWS_IMDS_USE_IPV6") ? .ipv6 : .ipv4)
        endpoint =
            settings["ec2_metadata_service_endpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT"]
            ?? (mode == .ipv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
    }
}
