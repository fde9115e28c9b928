import AWS
import Foundation
import Glibc
import Synchronization

/// Twilio and PubNub on loopback, at fault as the target says: `+1500…` and channel `p500` answer 500 at first, `+1429…` asks for seven
/// seconds, `+1104…` falls silent after it has taken the request, `+1054…` breaks the connection then, `+1999…` never takes a call. Every other
/// target is taken at once. Ends with its last reference.
package final class CallingFarEnd: Sendable {
    package enum Fault: String, Sendable, CaseIterable {
        case serverError = "500", tooMany = "429", silence = "104", reset = "054", never = "999"
    }

    package static let retryAfterSeconds = 7.0

    private let server: FakeAWSServer

    /// - Parameter latency: How long every answer takes, in milliseconds.
    package init(latency: Int32 = 0) throws {
        let seen = Seen()
        server = try FakeAWSServer { request in
            var nobody: [pollfd] = []
            if latency > 0 { _ = poll(&nobody, 0, latency) }
            let target = Self.target(of: request)
            let fault = Fault.allCases.first { target.hasPrefix("+1\($0.rawValue)") || target == "p\($0.rawValue)" }
            guard let fault, fault == .never || seen.isFirst(target) else { return Self.taken(request) }
            switch fault {
            case .serverError, .never:
                return .answer(HTTPResponse(status: 500, body: Data(#"{"code":20500,"message":"internal"}"#.utf8)))
            case .tooMany:
                let wait = (name: "Retry-After", value: String(Int(Self.retryAfterSeconds)))
                return .answer(HTTPResponse(status: 429, headers: [wait], body: Data(#"{"code":20429}"#.utf8)))
            case .silence: return .hang
            case .reset: return .reset
            }
        }
    }

    private final class Seen: Sendable {
        private let targets = Mutex<Set<String>>([])
        func isFirst(_ target: String) -> Bool { targets.withLock { $0.insert(target).inserted } }
    }

    private static func taken(_ request: HTTPRequest) -> FakeAWSServer.Reply {
        let isPubNub = request.path.hasPrefix("/publish/")
        let body = isPubNub ? #"[1,"Sent","17000000000000000"]"# : #"{"sid":"CA1","status":"queued"}"#
        return .answer(HTTPResponse(status: isPubNub ? 200 : 201, body: Data(body.utf8)))
    }

    /// A number that is called, or a PubNub channel; empty for anything else.
    private static func target(of request: HTTPRequest) -> String {
        let parts = request.path.split(separator: "/")
        if parts.first == "publish", parts.count > 4 { return String(parts[4]).removingPercentEncoding ?? "" }
        let form = String(decoding: request.body, as: UTF8.self).split(separator: "&")
        return form.first { $0.hasPrefix("To=") }?.dropFirst(3).removingPercentEncoding ?? ""
    }

    /// What was asked for, each time.
    package var targets: [String] { server.requests.map(Self.target) }

    /// With them the program calls and publishes here.
    package var variables: [String: String] {
        let address = "http://127.0.0.1:\(server.port)"
        return [
            "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "hush", "TWILIO_URL": "https://example.org/call.xml",
            "TWILIO_HOST": address, "PUBNUB_SERVICE_URL": address, "PUBNUB_UUID": "us", "PUBNUB_PUB_KEY": "pub",
            "PUBNUB_SUB_KEY": "sub",
        ]
    }
}
