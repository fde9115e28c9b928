import Foundation

/// Changes the audit behind the program's back, as somebody with a database tool would.
package enum TamperedAudit: String, Sendable, CaseIterable {
    case editedRow, removedRow, swappedRows, cutTail

    private var statements: [String] {
        switch self {
        case .editedRow: ["UPDATE audit_entry SET body = replace(body, 'confirmed', 'failed') WHERE sequence = 2"]
        case .removedRow: ["DELETE FROM audit_entry WHERE sequence = 2"]
        case .swappedRows:
            [
                "CREATE TABLE copy AS SELECT * FROM audit_entry",
                "UPDATE audit_entry SET (body, hash) = (SELECT body, hash FROM copy WHERE copy.sequence = 6 - audit_entry.sequence) "
                    + "WHERE sequence IN (2, 4)",
                "DROP TABLE copy",
            ]
        case .cutTail: ["DELETE FROM audit_entry WHERE sequence > 2"]
        }
    }

    /// - Parameter folder: The state folder, with at least two changes in its audit.
    package func carryOut(in folder: String) throws {
        let code = "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as db:\n    [db.execute(s) for s in sys.argv[2:]]"
        let python = Emulator.environment.appending(path: "bin/python").path
        let answer = try Program().run(["-c", code, folder + "/state.sqlite"] + statements, executable: python)
        guard answer.status == 0 else { throw EmulatorError(text: answer.errors) }
    }
}
