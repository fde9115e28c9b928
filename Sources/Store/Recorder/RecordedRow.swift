package import Model

/// A row that the recorder can write. When its fields change, ``FrameCodec/version`` is raised: what was recorded before is then not shown.
package protocol RecordedRow: CachedRow, Identifiable where ID == String {
    /// A row with nothing in it, which new ones are compared with.
    static var blank: Self { get }
    /// Every stored property. At most 60; those that change most come first, since they make the shortest difference.
    static var recordedFields: RecordedFields<Self> { get }
}

/// The fields of a row type in the order in which they are written.
package struct RecordedFields<Row: Sendable>: Sendable {
    /// One object, so that calling a field retains one thing and not five closures.
    final class Field: Sendable {
        let isSame: @Sendable (Row, Row) -> Bool
        /// Whether there is nothing to write, because the value is nil.
        let isNil: @Sendable (Row) -> Bool
        let write: @Sendable (_ row: Row, _ before: Row, inout FrameWriter) -> Void
        /// Reads into a row that holds the values before.
        let read: @Sendable (inout Row, inout FrameReader) throws -> Void
        let clear: @Sendable (inout Row) -> Void

        init(
            isSame: @escaping @Sendable (Row, Row) -> Bool, isNil: @escaping @Sendable (Row) -> Bool,
            write: @escaping @Sendable (Row, Row, inout FrameWriter) -> Void,
            read: @escaping @Sendable (inout Row, inout FrameReader) throws -> Void,
            clear: @escaping @Sendable (inout Row) -> Void
        ) {
            self.isSame = isSame
            self.isNil = isNil
            self.write = write
            self.read = read
            self.clear = clear
        }
    }

    private(set) var fields: [Field] = []

    /// Writes which fields differ, which of those are nil now, and the values of the others.
    func write(_ row: Row, after before: Row, to writer: inout FrameWriter) {
        var (changed, cleared): (UInt64, UInt64) = (0, 0)
        for index in fields.indices where !fields[index].isSame(row, before) {
            changed |= 1 << UInt64(index)
            if fields[index].isNil(row) { cleared |= 1 << UInt64(index) }
        }
        writer.write(number: changed << 1 | (cleared == 0 ? 0 : 1))
        if cleared != 0 { writer.write(number: cleared) }
        var left = changed & ~cleared
        while left != 0 {
            fields[left.trailingZeroBitCount].write(row, before, &writer)
            left &= left - 1
        }
    }

    /// - Parameter row: As it was before.
    func read(into row: inout Row, from reader: inout FrameReader) throws {
        let number = try reader.number()
        let changed = number >> 1
        let cleared = number & 1 == 1 ? try reader.number() : 0
        guard changed >> UInt64(fields.count) == 0, cleared & ~changed == 0 else { throw RowCodecError() }
        var left = changed
        while left != 0 {
            let index = left.trailingZeroBitCount
            if cleared >> UInt64(index) & 1 == 1 {
                fields[index].clear(&row)
            } else {
                try fields[index].read(&row, &reader)
            }
            left &= left - 1
        }
    }
}

extension RecordedFields {
    func adding<Value: RecordedValue>(_ path: any WritableKeyPath<Row, Value> & Sendable) -> RecordedFields {
        adding(
            Field(
                isSame: { $0[keyPath: path] == $1[keyPath: path] }, isNil: { _ in false },
                write: { $0[keyPath: path].write(after: $1[keyPath: path], to: &$2) },
                read: { try $0[keyPath: path].read(from: &$1) },
                clear: { $0[keyPath: path] = .origin }))
    }

    func adding<Value: RecordedValue>(_ path: any WritableKeyPath<Row, Value?> & Sendable) -> RecordedFields {
        adding(
            Field(
                isSame: { $0[keyPath: path] == $1[keyPath: path] }, isNil: { $0[keyPath: path] == nil },
                write: { $0[keyPath: path]?.write(after: $1[keyPath: path] ?? .origin, to: &$2) },
                read: { try Self.read(into: &$0[keyPath: path], from: &$1) },
                clear: { $0[keyPath: path] = nil }))
    }

