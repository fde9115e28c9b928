package import FoundationEssentials

/// JSON as AWS writes it: keys in UpperCamelCase (`FunctionName`), ours in lowerCamelCase (`functionName`).
package enum JSONCodec {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .custom { path in
            let key = path.last?.stringValue ?? ""
            return AnyKey(key.prefix(1).uppercased() + key.dropFirst())
        }
        return try encoder.encode(value)
    }

    /// - Throws: ``CodecError`` that says which key is missing or wrong; it quotes no value.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws(CodecError) -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in AnyKey(lowerCamelCase(path.last?.stringValue ?? "")) }
        do {
            return try decoder.decode(type, from: data)
        } catch let error as DecodingError {
            throw CodecError(reason(error))
        } catch {
            throw CodecError("it is not JSON")
        }
    }

    /// `FunctionName` → `functionName`, `UUID` → `uuid`, `KMSKeyArn` → `kmsKeyArn`.
    static func lowerCamelCase(_ key: String) -> String {
        let capitals = key.prefix { $0.isUppercase }
        guard !capitals.isEmpty else { return key }
        let isWord = capitals.count == 1 || capitals.count == key.count
        let head = isWord ? capitals : capitals.dropLast()
        return head.lowercased() + key.dropFirst(head.count)
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(key.stringValue) is missing\(place(context))"
        case .valueNotFound(_, let context): "a value is null\(place(context))"
        case .typeMismatch(let type, let context): "a value is no \(type)\(place(context))"
        case .dataCorrupted(let context): context.codingPath.isEmpty ? "it is not JSON" : "a value is not valid\(place(context))"
        @unknown default: "it cannot be read"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        guard !context.codingPath.isEmpty else { return "" }
        return " at " + context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(_ stringValue: String) { self.stringValue = stringValue }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }
}
