import AWS
package import Engines
package import FoundationEssentials
package import Model
import Store

/// Tables of DynamoDB for the command line.
package struct TableBook: Sendable {
    package let desk: TableDesk
    package let place: Place
    private let machine: Machine
    private let access: AWSAccess

    /// - Throws: ``CommandFailure`` 78.
    package init(machine: Machine) throws {
        let plan = try machine.plan(try machine.locations.loadConfiguration())
        self.machine = machine
        access = try AWSAccess(machine: machine, plan: plan)
        let section = NotificationsRoom.section(of: plan)
        place = Desk.place(of: plan, region: try access.region(for: section?.aws ?? AWSSettings()))
        desk = TableDesk(
            client: try access.client(for: section?.aws ?? AWSSettings()),
            desk: ChangeDesk(audit: AuditLog(folder: machine.locations.state), author: .current, clock: machine.clock),
            place: place,
            unitsPerSecond: section?.settings.unitsPerSecond ?? NotificationSettings().unitsPerSecond, clock: machine.clock)
    }

    package func list() async throws -> [TableFacts] {
        do throws(AWSError) { return try await desk.list() } catch { throw CommandFailure(error) }
    }

    package func backups(of table: String) async throws -> [TableBackup] {
        do throws(AWSError) { return try await desk.backups(of: table) } catch { throw CommandFailure(error) }
    }

    package func restorePlan(of table: String) async throws -> (backup: TableBackup, proposal: Proposal) {
        do throws(Problem) { return try await desk.restorePlan(of: table) } catch { throw CommandFailure(notification: error) }
    }

    package var now: Date { machine.clock.now }
    package func shutdown() { access.shutdown() }
}
