import AWS

extension AWSClient {
    /// A call whose failure is a value, for questions that are asked side by side and judged together.
    func attempt<Operation: AWSOperation>(
        _ operation: Operation.Type, _ input: Operation.Input
    ) async -> Result<Operation.Output, AWSError> {
        do {
            return .success(try await call(operation, input))
        } catch {
            return .failure(error)
        }
    }

    /// All elements of all pages, likewise.
    func attemptAll<Operation: PagedOperation, Element: Sendable>(
        _ operation: Operation.Type, _ input: Operation.Input, _ elements: (Operation.Output) -> [Element]
    ) async -> Result<[Element], AWSError> {
        do {
            return .success(try await all(operation, input, elements))
        } catch {
            return .failure(error)
        }
    }
}
