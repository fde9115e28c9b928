import FoundationEssentials
import GRDB

/// One end of the chain: a row's number and its hash.
struct ChainLink: Equatable {
    var sequence: Int
    /// 32 bytes.
    var hash: [UInt8]

    /// What the first row is chained to.
    static let genesis = ChainLink(sequence: 0, hash: [UInt8](repeating: 0, count: ChainDigest.byteCount))
}

/// How the rows of the audit hang together: hash(n) = SHA-256(hash(n − 1) ‖ body(n)), hash(0) = 32 zero bytes, body(n) = the
/// row's JSON text in UTF-8 without the member `hash`, exactly as it is stored. A row's number is in its body, so neither can
/// be changed, moved, taken out or put in without breaking every hash after it. Anybody can check it with `sqlite3` and `sha256sum`.
struct AuditChain {
    private(set) var end: ChainLink
    private let digest = ChainDigest()

    init(after link: ChainLink = .genesis) { end = link }

    /// Goes on by one row.
    mutating func append(_ body: String) {
        var body = body
        body.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Goes on by one row.
    mutating func append(_ body: UnsafeRawBufferPointer) {
        digest.update(&end.hash, with: body)
        end.sequence += 1
    }

    /// The last row of the table.
    static func tail(_ db: Database) throws -> ChainLink {
        guard
            let row = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1")
        else { return .genesis }
        return ChainLink(sequence: row["sequence"], hash: Array(Data.fromDatabaseValue(row["hash"]) ?? Data()))
    }
}

/// Hashes as the contract's JSON has them.
enum HashText {
    static func text(_ hash: some Sequence<UInt8>) -> String {
        String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// - Returns: nil for anything but 64 lower-case hexadecimal digits.
    static func hash(_ text: String) -> [UInt8]? {
        let values = text.utf8.compactMap { digits.firstIndex(of: $0) }
        guard values.count == 64, text.utf8.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
