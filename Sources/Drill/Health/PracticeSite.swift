import AWS
import FoundationEssentials

/// The web address that the practice world's health check asks: no service of AWS's, so nothing is signed.
enum PracticeSite {
    static let host = "api.network-visualizer.com"

    /// - Returns: nil for any other host.
    static func answer(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.host == host else { return nil }
        guard request.path == "/health" else { return HTTPResponse(status: 404, body: Data("{\"message\":\"Not Found\"}".utf8)) }
        return .json("{\"status\":\"healthy\"}")
    }
}
