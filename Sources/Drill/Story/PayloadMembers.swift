import FoundationEssentials

/// The members of a JSON object whose values are simple, as text: `{"button":1,"test":true}` is `button: 1, test: true`.
struct PayloadMembers {
    private var members: [String: String] = [:]

    /// Anything that is no JSON object has no members.
    init(_ json: String) {
        members = (try? JSONDecoder().decode([String: Simple].self, from: Data(json.utf8)))?.compactMapValues(\.text) ?? [:]
    }

    func contain(_ wanted: [String: String]) -> Bool { wanted.allSatisfy { members[$0] == $1 } }
    subscript(name: String) -> String? { members[name] }

    private struct Simple: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                text = String(flag)
            } else if let whole = try? value.decode(Int.self) {
                text = String(whole)
            } else if let number = try? value.decode(Double.self) {
                text = String(number)
            } else {
                text = try? value.decode(String.self)
            }
        }
    }
}
