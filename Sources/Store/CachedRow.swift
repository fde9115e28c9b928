package import Model

/// A row that ``PaneCache`` can keep. When the byte form of any row changes, ``CachedRows/version`` is raised and what
/// older versions kept is not read: a cache may forget.
package protocol CachedRow: Sendable, Equatable {
    static var pane: PaneKind { get }
    func write(to writer: inout RowWriter)
    init(from reader: inout RowReader) throws
}

enum CachedRows {
    static let version: UInt64 = 1

    static func encode<Row: CachedRow>(_ rows: some Sequence<Row>) -> [UInt8] {
        var writer = RowWriter()
        writer.write(version)
        writer.write(Array(rows)) { $1.write(to: &$0) }
        return writer.bytes
    }

    /// - Throws: ``RowCodecError`` for another version, cut or foreign bytes.
    static func decode<Row: CachedRow>(_ bytes: [UInt8]) throws -> [Row] {
        var reader = RowReader(bytes)
        guard try reader.number() == version else { throw RowCodecError() }
        let rows = try reader.list { try Row(from: &$0) }
        guard reader.isAtEnd else { throw RowCodecError() }
        return rows
    }
}

extension LambdaFunction: CachedRow {
    package static var pane: PaneKind { .lambda }

    package func write(to writer: inout RowWriter) {
        writer.write(name)
        for figure in [invocations, errors, throttles, durationP95Ms, concurrency, iteratorAgeMs] {
            writer.write(figure) { $0.write($1) }
        }
        writer.write(isStreamFed)
        for text in [state, lastUpdateStatus, runtime, arn] { writer.write(text) { $0.write($1) } }
        writer.write(lastModified) { $0.write($1) }
        writer.write(timeoutSeconds) { $0.write($1) }
        writer.write(memoryMB) { $0.write($1) }
        for series in [invocationSeries, errorSeries, iteratorAgeSeries] { writer.write(series) { $0.write($1) } }
        writer.write(severity.rawValue)
        writer.write(reasons) { $0.write($1) }
    }

    package init(from reader: inout RowReader) throws {
        self.init(name: try reader.string())
        invocations = try reader.optional { try $0.double() }
        errors = try reader.optional { try $0.double() }
        throttles = try reader.optional { try $0.double() }
        durationP95Ms = try reader.optional { try $0.double() }
        concurrency = try reader.optional { try $0.double() }
        iteratorAgeMs = try reader.optional { try $0.double() }
        isStreamFed = try reader.bool()
        state = try reader.optional { try $0.string() }
        lastUpdateStatus = try reader.optional { try $0.string() }
        runtime = try reader.optional { try $0.string() }
        arn = try reader.optional { try $0.string() }
        lastModified = try reader.optional { try $0.date() }
        timeoutSeconds = try reader.optional { try $0.int() }
        memoryMB = try reader.optional { try $0.int() }
        invocationSeries = try reader.optional { try $0.series() }
        errorSeries = try reader.optional { try $0.series() }
        iteratorAgeSeries = try reader.optional { try $0.series() }
        severity = try reader.severity()
        reasons = try reader.list { try $0.string() }
    }
}

extension Queue: CachedRow {
    package static var pane: PaneKind { .queues }

    package func write(to writer: inout RowWriter) {
        writer.write(name)
        writer.write(url)
        for text in [arn, deadLetterQueue] { writer.write(text) { $0.write($1) } }
        for number in [visible, inFlight, delayed, deadLetterDepth, visibilityTimeoutSeconds] {
            writer.write(number) { $0.write($1) }
        }
        for figure in [oldestAgeSeconds, sentPerMinute, receivedPerMinute, growthPerMinute] {
            writer.write(figure) { $0.write($1) }
        }
        writer.write(isFIFO)
        writer.write(deadLetterSources) { $0.write($1) }
        writer.write(depthSeries) { $0.write($1) }
        writer.write(severity.rawValue)
        writer.write(reasons) { $0.write($1) }
    }

