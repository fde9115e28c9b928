/// A separate part of AWS with regions and host names of its own.
/// Source: botocore's `partitions.json`.
struct Partition: Equatable {
    let id: String
    /// How its regions begin; empty for the partition of all regions that begin otherwise.
    let regionPrefix: String
    let dnsSuffix: String
    let dualStackSuffix: String
    /// Where services sign that have no region.
    let globalRegion: String

    /// The one with the longest prefix comes first.
    static let all = [
        Partition("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"),
        Partition("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", "us-gov-west-1"),
        Partition("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"),
        Partition("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"),
        Partition("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"),
        Partition("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"),
        Partition("aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"),
        Partition("aws", "", "amazonaws.com", "api.aws", "us-east-1"),
    ]

    private init(_ id: String, _ regionPrefix: String, _ dnsSuffix: String, _ dualStackSuffix: String, _ globalRegion: String) {
        self.id = id
        self.regionPrefix = regionPrefix
        self.dnsSuffix = dnsSuffix
        self.dualStackSuffix = dualStackSuffix
        self.globalRegion = globalRegion
    }

    /// - Parameter region: Also `aws-global`, `aws-cn-global` … A region that is not known yet belongs to `aws`.
    static func of(region: String) -> Partition {
        all.first { region == $0.id + "-global" } ?? all.first { region.hasPrefix($0.regionPrefix) } ?? all[all.count - 1]
    }
}
