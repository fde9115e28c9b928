import Engines
import FoundationEssentials
import Model
import Services
import Store

/// Takes alerts where no mail server is given, or nobody to mail to: they are kept here and shown on the screen, which counts as delivered.
struct AlertOutbox: AlertMail {
    let store: SQLiteWorkers
    let clock: any WallClock

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        try await store.keepSent(alert, way: "the console's outbox", isShownHere: true, at: clock.now)
    }
}

/// The mail of an embedded calendar: through the mail server that the environment names.
struct PostedMail: AlertMail {
    let post: MailPost
    let outbox: AlertOutbox

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        guard !recipients.isEmpty else { return try await outbox.send(alert, to: recipients) }
        let minute = Int(outbox.clock.now.timeIntervalSince1970) / 60
        // Repeated for the same meeting it is the same mail, for which servers may drop it; a call for help is always another one.
        let key = alert.meetingID.map { "\($0) \(alert.subject)" } ?? "\(alert.subject) \(alert.body) \(minute)"
        try await post.send(subject: alert.subject, body: alert.body, to: recipients, key: key)
    }
}

/// A mail server is named and cannot be used: nobody can be told, which is an error each time and no outbox.
struct UnusableMail: AlertMail {
    let problem: Problem

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) { throw problem }
}

/// Keeps a record of every mail that was taken, without its text.
struct RecordedMail: AlertMail {
    let mail: any AlertMail
    let store: SQLiteWorkers
    let clock: any WallClock

    func send(_ alert: WorkerAlert, to recipients: [String]) async throws(Problem) {
        try await mail.send(alert, to: recipients)
        // The mail is out, whether that can be written down or not.
        try? await store.keepSent(alert, way: "mail", isShownHere: false, at: clock.now)
    }
}
