import GRDB
import Glibc

/// Names a process so that it cannot be taken for a later one with the same number.
struct OwnerProcess: Sendable, Equatable {
    var host: String
    var pid: Int32
    /// Of the machine's present run; another one means that every process of then is gone.
    var bootID: String
    /// Clock ticks from boot to the start of the process.
    var startTicks: Int64

    enum Life: Equatable {
        case running, gone
        /// On another machine, which cannot be asked.
        case unknown
    }

    init(host: String, pid: Int32, bootID: String, startTicks: Int64) {
        self.host = host
        self.pid = pid
        self.bootID = bootID
        self.startTicks = startTicks
    }

    /// This process.
    static func current(host: String) -> OwnerProcess {
        OwnerProcess(host: host, pid: getpid(), bootID: currentBootID, startTicks: startTicks(of: getpid()) ?? 0)
    }

    /// - Parameters:
    ///   - host: This machine's name.
    ///   - bootID: This machine's present run.
    ///   - startTicks: Gives the start of the process that has a number now; nil where none has it.
    func life(host: String, bootID: String, startTicks: (Int32) -> Int64?) -> Life {
        guard self.host == host else { return .unknown }
        return self.bootID == bootID && startTicks(pid) == self.startTicks ? .running : .gone
    }

    func life(seenFrom observer: OwnerProcess) -> Life {
        life(host: observer.host, bootID: observer.bootID, startTicks: Self.startTicks)
    }

    private static var currentBootID: String {
        let bytes = (try? SmallFile.read("/proc/sys/kernel/random/boot_id")) ?? []
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private static func startTicks(of pid: Int32) -> Int64? {
        (try? SmallFile.read("/proc/\(pid)/stat")).flatMap(startTicks(inStat:))
    }

    /// Field 22 of `/proc/PID/stat`; nil for a process that has ended and only waits to be collected. The name in field 2 may
    /// hold spaces and brackets, so counting begins behind the last `)`. Source: proc(5).
    static func startTicks(inStat bytes: [UInt8]) -> Int64? {
        guard let bracket = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(bracket + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let state = fields[0].first, state != UInt8(ascii: "Z"), state != UInt8(ascii: "X") else {
            return nil
        }
        return Int64(String(decoding: fields[19], as: UTF8.self))
    }
}

extension OwnerProcess {
    init(row: Row) {
        self.init(host: row["host"], pid: row["pid"], bootID: row["boot_id"], startTicks: row["process_started"])
    }
}

extension OwnerProcess {
    /// Whether a process of this machine is suspended. Source: proc(5), field 3.
    static func isStopped(_ pid: Int32) -> Bool {
        guard let bytes = try? SmallFile.read("/proc/\(pid)/stat"), let bracket = bytes.lastIndex(of: UInt8(ascii: ")")),
            let state = bytes[(bracket + 1)...].first(where: { $0 != UInt8(ascii: " ") })
        else { return false }
        return state == UInt8(ascii: "T") || state == UInt8(ascii: "t")
    }
}
