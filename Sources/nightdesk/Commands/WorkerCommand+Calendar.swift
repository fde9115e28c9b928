import ArgumentParser
import Assembly
import FoundationEssentials
import Model
import Store

extension WorkerCommand {
    struct ImportCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Replace the embedded calendar by a JSON or iCalendar file.")
        @Argument(help: "File, .json or .ics.") var file: String
        @Flag(help: "Add to the calendar instead; what is marked in known meetings stays.") var merge = false
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            guard let data = try? Data(contentsOf: URL(filePath: file)) else {
                throw CommandFailure(
                    .badInput, code: "BadImport", message: "\(file): cannot be read.",
                    hint: "Name a file that exists and that you may read.")
            }
            let content = try WorkerDesk.read(data)
            let name = file.split(separator: "/").last.map(String.init) ?? file
            let order = WorkerOrder.takeFile(name: name, meetings: content.meetings.count, merges: merge)
            let merges = merge
            try await Worker.order(order, globals) { desk throws(Problem) in
                try await desk.take(content, merges: merges)
            } print: { total, _ in
                guard globals.others.json else {
                    return Output.print(
                        "\(content.meetings.count) meetings imported; \(total) with their occurrences are stored.")
                }
                Output.print(
                    JSONText.object { json in
                        json.member("imported", content.meetings.count)
                        json.member("people", content.people.count)
                        json.member("total", total)
                    })
            }
        }
    }

    struct AddCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add one meeting to the embedded calendar.")
        @Option(help: ArgumentHelp("Its id; a new one unless given.", valueName: "id")) var id: String?
        @Option(help: ArgumentHelp("What it is about.", valueName: "text")) var subject = ""
        @Option(help: ArgumentHelp("Start, such as 2024-01-15T10:30:00Z.", valueName: "time")) var start: String
        @Option(help: ArgumentHelp("End, in the same form.", valueName: "time")) var end: String?
        @Option(help: ArgumentHelp("How long it lasts, instead of --end; 1h unless given.", valueName: "1h"))
        var duration: DurationArgument?
        @Option(help: ArgumentHelp("Mail address of a worker; as often as needed.", valueName: "address")) var attendee:
            [String] = []
        @Option(help: ArgumentHelp("Description.", valueName: "text")) var body = ""
        @OptionGroup var globals: GlobalFlags

        func validate() throws {
            guard ISO8601.parse(start) != nil else { throw ValidationError("--start \"\(start)\" is no time.") }
            if let end {
                guard ISO8601.parse(end) != nil else { throw ValidationError("--end \"\(end)\" is no time.") }
                if duration != nil { throw ValidationError("Give --end or --duration, not both.") }
            }
        }

        func run() async throws {
            // Both were checked by `validate`.
            guard let start = ISO8601.parse(start) else { return }
            let length = (duration?.duration ?? .seconds(3600)) / .seconds(1)
            let meeting = Meeting(
                id: id ?? UUID().uuidString.lowercased(), subject: subject, body: body, bodyType: .text, attendees: attendee,
                start: start, end: end.flatMap(ISO8601.parse) ?? start.addingTimeInterval(length))
            guard meeting.end >= meeting.start else {
                throw CommandFailure(
                    .badInput, code: "BadInput", message: "The meeting ends before it starts.", hint: "Correct --end.")
            }
            try await Worker.order(.add(id: meeting.id, subject: meeting.subject), globals) { desk throws(Problem) in
                guard try await desk.row(meeting.id) == nil else {
                    throw Problem(
                        code: "Exists", message: "There is a meeting \"\(meeting.id)\" already.", hint: "Give another --id.")
                }
                _ = try await desk.take(CalendarImport(meetings: [MeetingSeries(meeting)]), merges: true)
                guard let row = try await desk.row(meeting.id) else { throw .unknownMeeting(meeting.id) }
                return row
            } print: { row, desk in
                try await Worker.print(row, desk, globals)
            }
        }
    }

    struct ExportCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Print the embedded calendar as worker import reads it.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            try await Worker.with(globals) { desk, _ in Output.print(try await desk.store.export().json) }
        }
    }

    struct WorkerDoctorCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "doctor", abstract: "Say what works and what does not: settings, calendar, mail, the last check.")
        @OptionGroup var globals: GlobalFlags

        func run() async throws {
            try await Worker.order(.doctor, globals) { desk throws(Problem) in
                await desk.diagnosis()
            } print: { lines, _ in
                if globals.others.json {
                    Output.print(WorkerDesk.json(of: lines))
                } else {
                    let rows = lines.map { [$0.isOK ? "ok" : "FAILED", $0.name, $0.text] }
                    Output.print(TextTable(columns: ["", "check", "finding"], rows: rows).text)
                }
                if lines.contains(where: { !$0.isOK }) { throw ExitCode(ExitStatus.failed.rawValue) }
            }
        }
    }
}
