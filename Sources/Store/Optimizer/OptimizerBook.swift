import FoundationEssentials
import GRDB
package import Model

/// The optimizer's runs of a context, their groups, results and steps: `optimizer-CONTEXT.sqlite` in the state folder.
package final class OptimizerBook: Sendable {
    package let path: String
    let queue: DatabaseQueue
    let owner: OwnerProcess

    /// Opens the file, making folder, file and tables where they are missing.
    package init(folder: String, context: String, host: String) throws(StoreError) {
        let name = ContextFileName.make("optimizer", context: context)
        let file = DatabaseFile(folder: folder, name: name, migrations: [M030Optimizer.self], patience: .seconds(10))
        path = file.path
        queue = try file.open()
        owner = .current(host: host)
    }

    /// Tells whether anybody has written since; nil where the file cannot be looked at.
    package var mark: StoreMark? { FileMark.read(path + "-wal") }

    package func close() { try? queue.close() }

    func write<Result>(_ what: String, _ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do {
            return try queue.write(body)
        } catch {
            throw StoreError(error, doing: what, path: path)
        }
    }

    func read<Result>(_ what: String, _ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do {
            return try queue.read(body)
        } catch {
            throw StoreError(error, doing: what, path: path)
        }
    }

    static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
    static func date(_ milliseconds: Int64?) -> Date? { milliseconds.map { Date(timeIntervalSince1970: Double($0) / 1000) } }

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
        text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
    }
}
