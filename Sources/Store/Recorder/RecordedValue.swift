import FoundationEssentials
import Model

/// A value that is written as the difference to the one before.
protocol RecordedValue: Equatable, Sendable {
    /// What a value that was not there before is compared with.
    static var origin: Self { get }
    func write(after before: Self, to writer: inout FrameWriter)
    /// Turns the value before into the one that was written after it; in place, since to get a value through a key path costs
    /// more than all else.
    mutating func read(from reader: inout FrameReader) throws
}

extension Int: RecordedValue {
    static var origin: Int { 0 }
    func write(after before: Int, to writer: inout FrameWriter) { writer.write(whole: self &- before) }
    mutating func read(from reader: inout FrameReader) throws { self &+= try reader.whole() }
}

extension Bool: RecordedValue {
    static var origin: Bool { false }
    func write(after before: Bool, to writer: inout FrameWriter) { writer.write(flag: self) }
    mutating func read(from reader: inout FrameReader) throws { self = try reader.flag() }
}

extension Double: RecordedValue {
    static var origin: Double { 0 }
    func write(after before: Double, to writer: inout FrameWriter) { writer.write(figure: self) }
    mutating func read(from reader: inout FrameReader) throws { self = try reader.figure() }
}

extension Date: RecordedValue {
    static var origin: Date { Date(timeIntervalSinceReferenceDate: 0) }

    func write(after before: Date, to writer: inout FrameWriter) { writer.write(figure: timeIntervalSinceReferenceDate) }

    mutating func read(from reader: inout FrameReader) throws {
        self = Date(timeIntervalSinceReferenceDate: try reader.figure())
    }
}

/// A name: one of few that come again and again.
extension String: RecordedValue {
    static var origin: String { "" }
    func write(after before: String, to writer: inout FrameWriter) { writer.write(name: self) }
    mutating func read(from reader: inout FrameReader) throws { self = try reader.name() }
}

/// Sentences, each another one.
extension [String]: RecordedValue {
    static var origin: [String] { [] }

    func write(after before: [String], to writer: inout FrameWriter) {
        writer.write(count: count)
        for text in self { writer.write(prose: text) }
    }

    mutating func read(from reader: inout FrameReader) throws {
        self = try (0..<(try reader.count(atMost: 10_000))).map { _ in try reader.prose() }
    }
}

extension [String: String]: RecordedValue {
    static var origin: [String: String] { [:] }

    func write(after before: [String: String], to writer: inout FrameWriter) {
        writer.write(count: count)
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            writer.write(name: key)
            writer.write(name: value)
        }
    }

    mutating func read(from reader: inout FrameReader) throws {
        let pairs = try (0..<(try reader.count(atMost: 10_000))).map { _ in (try reader.name(), try reader.name()) }
        self = Dictionary(pairs) { first, _ in first }
    }
}

/// The words of enumerations, by their raw values.
protocol RecordedWord: RecordedValue, RawRepresentable where RawValue == String {}

extension RecordedWord {
    func write(after before: Self, to writer: inout FrameWriter) { writer.write(name: rawValue) }

    mutating func read(from reader: inout FrameReader) throws {
        guard let value = Self(rawValue: try reader.name()) else { throw RowCodecError() }
        self = value
    }
}

extension Severity: RecordedWord {
    static var origin: Severity { .unknown }
}

extension Alarm.Source: RecordedWord {
    static var origin: Alarm.Source { .cloudwatch }
}

extension Alarm.Kind: RecordedWord {
    static var origin: Alarm.Kind { .metric }
}

/// A series moves on by a step now and then and changes at its end, so only what is new is written.
extension MetricSeries: RecordedValue {
    static var origin: MetricSeries { MetricSeries(start: .origin, stepSeconds: 60, values: []) }

    /// How far it has moved, its length, then runs of new values: steps passed over, length, values.
    func write(after before: MetricSeries, to writer: inout FrameWriter) {
        let shift = shift(after: before)
        let isAsLong = values.count == before.values.count
        let moved = ZigZag.encode(Int64(shift ?? 0))
        writer.write(number: moved << 2 | (shift == nil ? 0 : 2) | (isAsLong ? 1 : 0))
        if shift == nil {
            start.write(after: before.start, to: &writer)
            writer.write(whole: stepSeconds)
        }
        if !isAsLong { writer.write(count: values.count) }
        let runs = newRuns(after: before, shift: shift)
        writer.write(count: runs.count)
        var next = 0
        for run in runs {
            writer.write(count: run.lowerBound - next)
            writer.write(count: run.count)
            for index in run { writer.write(step: values[index]) }
            next = run.upperBound
        }
    }

    mutating func read(from reader: inout FrameReader) throws {
        let head = try reader.number()
        let shift = head & 2 == 0 ? nil : Int(ZigZag.decode(head >> 2))
        if let shift { start = moved(by: shift) } else { try start.read(from: &reader) }
        if shift == nil { stepSeconds = try reader.whole() }
        let count = head & 1 == 1 ? values.count : try reader.count(atMost: 100_000)
        move(by: shift, count: count)
        var next = 0
        for _ in 0..<(try reader.count(atMost: count)) {
            next += try reader.count(atMost: count)
            let end = next + (try reader.count(atMost: count))
            guard end <= count else { throw RowCodecError() }
            for index in next..<end { values[index] = try reader.step() }
            next = end
        }
    }

    /// Leaves the values that stay, at their new places; nil elsewhere.
    private mutating func move(by shift: Int?, count: Int) {
        if shift == 0, count == values.count { return }
        let before = values
        values = (0..<count).map { index in
            guard let shift, before.indices.contains(index &+ shift) else { return nil }
            return before[index + shift]
        }
    }

    /// Where values stand that `before` does not have at the same time.
    private func newRuns(after before: MetricSeries, shift: Int?) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in values.indices {
            if let shift, before.values.indices.contains(index + shift),
                before.values[index + shift]?.bitPattern == values[index]?.bitPattern
            {
                continue
            }
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }

    /// The steps by which this one begins later than `before`; nil where the steps do not meet exactly.
    private func shift(after before: MetricSeries) -> Int? {
        guard before.stepSeconds == stepSeconds, stepSeconds > 0 else { return nil }
        let steps = (start.timeIntervalSince(before.start) / Double(stepSeconds)).rounded()
        guard steps.magnitude < 1e9 else { return nil }
        return before.moved(by: Int(steps)) == start ? Int(steps) : nil
    }

    private func moved(by steps: Int) -> Date { start.addingTimeInterval(Double(stepSeconds) * Double(steps)) }
}