    package init(from reader: inout RowReader) throws {
        self.init(name: try reader.string(), url: try reader.string())
        arn = try reader.optional { try $0.string() }
        deadLetterQueue = try reader.optional { try $0.string() }
        visible = try reader.optional { try $0.int() }
        inFlight = try reader.optional { try $0.int() }
        delayed = try reader.optional { try $0.int() }
        deadLetterDepth = try reader.optional { try $0.int() }
        visibilityTimeoutSeconds = try reader.optional { try $0.int() }
        oldestAgeSeconds = try reader.optional { try $0.double() }
        sentPerMinute = try reader.optional { try $0.double() }
        receivedPerMinute = try reader.optional { try $0.double() }
        growthPerMinute = try reader.optional { try $0.double() }
        isFIFO = try reader.bool()
        deadLetterSources = try reader.list { try $0.string() }
        depthSeries = try reader.optional { try $0.series() }
        severity = try reader.severity()
        reasons = try reader.list { try $0.string() }
    }
}

extension Alarm: CachedRow {
    package static var pane: PaneKind { .alarms }

    package func write(to writer: inout RowWriter) {
        for text in [name, state, reason, source.rawValue, kind.rawValue] { writer.write(text) }
        writer.write(since) { $0.write($1) }
        writer.write(acknowledged)
        writer.write(severity.rawValue)
        for text in [arn, summary, namespace, metricName, statistic, comparison, treatMissingData, rule, neverFires] {
            writer.write(text) { $0.write($1) }
        }
        writer.write(dimensions.sorted { $0.key < $1.key }) { writer, pair in
            writer.write(pair.key)
            writer.write(pair.value)
        }
        writer.write(periodSeconds) { $0.write($1) }
        writer.write(evaluationPeriods) { $0.write($1) }
        writer.write(threshold) { $0.write($1) }
        writer.write(actionsEnabled)
    }

    package init(from reader: inout RowReader) throws {
        let (name, state, reason) = (try reader.string(), try reader.string(), try reader.string())
        guard let source = Source(rawValue: try reader.string()), let kind = Kind(rawValue: try reader.string()) else {
            throw RowCodecError()
        }
        self.init(
            name: name, state: state, since: try reader.optional { try $0.date() }, reason: reason, source: source, kind: kind)
        acknowledged = try reader.bool()
        severity = try reader.severity()
        arn = try reader.optional { try $0.string() }
        summary = try reader.optional { try $0.string() }
        namespace = try reader.optional { try $0.string() }
        metricName = try reader.optional { try $0.string() }
        statistic = try reader.optional { try $0.string() }
        comparison = try reader.optional { try $0.string() }
        treatMissingData = try reader.optional { try $0.string() }
        rule = try reader.optional { try $0.string() }
        neverFires = try reader.optional { try $0.string() }
        let pairs = try reader.list { (try $0.string(), try $0.string()) }
        dimensions = Dictionary(pairs) { first, _ in first }
        periodSeconds = try reader.optional { try $0.int() }
        evaluationPeriods = try reader.optional { try $0.int() }
        threshold = try reader.optional { try $0.double() }
        actionsEnabled = try reader.bool()
    }
}

extension RowWriter {
    fileprivate mutating func write(_ series: MetricSeries) {
        write(series.start)
        write(series.stepSeconds)
        write(series.values) { writer, value in writer.write(value) { $0.write($1) } }
    }
}

extension RowReader {
    fileprivate mutating func series() throws -> MetricSeries {
        let (start, step) = (try date(), try int())
        guard step > 0 else { throw RowCodecError() }
        return MetricSeries(start: start, stepSeconds: step, values: try list { try $0.optional { try $0.float() } })
    }

    fileprivate mutating func severity() throws -> Severity {
        guard let severity = Severity(rawValue: try string()) else { throw RowCodecError() }
        return severity
    }
}
