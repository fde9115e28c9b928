import FoundationEssentials

/// What an answer that is no success says about itself, in whichever protocol.
struct ServiceFault: Equatable {
    enum Body: Equatable {
        case json, xml, html, cbor, empty, other
    }

    /// Whole and unchanged but for the namespace before `#` and the address after `:`; nil where no code of AWS's is in it.
    var code: String?
    /// As AWS wrote it.
    var message: String?
    var requestID: String?
    var body: Body

    init(_ response: HTTPResponse) {
        body = Self.kind(of: response)
        requestID = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"].lazy.compactMap(response.header).first
        switch body {
        case .json: readJSON(response.body)
        case .xml: readXML(response.body)
        case .html, .cbor, .empty, .other: break
        }
        if let header = response.header("x-amzn-errortype") { code = header }
        // The code from before the service moved from the query protocol to JSON, which people and programs know.
        if let header = response.header("x-amzn-query-error") { code = String(header.prefix { $0 != ";" }) }
        code = code.map(Self.withoutNamespace).flatMap { $0.isEmpty ? nil : $0 }
    }

    static func kind(of response: HTTPResponse) -> Body {
        if response.header("Content-Type")?.lowercased().contains("cbor") == true { return .cbor }
        let start = response.body.drop(while: XMLScanner.isSpace).prefix(256)
        switch start.first {
        case nil: return .empty
        case UInt8(ascii: "{"): return .json
        case UInt8(ascii: "<"):
            let head = String(decoding: start, as: UTF8.self).lowercased()
            return head.hasPrefix("<!doctype") || head.contains("<html") ? .html : .xml
        default: return .other
        }
    }

    private mutating func readJSON(_ data: Data) {
        guard let fields = try? JSONDecoder().decode(JSONFault.self, from: data) else { return }
        code = fields.code
        message = fields.message
    }

    /// `<ErrorResponse><Error>` of the query protocol, `<Response><Errors><Error>` of the older one, a bare `<Error>`.
    private mutating func readXML(_ data: Data) {
        guard let root = try? XMLElement(parsing: data) else { return }
        let error = root["Error"] ?? root["Errors"]?["Error"] ?? (root.name == "Error" ? root : nil)
        code = error?.string("Code")
        message = error?.string("Message")
        requestID = requestID ?? root.string("RequestId") ?? root.string("RequestID")
    }

    private static func withoutNamespace(_ code: String) -> String {
        let name = code.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
        return String(name.prefix { $0 != ":" })
    }
}

/// The fields under which JSON answers name their error; anything that is not text is passed over.
private struct JSONFault: Decodable {
    var code: String?
    var message: String?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case type = "__type"
        case code, Code, error
        case message, Message, errorMessage
        case description = "error_description"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func first(_ keys: CodingKeys...) -> String? {
            keys.lazy.compactMap { try? container.decode(String.self, forKey: $0) }.first
        }
        code = first(.type, .code, .Code, .error)
        message = first(.message, .Message, .errorMessage, .description)
    }
}
