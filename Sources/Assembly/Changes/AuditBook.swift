import Engines
import FoundationEssentials
package import Model
package import Store

/// The audit, for `nightdesk audit`.
package struct AuditBook: Sendable {
    private let audit: AuditLog
    private let machine: Machine

    package init(machine: Machine) {
        self.machine = machine
        audit = AuditLog(folder: machine.locations.state)
    }

    /// The newest rows, oldest of them first. What earlier runs have left without an end is called unknown before, where that
    /// can be written.
    /// - Throws: ``CommandFailure``: 1 for a row that cannot be read, 69 for files that cannot.
    package func rows(since: Duration?, limit: Int) async throws -> [AuditRow] {
        let now = machine.clock.now
        _ = try? await ChangeDesk(audit: audit, author: .current, clock: machine.clock).settleOrphans()
        do throws(StoreError) {
            return try await audit.list(since: since.map { now.addingTimeInterval(-($0 / .seconds(1))) }, limit: limit)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// - Throws: ``CommandFailure`` 69 when the files cannot be read at all; a broken audit is an answer.
    package func verify() async throws -> AuditVerdict {
        do throws(StoreError) {
            return try await audit.verify()
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    fileprivate init(_ error: StoreError) {
        let exit: ExitStatus = error.code == .tampered || error.code == .corrupt ? .failed : .unavailable
        self.init(exit, code: "Store.\(error.code.rawValue)", message: error.message, hint: error.hint)
    }
}
