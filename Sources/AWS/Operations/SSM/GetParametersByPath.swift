/// Reads parameters below a path, decrypted. Source: Systems Manager API Reference, GetParametersByPath.
package enum GetParametersByPath: JSONOperation, PagedOperation {
    package static let target = Target(.ssm, "GetParametersByPath")
    package static let mayRepeat = true

    package struct Input: Encodable, Sendable {
        /// Begins with `/`.
        package var path: String
        package var recursive = false
        package var withDecryption = true
        /// 1...10.
        package var maxResults = 10
        package var nextToken: String?

        package init(path: String, nextToken: String? = nil) {
            self.path = path
            self.nextToken = nextToken
        }
    }

    package struct Parameter: Decodable, Sendable {
        /// The whole path.
        package var name: String
        /// May be a secret: never shown, never logged.
        package var value: String
    }

    package struct Output: Decodable, Sendable {
        package var parameters: [Parameter]?
        package var nextToken: String?
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextToken).map { Input(path: input.path, nextToken: $0) }
    }
}
