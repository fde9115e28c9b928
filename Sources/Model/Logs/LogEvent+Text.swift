extension LogEvent {
    /// `{ id, group, stream, at, ingestedAt, message }`; `id` is null for an event from live tail. The message is whole, its
    /// controls escaped as JSON has it.
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("id", id.isEmpty ? nil : id)
            json.member("group", group)
            json.member("stream", stream)
            json.member("at", at)
            json.key("ingestedAt")
            json.date(ingestedMs.map { .init(milliseconds: $0) })
            json.member("message", message)
        }
    }

    /// `2024-01-15T12:34:56.789Z message`, with the group between them where there are several. Harmless; a message of several
    /// lines stays so.
    package func line(withGroup: Bool) -> String {
        let end = message.utf8.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { message.utf8.index(after: $0) }
        let text = HarmlessText.lines(message[..<(end ?? message.startIndex)])
        return ISO8601.text(at) + " " + (withGroup ? HarmlessText.line(group) + " " : "") + text
    }
}
