import Console
import Drawing
package import Engines
package import FoundationEssentials
import Glibc
import Model
import Store

/// Makes incident notes from what was recorded, done and configured.
package struct IncidentReporter: Sendable {
    private let machine: Machine
    private let plan: ContextPlan
    private let contacts: [Configuration.Contact]

    private static let picture = (width: 120, height: 40)

    package init(machine: Machine, plan: ContextPlan, contacts: [Configuration.Contact]) {
        self.machine = machine
        self.plan = plan
        self.contacts = contacts
    }

    /// - Throws: ``CommandFailure`` 69 when the recording or the audit is there and cannot be read.
    package func note(since: Date, until: Date) async throws -> IncidentNote {
        do throws(StoreError) {
            let seen = try await seen(since: since, until: until)
            let author = Author.current
            var material = IncidentMaterial(
                place: seen.last?.place ?? Desk.place(of: plan, region: "–"), since: since, until: until, user: author.user,
                host: author.host)
            material.moments = seen.moments(since: since)
            material.end = seen.watch.end
            material.actions = try await actions(since: since)
            material.screens = screens(of: seen)
            material.contacts = contacts.map { ReportedContact(role: $0.role, name: $0.name, phone: $0.phone, link: $0.link) }
            return IncidentNote(material)
        } catch {
            throw CommandFailure(recording: error)
        }
    }

    /// Writes the note into the state folder, 0600.
    /// - Returns: Its path.
    /// - Throws: ``CommandFailure``
    package func write(since: Date, until: Date) async throws -> String {
        let note = try await note(since: since, until: until)
        let folder = machine.locations.state + "/notes"
        let stamp = ISO8601.text(until).prefix(19).filter { $0 != ":" && $0 != "-" }
        let path = folder + "/\(plan.name.filter { $0 != "/" })-\(stamp)Z.md"
        for part in [machine.locations.state, folder] where mkdir(part, 0o700) != 0 && errno != EEXIST {
            throw notWritten(part)
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw notWritten(path) }
        defer { close(descriptor) }
        var bytes = Array(note.markdown.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw notWritten(path) }
            bytes = bytes.dropFirst(max(0, count))
        }
        return path
    }

    private func notWritten(_ path: String) -> CommandFailure {
        CommandFailure(
            .failed, code: "NotWritten",
            message: "The incident note was not written to \(path): \(String(cString: strerror(errno))).",
            hint: "\"nightdesk report\" prints it.")
    }

    // MARK: What was seen

    private struct Seen: Sendable {
        var watch = IncidentWatch()
        /// The first of the moments with the most critical rows.
        var worst: (count: Int, snapshot: Snapshot)?
        var last: Snapshot?

        mutating func see(_ snapshot: Snapshot) {
            watch.see(snapshot)
            last = snapshot
            let count = watch.end.reduce(0) { $0 + ($1.counts[.critical] ?? 0) }
            if count > worst?.count ?? 0 { worst = (count, snapshot) }
        }

        /// What stood so already at the beginning is told as of then.
        func moments(since: Date) -> [SeenMoment] {
            watch.moments.map { moment in
                var moment = moment
                moment.at = max(moment.at, since)
                return moment
            }
        }
    }

    private func seen(since: Date, until: Date) async throws(StoreError) -> Seen {
        let folder = machine.locations.recordings(isDrill: plan.isDrill)
        guard Path.exists(folder + "/recorder.sqlite") else { return Seen() }
        // A connection of its own: a long look back must not hold up what is being recorded.
        let recorder = try Recorder(folder: folder)
        return try await recorder.walk(context: plan.name, since: since, until: until, into: Seen()) { $0.see($1) }
    }

    private func screens(of seen: Seen) -> [ReportedScreen] {
        var screens: [ReportedScreen] = []
        if let worst = seen.worst?.snapshot, worst.takenAt != seen.last?.takenAt {
            screens.append(screen(of: worst, "the worst moment"))
        }
        if let last = seen.last { screens.append(screen(of: last, "the end")) }
        return screens
    }

    private func screen(of snapshot: Snapshot, _ title: String) -> ReportedScreen {
        let canvas = SnapshotPicture.canvas(
            of: snapshot, width: Self.picture.width, height: Self.picture.height,
            localOffsetSeconds: Machine.localOffsetSeconds(at: snapshot.takenAt))
        return ReportedScreen(at: snapshot.takenAt, title: title, text: canvas.plainText)
    }

    // MARK: What was done

    private func actions(since: Date) async throws(StoreError) -> [ReportedAction] {
        guard Path.exists(machine.locations.state + "/" + StateDatabase.fileName) else { return [] }
        let rows = try await AuditLog(folder: machine.locations.state).list(since: since).filter { $0.context == plan.name }
        let ends = Dictionary(rows.compactMap { row in row.opens.map { ($0, row) } }) { $1 }
        let began = Set(rows.filter { $0.event == .opened }.map(\.sequence))
        // What was begun earlier and ended in this time counts with its end.
        return rows.filter { $0.event == .opened || !began.contains($0.opens ?? 0) }.map { row in
            let end = row.event == .closed ? row : ends[row.sequence]
            return ReportedAction(
                at: row.at, user: row.user, host: row.host, action: row.action, targets: row.targets,
                outcome: end?.outcome.flatMap { ReportedAction.Outcome(rawValue: $0.rawValue) }, note: end?.note ?? row.note)
        }
    }
}
