import Glibc

/// What `nightdesk config init` writes: every line a comment or a safe default.
package enum SampleConfiguration {
    package static let text = """
        # Nightdesk. `nightdesk config check` reads this file strictly; `nightdesk config show` prints what is in force.
        # Without a default_context: the account that the environment gives, else the practice world.
        #default_context: prod
        theme: night                      # night, day, solar, contrast, deuteranopia, protanopia, mono

        #contacts:
        #  - {role: on-call lead, name: A. Person, phone: "+44 20 7946 0000"}

        #keys: { refresh: F5 }            # ACTION: KEY; the actions are listed by ? in the console

        # What the panes have shown is kept so long, and in so much room, for "[", "nightdesk report" and "snapshot --at".
        #recorder: { keep: 7d, megabytes: 512 }
        #contexts:
        #  prod:
        #    production: true
        #    read_only: false
        #    aws: { profile: ops, region: us-east-1 }
        #    window: 15m
        #    budget_usd_per_hour: 1
        #    lambda: { include: ["prd3292-prod1-*", "altaworx-*"], exclude: [] }
        #    queues: { include: ["optimization-*", "*.fifo"] }
        #    alarms: { prefix: "" }
        #    workers:                      # lone workers on the embedded calendar; see docs/lone-workers.md
        #      source: embedded
        #      run: true
        #      every: 10m
        #      settings: { email_recipients_overdue: [duty@example.com], check: {grace_min: 15, ignore_after_min: 75} }
        #    optimizer: { source: embedded, mail_to: [billing@example.com] }   # see docs/optimizer.md
        #    thresholds:
        #      - { match: "prd3292-*", errorRate: {warn: 0.01, crit: 0.05} }
        #    health:                      # what H and "nightdesk health" check; see docs/health-checks.md
        #      network_visualizer: { functions: [network-visualizer-api-production], table: network-visualizer-topology }
        #      daily:
        #        - { name: orders, kind: queue, queue: orders.fifo, crit: 500 }
        #    escalations:                 # absent: off; see docs/escalations.md
        #      source: embedded           # embedded: this program delivers; live: watch a running deployment
        #      queue: https://sqs.us-east-1.amazonaws.com/123456789012/roesc-requests.fifo
        #      channels: [phone, email, pubnub]
        #      caller_id_registry: { "+385": "+38511111111", default: "+15550100" }

        """

    /// Writes it 0600, making the folder 0700; never over an existing file.
    /// - Throws: ``CommandFailure``
    package static func write(to path: String) throws {
        try makeFolder(Path.folder(of: path))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = errno == EEXIST ? "it exists already" : String(cString: strerror(errno))
            throw CommandFailure(
                .failed, code: "NotWritten", message: "\(path) was not written: \(reason).",
                hint: errno == EEXIST ? "Edit it, or name another with --config." : "Check the folder's permissions.")
        }
        defer { close(descriptor) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let reason = String(cString: strerror(errno))
                unlink(path)
                throw CommandFailure(
                    .failed, code: "NotWritten", message: "\(path) was not written: \(reason).", hint: "Make room on the disk.")
            }
            bytes = bytes.dropFirst(count)
        }
    }

    private static func makeFolder(_ path: String) throws {
        if path.isEmpty || Path.exists(path) { return }
        try makeFolder(Path.folder(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw CommandFailure(
                .failed, code: "NotWritten",
                message: "The folder \(path) could not be made: \(String(cString: strerror(errno))).",
                hint: "Make it yourself, or name another file with --config.")
        }
    }
}
