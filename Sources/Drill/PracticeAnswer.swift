import FoundationEssentials
import Model

/// What a practice function answers when it is invoked and all goes well.
struct PracticeAnswer {
    let function: String
    let payload: String

    var text: String {
        switch function {
        case "loneworker-check": Self.check
        case "loneworker-connect": connect
        default: "{\"statusCode\":200}"
        }
    }

    private static let check = """
        {"message":"Routine check completed","metrics":{"Meetings checked":4,"Missed checkins reported":0,\
        "Missed checkouts reported":0,"Client secret days to expiry":87}}
        """

    /// A call as Amazon Connect reports it.
    private struct Call: Decodable {
        struct Details: Decodable {
            var Parameters: Parameters?
            var ContactData: ContactData?
        }
        struct Parameters: Decodable { var buttonpressed: String? }
        struct ContactData: Decodable { var CustomerEndpoint: Endpoint? }
        struct Endpoint: Decodable { var Address: String? }
        var Details: Details?
    }

    private var connect: String {
        let call = try? JSONDecoder().decode(Call.self, from: Data(payload.utf8))
        let number = call?.Details?.ContactData?.CustomerEndpoint?.Address.flatMap { $0.isEmpty ? nil : $0 }
        switch call?.Details?.Parameters?.buttonpressed {
        case "1"?: return answer("Check in", number, "Your appointment has been checked in.")
        case "2"?: return answer("Check out", number, "Your appointment has been checked out.")
        case "3"?: return answer("Emergency", number ?? "UNKNOWN", "Emergency email sent.")
        default: return answer("", number ?? "UNKNOWN", nil)
        }
    }

    /// - Parameter message: nil for a button that does not exist.
    private func answer(_ action: String, _ number: String?, _ message: String?) -> String {
        let problem = number == nil ? "Unable to find your phone number." : message == nil ? "Unknown button." : nil
        return JSONText.object { json in
            json.member("action", action)
            json.member("calling number", number ?? "UNKNOWN")
            json.member("success", problem == nil)
            json.member("message", problem.map { "An error occurred. \($0) Please phone the office." } ?? message)
        }
    }
}
