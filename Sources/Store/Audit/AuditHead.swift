import FoundationEssentials
import Glibc
import Model

/// The end of the chain, kept outside of the database in `audit.head`, so that rows cut off its end are missed.
///
/// An append writes three times under one lock: the head with the row to come and the end before it, not settled; the row;
/// the head settled. A process killed in between leaves a head that allows two ends, the row itself and the one before it,
/// and no third: a head that is merely behind would let anybody add a row. The next append settles which one it is.
///
/// The file is one line of fixed length, written over in place: 260 bytes lie in one sector, which a kill or a power cut
/// leaves old or new, and no folder has to reach the disk. (A new file renamed over the old one was measured at twice the
/// time.) The unsettled head and the row are synced, in this order; the settled head need not be, since both states prove the row.
struct AuditHead: Equatable {
    static let fileName = "audit.head"
    static let lockName = "audit.lock"
    private static let lineBytes = 260

    var link: ChainLink
    /// The end before ``link``, while it is not known that the row of ``link`` is there; nil once it is.
    var before: ChainLink?

    static let genesis = AuditHead(link: .genesis)

    func allows(_ tail: ChainLink) -> Bool { tail == link || tail == before }

    /// - Returns: nil where there is no file, or an empty one, as before the first row.
    static func read(folder: String) throws(StoreError) -> AuditHead? {
        let path = folder + "/" + fileName
        guard let bytes = try SmallFile.read(path), !bytes.isEmpty else { return nil }
        guard let head = AuditHead(parsing: bytes) else {
            throw StoreError(
                .tampered, "Could not read \(path): it is no head of an audit.",
                hint: "Somebody or something has overwritten it. Run nightdesk audit verify, and keep the files as they are.")
        }
        return head
    }

    /// - Parameter synced: True when it must be on the disk before anything that follows.
    func write(folder: String, synced: Bool) throws(StoreError) {
        let text = text
        let padding = [UInt8](repeating: UInt8(ascii: " "), count: max(0, Self.lineBytes - 1 - text.utf8.count))
        try SmallFile.overwrite(
            folder + "/" + Self.fileName, with: Array(text.utf8) + padding + [UInt8(ascii: "\n")], synced: synced)
    }

    /// `{"sequence":5,"hash":"…","before":null}`
    var text: String {
        JSONText.object { json in
            Self.write(link, to: &json)
            json.key("before")
            guard let before else { return json.null() }
            json.object { Self.write(before, to: &$0) }
        }
    }

    private static func write(_ link: ChainLink, to json: inout JSONText) {
        json.member("sequence", link.sequence)
        json.member("hash", HashText.text(link.hash))
    }

    init(link: ChainLink, before: ChainLink? = nil) {
        self.link = link
        self.before = before
    }

    init?(parsing bytes: [UInt8]) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes)), let link = stored.end.link else {
            return nil
        }
        self.link = link
        before = stored.before?.link
        if stored.before != nil, before == nil { return nil }
    }

    private struct Stored: Decodable {
        struct End: Decodable {
            var sequence: Int
            var hash: String
            var link: ChainLink? {
                HashText.hash(hash).flatMap { sequence >= 0 ? ChainLink(sequence: sequence, hash: $0) : nil }
            }
        }

        enum Key: CodingKey { case before }

        var end: End
        var before: End?

        init(from decoder: any Decoder) throws {
            end = try End(from: decoder)
            before = try decoder.container(keyedBy: Key.self).decodeIfPresent(End.self, forKey: .before)
        }
    }
}
