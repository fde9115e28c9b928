/// The pages of a paged operation, fetched one by one as they are asked for.
package struct Pages<Operation: PagedOperation>: AsyncSequence, Sendable {
    /// More would be a service that hands out tokens without end.
    static var maximumPages: Int { 2000 }

    let client: AWSClient
    let input: Operation.Input

    package struct Iterator: AsyncIteratorProtocol {
        let client: AWSClient
        var input: Operation.Input?
        var count = 0

        package mutating func next() async throws(AWSError) -> Operation.Output? {
            guard let input else { return nil }
            count += 1
            guard count <= maximumPages else {
                let call = CallName(target: Operation.target, region: client.region)
                throw AWSError(
                    .unreadable, code: "EndlessPages", message: "\(call.text) has given \(maximumPages) pages and no last one.")
            }
            let output = try await client.call(Operation.self, input)
            self.input = Operation.next(after: output, of: input)
            return output
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(client: client, input: input) }
}

extension AWSClient {
    package func pages<Operation: PagedOperation>(_ operation: Operation.Type, _ input: Operation.Input) -> Pages<Operation> {
        Pages(client: self, input: input)
    }

    /// All elements of all pages, in order.
    package func all<Operation: PagedOperation, Element: Sendable>(
        _ operation: Operation.Type, _ input: Operation.Input, _ elements: (Operation.Output) -> [Element]
    ) async throws(AWSError) -> [Element] {
        var collected: [Element] = []
        var iterator = pages(operation, input).makeAsyncIterator()
        while let page = try await iterator.next() { collected += elements(page) }
        return collected
    }
}
