import AWS
import FoundationEssentials
import Model

extension HealthExaminer {
    /// Fetches an address. No answer in time leaves open whether it works; one that is not the expected one does not.
    func http(_ url: String, status wanted: Int, contains text: String?) async -> HealthFinding {
        guard let address = WebAddress(url) else { return .unknown("\(check.question.target) is no address.") }
        var request = HTTPRequest(
            method: "GET", scheme: address.scheme, host: address.host, port: address.port,
            path: address.path.isEmpty ? "/" : address.path, query: address.query, timeout: check.timeout)
        request.headers = [("User-Agent", "nightdesk"), ("Accept", "*/*")]
        let start = clock.now
        do {
            let response = try await sources.transport.send(request)
            let took = (clock.now.timeIntervalSince(start) * 10_000).rounded() / 10
            return judge(response, wanted, text, took: took)
        } catch let error as TransportError {
            let isOpen = [.timedOut, .cancelled, .invalid].contains(error.code)
            return HealthFinding(isOpen ? .unknown : .critical, nil, "ms", "No answer: \(error.message).")
        } catch {
            return .unknown("The request was broken off.")
        }
    }

    private func judge(_ response: HTTPResponse, _ wanted: Int, _ text: String?, took: Double) -> HealthFinding {
        let answer = "HTTP \(response.status) in \(Wording.duration(milliseconds: took))"
        guard response.status == wanted else {
            return judged(took, "ms", least: .critical, "\(answer), expected \(wanted).")
        }
        guard let text, response.body.firstRange(of: Data(text.utf8)) == nil else { return judged(took, "ms", "\(answer).") }
        return judged(took, "ms", least: .critical, "\(answer), but without \"\(text)\" in it.")
    }
}
