import FoundationEssentials
import Model

/// One query of GetMetricData.
struct DrillMetricQuestion {
    var id = ""
    var namespace = ""
    var metric = ""
    var dimension = ""
    var value = ""
    var period = 60
    var statistic = ""

    /// The queries of a form, in its order; parameters of one query may come in any order.
    static func list(in form: FormBody) -> [DrillMetricQuestion] {
        let prefix = "MetricDataQueries.member."
        var byNumber: [Int: DrillMetricQuestion] = [:]
        var order: [Int] = []
        for (name, value) in form.pairs where name.hasPrefix(prefix) {
            let rest = name.utf8.dropFirst(prefix.utf8.count)
            let digits = rest.prefix { $0 != UInt8(ascii: ".") }
            guard let number = Int(Substring(digits)) else { continue }
            if byNumber[number] == nil { order.append(number) }
            byNumber[number, default: DrillMetricQuestion()].set(String(Substring(rest.dropFirst(digits.count + 1))), value)
        }
        return order.compactMap { byNumber[$0] }
    }

    private mutating func set(_ name: String, _ text: String) {
        switch name {
        case "Id": id = text
        case "MetricStat.Metric.Namespace": namespace = text
        case "MetricStat.Metric.MetricName": metric = text
        case "MetricStat.Metric.Dimensions.member.1.Name": dimension = text
        case "MetricStat.Metric.Dimensions.member.1.Value": value = text
        case "MetricStat.Period": period = max(60, Int(text) ?? 60)
        case "MetricStat.Stat": statistic = text
        default: break
        }
    }
}

/// Writes the results of GetMetricData, newest point first as the real one does.
struct DrillMetricAnswers {
    private let account: DrillAccount
    private let start: Int
    private let end: Int
    /// The first minute that is not over yet: it has no data point.
    private let openMinute: Int
    private var stamps: [Int: String] = [:]
    private(set) var xml = ""

    init(account: DrillAccount, start: Int, end: Int, now: Date) {
        self.account = account
        self.start = start - start % 60
        self.end = end
        openMinute = Int(now.timeIntervalSince1970) / 60
    }

    mutating func add(_ question: DrillMetricQuestion) {
        xml += "<member><Id>\(question.id)</Id><Label>\(question.metric)</Label>"
        var (times, values) = ("", "")
        if let source = source(of: question) {
            for bucket in stride(from: start, to: end, by: question.period).reversed() {
                guard let value = point(bucket, question, source) else { continue }
                times += "<member>\(stamp(bucket))</member>"
                values += "<member>\(value)</member>"
            }
        }
        xml += "<Timestamps>\(times)</Timestamps><Values>\(values)</Values><StatusCode>Complete</StatusCode></member>"
    }

    private func source(of question: DrillMetricQuestion) -> ((Int) -> Double?)? {
        switch (question.namespace, question.dimension) {
        case ("AWS/Lambda", "FunctionName"):
            guard let metric = FunctionMetric(rawValue: question.metric), let index = account.functionIndex[question.value] else {
                return nil
            }
            return account.points(of: metric, functionAt: index)
        case ("AWS/SQS", "QueueName"):
            guard let metric = QueueMetric(rawValue: question.metric), let index = account.queueIndex[question.value] else {
                return nil
            }
            return account.points(of: metric, queueAt: index)
        case ("AWS/Lambda", ""): return FunctionMetric(rawValue: question.metric).map(accountWide)
        default: return VisualizerMetrics(account: account).source(of: question)
        }
    }

    /// A figure of all functions together: counts are added, anything else is the mean.
    private func accountWide(_ metric: FunctionMetric) -> (Int) -> Double? {
        let sources = account.world.functions.indices.map { account.points(of: metric, functionAt: $0) }
        return { minute in
            let values = sources.compactMap { $0(minute) }
            guard !values.isEmpty else { return nil }
            let sum = values.reduce(0, +)
            return metric == .duration || metric == .iteratorAge ? sum / Double(values.count) : sum
        }
    }

    private func point(_ bucket: Int, _ question: DrillMetricQuestion, _ source: (Int) -> Double?) -> Double? {
        let minutes = (bucket / 60)..<min((bucket + question.period) / 60, openMinute)
        guard !minutes.isEmpty else { return nil }
        let values = minutes.compactMap(source)
        guard !values.isEmpty else { return nil }
        switch question.statistic {
        case "Sum": return values.reduce(0, +)
        case "Maximum": return values.max()
        case "Minimum": return values.min()
        case "SampleCount": return Double(values.count)
        // A mean of minutes stands in for a percentile of all: the world has no single invocations.
        default: return values.reduce(0, +) / Double(values.count)
        }
    }

    private mutating func stamp(_ bucket: Int) -> String {
        if let known = stamps[bucket] { return known }
        let text = ISO8601.text(Date(timeIntervalSince1970: Double(bucket)))
        stamps[bucket] = text
        return text
    }
}
