import AWS
import Engines
import FoundationEssentials
import Model
import Synchronization

/// Microsoft's login and Graph for one mailbox: pages, versions, tokens that end, and answers that were ordered beforehand.
final class GraphStandIn: Transport {
    struct Event {
        var id: String
        var subject = "Visit"
        var categories: [String] = []
        var address = "Ann@Example.com"
        var start = "2024-01-15T10:00:00.0000000"
        var end = "2024-01-15T11:00:00.0000000"
        var seriesMasterId: String?
        var version = 1
        var zone = "Etc/GMT"
    }

    struct State {
        var events: [Event] = []
        var pageSize = 2
        var tokens = 0
        var validTokens: Set<String> = []
        var requests: [HTTPRequest] = []
        /// Given to the next requests to Graph instead of a real answer.
        var scripted: [HTTPResponse] = []
        /// Writes into an event right before the next change.
        var intruder: (@Sendable (inout Event) -> Void)?
        var mails: [String] = []
        /// Of every token, instead of a number.
        var token: String?
        var made = 0
        /// Of every change.
        var patchStatus = 200
    }

    let state: Mutex<State>

    init(_ events: [Event] = []) { state = Mutex(State(events: events)) }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse { state.withLock { Self.answer(request, &$0) } }
    func stream(_ request: HTTPRequest) async throws -> HTTPStream { throw TransportError(.invalid, "Graph streams nothing.") }

    func paths(_ method: String) -> [String] { state.withLock { $0.requests.filter { $0.method == method }.map(\.path) } }

    private static func answer(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        if request.host == "login.test" {
            state.tokens += 1
            let token = state.token ?? "t\(state.tokens)"
            state.validTokens = [token]
            return json(200, #"{"token_type":"Bearer","expires_in":3599,"access_token":"\#(token)"}"#)
        }
        state.requests.append(request)
        if !state.scripted.isEmpty { return state.scripted.removeFirst() }
        let bearer = request.header("Authorization")?.split(separator: " ").last.map(String.init) ?? ""
        guard state.validTokens.contains(bearer) else {
            return json(401, #"{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed."}}"#)
        }
        if request.path.hasSuffix("/calendarView") { return view(request, state) }
        if request.path.hasSuffix("/sendMail") {
            state.mails.append(String(decoding: request.body, as: UTF8.self))
            return json(202, "")
        }
        if request.path.hasSuffix("/contacts") {
            return json(200, #"{"value":[{"displayName":"Ann","emailAddresses":[{"address":"Ann@Example.com"},{"name":"x"}]}]}"#)
        }
        if request.path.hasSuffix("/users") { return json(200, #"{"value":[{"displayName":"Ann Reid","mail":null}]}"#) }
        if request.path.hasSuffix("/calendar/events"), request.method == "POST" {
            state.made += 1
            state.events.append(Event(id: "made-\(state.made)"))
            return json(201, #"{"id":"made-\#(state.made)"}"#)
        }
        return event(request, &state)
    }

    private static func view(_ request: HTTPRequest, _ state: State) -> HTTPResponse {
        let skip = request.query?.split(separator: "=").last.flatMap { Int($0) } ?? 0
        let page = state.events.dropFirst(skip).prefix(state.pageSize).map(text).joined(separator: ",")
        let next = skip + state.pageSize
        let link =
            next < state.events.count
            ? #","@odata.nextLink":"http://graph.test/v1.0/users/desk%40example.com/calendar/calendarView?$skip=\#(next)""# : ""
        return json(200, #"{"value":[\#(page)]\#(link)}"#)
    }

    private static func event(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        let id = request.path.split(separator: "/").last.map(String.init) ?? ""
        guard let place = state.events.firstIndex(where: { $0.id == id }) else {
            return json(404, #"{"error":{"code":"ErrorItemNotFound","message":"Not found."}}"#)
        }
        if request.method == "DELETE" {
            state.events.remove(at: place)
            return json(204, "")
        }
        if request.method == "PATCH", state.patchStatus != 200 { return json(state.patchStatus, "{}") }
        guard request.method == "PATCH" else { return json(200, text(state.events[place])) }
        state.intruder?(&state.events[place])
        state.intruder = nil
        guard request.header("If-Match") == "v\(state.events[place].version)" else {
            return json(412, #"{"error":{"code":"ErrorIrresolvableConflict","message":"Changed."}}"#)
        }
        struct Patch: Decodable {
            var subject: String?
            var categories: [String]?
        }
        let patch = try? JSONDecoder().decode(Patch.self, from: request.body)
        state.events[place].subject = patch?.subject ?? state.events[place].subject
        state.events[place].categories = patch?.categories ?? state.events[place].categories
        state.events[place].version += 1
        return json(200, text(state.events[place]))
    }

    private static func text(_ event: Event) -> String {
        let series = event.seriesMasterId.map { "\"\($0)\"" } ?? "null"
        let categories = event.categories.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"@odata.etag":"v\(event.version)","id":"\(event.id)","subject":"\(event.subject)","categories":[\(categories)],
             "seriesMasterId":\(series),"body":{"contentType":"html","content":"<html><body></body></html>"},
             "start":{"dateTime":"\(event.start)","timeZone":"\(event.zone)"},"end":{"dateTime":"\(event.end)","timeZone":"\(event.zone)"},
             "attendees":[{"emailAddress":{"address":"\(event.address)"}}]}
            """
    }

    static func json(_ status: Int, _ body: String, headers: [(name: String, value: String)] = []) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")] + headers, body: Data(body.utf8))
    }
}
