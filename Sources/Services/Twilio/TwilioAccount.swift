import AWS
import FoundationEssentials
import SigV4

/// Twilio's REST API for one account. Source: Twilio, Programmable Voice, Call resource, version 2010-04-01.
struct TwilioAccount: Sendable {
    static let timeout = Duration.seconds(10)

    var sid: String
    var token: String
    var host: FarEndAddress

    init(_ farEnds: FarEnds) throws(SettingMissing) {
        sid = try farEnds.required("TWILIO_ACCOUNT_SID")
        token = try farEnds.required("TWILIO_AUTH_TOKEN")
        guard let host = FarEndAddress(farEnds.optional("TWILIO_HOST") ?? "api.twilio.com") else {
            throw SettingMissing(name: "TWILIO_HOST", problem: "is neither a host nor an address")
        }
        self.host = host
    }

    /// - Parameter script: The address of the TwiML that Twilio fetches when somebody answers.
    func call(to number: String, from callerID: String, script: String) -> HTTPRequest {
        var request = host.request("POST", path("Calls.json"), timeout: Self.timeout)
        let form = [(name: "Method", value: "GET"), ("To", number), ("From", callerID), ("Url", script)]
        request.body = Data(PercentEncoding.query(form).utf8)
        request.headers = [authorization, ("Content-Type", "application/x-www-form-urlencoded")]
        return request
    }

    func status(of call: String) -> HTTPRequest {
        var request = host.request("GET", path("Calls/\(PercentEncoding.encode(call)).json"), timeout: Self.timeout)
        request.headers = [authorization]
        return request
    }

    private func path(_ resource: String) -> String {
        "/2010-04-01/Accounts/\(PercentEncoding.encode(sid))/\(resource)"
    }

    private var authorization: (name: String, value: String) {
        ("Authorization", "Basic " + Data("\(sid):\(token)".utf8).base64EncodedString())
    }
}

/// The parts of Twilio's answers that are read; `code` and `message` come with an error.
struct TwilioAnswer: Decodable {
    var sid: String?
    var status: TwilioStatus?
    var code: Int?
    var message: String?

    /// nil where the body is not JSON, as a proxy's error page is not.
    init?(_ response: HTTPResponse) {
        guard let answer = try? JSONDecoder().decode(Self.self, from: response.body) else { return nil }
        self = answer
    }

    /// What went wrong, in Twilio's words.
    var trouble: String? { message.map { text in code.map { "\(text) (error \($0))" } ?? text } }
}

/// A call's status is a word, an error's a number.
enum TwilioStatus: Decodable, Equatable {
    case call(String), error(Int)

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self = try (try? value.decode(String.self)).map(Self.call) ?? .error(value.decode(Int.self))
    }
}
