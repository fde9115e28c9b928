import FoundationEssentials
import GRDB
import Glibc
import Model
import Testing

@testable import Store

@Suite struct StateDatabaseTests {
    private func mode(_ path: String) throws -> mode_t {
        var status = stat()
        try #require(stat(path, &status) == 0, "\(path)")
        return status.st_mode & 0o777
    }

    @Test func folderAndFiles_AreTheOwnersOnly() async throws {
        let folder = try TemporaryFolder()
        let state = folder.path + "/deep/state"
        let database = try StateDatabase(folder: state)
        try await PaneCache(database: database).save(
            PaneSnapshot(rows: [LambdaFunction(name: "f")], asOf: .now), context: "c", at: .now)
        #expect(try mode(state) == 0o700)
        for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"] {
            #expect(try mode(state + "/" + name) == 0o600)
        }
    }

    @Test func widerModes_AreNarrowed() throws {
        let folder = try TemporaryFolder()
        _ = try StateDatabase(folder: folder.path)
        chmod(folder.path, 0o755)
        chmod(folder.path + "/state.sqlite", 0o644)
        _ = try StateDatabase(folder: folder.path)
        #expect(try mode(folder.path) == 0o700)
        #expect(try mode(folder.path + "/state.sqlite") == 0o600)
    }

    @Test func refusesAFile_OfANewerVersion() throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        try database.queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('M999_Future')") }
        database.close()
        let error = #expect(throws: StoreError.self) { try StateDatabase(folder: folder.path) }
        #expect(error?.code == .newerSchema)
        #expect(error?.hint.contains("--state-dir") == true)
    }

    @Test func namesADamagedFile_AndWhatToDo() throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: folder.path + "/state.sqlite"))
        let error = #expect(throws: StoreError.self) { try StateDatabase(folder: folder.path) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains(folder.path) == true)
    }

    @Test func namesAFolder_ThatCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path + "/file"))
        let error = #expect(throws: StoreError.self) { try StateDatabase(folder: folder.path + "/file/state") }
        #expect(error?.message.contains("/file") == true)
    }

    @Test func aFullDisk_IsSaidInWords() {
        let error = StoreError(DatabaseError(resultCode: .SQLITE_FULL), doing: "save", path: "/s/state.sqlite")
        #expect(error.code == .diskFull)
        #expect(error.message == "Could not save /s/state.sqlite: the disk is full.")
    }

    @Test func usesAWriteAheadLogAndForeignKeys() throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        let (journal, keys) = try database.queue.read { db in
            (try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA foreign_keys"))
        }
        #expect(journal == "wal")
        #expect(keys == 1)
    }

    @Test func theSchemaOfToday_IsWhatTheMigrationsMake() throws {
        let folder = try TemporaryFolder()
        let database = try StateDatabase(folder: folder.path)
        let tables = try database.queue.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        }
        #expect(tables == ["audit_entry", "grdb_migrations", "open_change", "pane_cache", "pane_cache_chunk"])
    }
}
