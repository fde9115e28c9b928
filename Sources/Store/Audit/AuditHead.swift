import FoundationEssentials
import Glibc
import Model

/// The end of the chain, kept outside of the database in `audit.head`, so that rows cut off its end are missed.
///
/// An append writes three times under one lock: the head with the row to come as `pending`, the row, the head without it. So
/// a process killed in between leaves a head that allows two ends, the one before the row and the row itself, and no third:
/// a head that is merely behind would let anybody add a row. The next append settles which one it is. Each writing of the
/// file is atomic (a new file, synced, renamed over the old one), so a power cut leaves one of the three states too.
struct AuditHead: Equatable {
    static let fileName = "audit.head"
    static let lockName = "audit.lock"

    var link: ChainLink
    /// The row that was being written; nil when none was.
    var pending: ChainLink?

    static let genesis = AuditHead(link: .genesis)

    func allows(_ tail: ChainLink) -> Bool { tail == link || tail == pending }

    /// - Returns: nil where there is no file, as before the first row.
    static func read(folder: String) throws(StoreError) -> AuditHead? {
        let path = folder + "/" + fileName
        let bytes: [UInt8]
        do throws(StoreError) {
            bytes = try SmallFile.read(path)
        } catch {
            if error.code == .missing { return nil }
            throw error
        }
        guard let head = AuditHead(parsing: bytes) else {
            throw StoreError(
                .tampered, "Could not read \(path): it is no head of an audit.",
                hint: "Somebody or something has overwritten it. Run nightdesk audit verify, and keep the files as they are.")
        }
        return head
    }

    func write(folder: String) throws(StoreError) {
        try SmallFile.replace(folder + "/" + Self.fileName, with: Array((text + "\n").utf8))
    }

    /// `{"sequence":5,"hash":"…","pending":null}`
    var text: String {
        JSONText.object { json in
            Self.write(link, to: &json)
            json.key("pending")
            guard let pending else { return json.null() }
            json.object { Self.write(pending, to: &$0) }
        }
    }

    private static func write(_ link: ChainLink, to json: inout JSONText) {
        json.member("sequence", link.sequence)
        json.member("hash", HashText.text(link.hash))
    }

    init(link: ChainLink, pending: ChainLink? = nil) {
        self.link = link
        self.pending = pending
    }

    init?(parsing bytes: [UInt8]) {
        struct Link: Decodable {
            var sequence: Int
            var hash: String
            var link: ChainLink? {
                HashText.hash(hash).flatMap { sequence >= 0 ? ChainLink(sequence: sequence, hash: $0) : nil }
            }
        }
        struct Pending: Decodable { var pending: Link? }
        let decoder = JSONDecoder()
        guard let link = try? decoder.decode(Link.self, from: Data(bytes)).link,
            let pending = try? decoder.decode(Pending.self, from: Data(bytes))
        else { return nil }
        self.link = link
        self.pending = pending.pending?.link
        if pending.pending != nil, self.pending == nil { return nil }
    }
}