    /// A sentence that does not come again, so that it gets no number.
    func adding(prose path: any WritableKeyPath<Row, String> & Sendable) -> RecordedFields {
        adding(
            Field(
                isSame: { $0[keyPath: path] == $1[keyPath: path] }, isNil: { _ in false },
                write: { $2.write(prose: $0[keyPath: path]) }, read: { $0[keyPath: path] = try $1.prose() },
                clear: { $0[keyPath: path] = "" }))
    }

    /// A computed figure, of which seven digits are more than anybody sees: half the bytes of an exact one.
    func adding(rounded path: any WritableKeyPath<Row, Double?> & Sendable) -> RecordedFields {
        adding(
            Field(
                isSame: { $0[keyPath: path] == $1[keyPath: path] }, isNil: { $0[keyPath: path] == nil },
                write: { row, _, writer in writer.write(step: row[keyPath: path].map { Float($0) }) },
                read: { row, reader in row[keyPath: path] = try reader.step().map { Double($0) } },
                clear: { $0[keyPath: path] = nil }))
    }

    private static func read<Value: RecordedValue>(into value: inout Value?, from reader: inout FrameReader) throws {
        // Taken out while it changes, so that an array in it is not copied.
        var known = value.take() ?? .origin
        try known.read(from: &reader)
        value = known
    }

    private func adding(_ field: Field) -> RecordedFields {
        var longer = self
        longer.fields.append(field)
        return longer
    }
}

extension LambdaFunction: RecordedRow {
    package static var blank: LambdaFunction { LambdaFunction(name: "") }

    package static let recordedFields = RecordedFields<LambdaFunction>()
        .adding(\.invocations).adding(\.invocationSeries).adding(\.errors).adding(\.errorSeries).adding(\.durationP95Ms)
        .adding(\.concurrency).adding(\.severity).adding(\.reasons).adding(\.throttles).adding(\.iteratorAgeMs)
        .adding(\.iteratorAgeSeries).adding(\.state).adding(\.lastUpdateStatus).adding(\.name).adding(\.isStreamFed)
        .adding(\.lastModified).adding(\.timeoutSeconds).adding(\.memoryMB).adding(\.runtime).adding(\.arn)
}

extension Queue: RecordedRow {
    package static var blank: Queue { Queue(name: "", url: "") }

    package static let recordedFields = RecordedFields<Queue>()
        .adding(\.visible).adding(\.depthSeries).adding(\.inFlight).adding(rounded: \.growthPerMinute).adding(\.oldestAgeSeconds)
        .adding(\.sentPerMinute).adding(\.receivedPerMinute).adding(\.deadLetterDepth).adding(\.severity).adding(\.reasons)
        .adding(\.delayed).adding(\.name).adding(\.url).adding(\.arn).adding(\.isFIFO).adding(\.deadLetterQueue)
        .adding(\.deadLetterSources).adding(\.visibilityTimeoutSeconds)
}

extension Alarm: RecordedRow {
    package static var blank: Alarm {
        Alarm(name: "", state: "", since: nil, reason: "", source: .cloudwatch, kind: .metric)
    }

    package static let recordedFields = RecordedFields<Alarm>()
        .adding(\.state).adding(\.since).adding(prose: \.reason).adding(\.severity).adding(\.acknowledged).adding(\.name)
        .adding(\.source).adding(\.kind).adding(\.arn).adding(\.summary).adding(\.namespace).adding(\.metricName)
        .adding(\.dimensions).adding(\.statistic).adding(\.periodSeconds).adding(\.threshold).adding(\.comparison)
        .adding(\.evaluationPeriods).adding(\.treatMissingData).adding(\.rule).adding(\.actionsEnabled).adding(\.neverFires)
}
