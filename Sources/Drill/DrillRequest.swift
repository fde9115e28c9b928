package import AWS
import FoundationEssentials

/// What a request asks for, read from its signature, path and headers as a front door of AWS would.
package struct DrillRequest: Sendable, Equatable {
    /// The signing name: `sts`, `lambda`, `sqs`, `monitoring`.
    package var service: String
    /// The call as its API reference names it; empty when the service does not have it.
    package var action: String

    /// - Returns: nil for a request without a signature.
    package init?(_ request: HTTPRequest) {
        guard let authorization = request.header("Authorization"), authorization.hasPrefix("AWS4-HMAC-SHA256 "),
            authorization.contains("Signature="), request.header("X-Amz-Date") != nil,
            let scope = authorization.split(separator: "Credential=").dropFirst().first?.prefix(while: { $0 != "," }),
            case let parts = scope.split(separator: "/"), parts.count == 5
        else { return nil }
        service = String(parts[3])
        action = Self.action(of: request, service: service)
    }

    private static func action(of request: HTTPRequest, service: String) -> String {
        if service == "lambda" { return LambdaFarEnd.action(of: request) }
        if let action = AccountFarEnd.action(of: request, service: service) { return action }
        if let target = request.header("X-Amz-Target") { return String(target.split(separator: ".").last ?? "") }
        return FormBody(request.body)["Action"] ?? ""
    }
}

/// The pairs of a form, in order, with the percent signs taken out.
struct FormBody {
    let pairs: [(name: String, value: String)]

    init(_ data: Data) { self.init(Array(data)) }
    init(query: String?) { self.init(Array((query ?? "").utf8)) }

    private init(_ bytes: [UInt8]) {
        pairs = bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let cut = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            return (Self.plain(pair[..<cut]), Self.plain(pair[cut...].dropFirst()))
        }
    }

    subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The values of `name.member.1`, `name.member.2` …
    func members(of name: String) -> [String] {
        pairs.filter { $0.name.hasPrefix(name + ".member.") }.map(\.value)
    }

    static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "%")) || bytes.contains(UInt8(ascii: "+")) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
