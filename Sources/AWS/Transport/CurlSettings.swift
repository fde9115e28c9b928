/// How ``CurlTransport`` reaches the outside.
package struct CurlSettings: Sendable {
    /// PEM file with the certificates to trust instead of the system's (`AWS_CA_BUNDLE`, or the profile's `ca_bundle`).
    package var certificateBundle: String?
    /// Proxy for `http:` addresses. libcurl reads every proxy variable itself but `HTTP_PROXY` in capitals, which the AWS CLI honours.
    package var plainProxy: String?
    /// True where the far end is on this machine, whatever the proxy variables say.
    package var ignoresProxies = false
    /// From the look-up of the name to the end of the TLS handshake.
    package var connectTimeout: Duration = .seconds(5)
    package var maximumConnectionsPerHost = 16
    /// Longest answer, counted after decompression.
    package var maximumBodyBytes = 64 << 20

    package init() {}

    /// - Parameter environment: `AWS_CA_BUNDLE` and `HTTP_PROXY` are read; libcurl itself reads the other proxy variables.
    package init(environment: [String: String]) {
        certificateBundle = environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
        if environment["http_proxy"] == nil, let proxy = environment["HTTP_PROXY"], !proxy.isEmpty { plainProxy = proxy }
    }
}
