import Drawing
import FoundationEssentials
import Model

/// What a detail view says, before anything is placed: from the row at once, the rest from the answer.
struct DetailContent {
    var subject: Subject
    var now: Date
    var answer: Detail?
    var glyphs: Glyphs
    /// Numbers and addresses are shown whole.
    var isRevealed = false

    /// The answer's facts replace those of the row that have the same label; new ones follow.
    var facts: [Fact] {
        var facts = rowFacts
        let personal = (answer?.personal ?? []).map { fact in
            Fact(fact.label, fact.value.map { isRevealed ? $0 : Masker.masked($0) })
        }
        for fact in (answer?.facts ?? []) + personal {
            if let place = facts.firstIndex(where: { $0.label.lowercased() == fact.label.lowercased() }) {
                if fact.value != nil { facts[place].value = fact.value }
            } else {
                facts.append(fact)
            }
        }
        return facts
    }

    private var rowFacts: [Fact] {
        switch subject {
        case .function(let function): function.facts(now: now)
        case .queue(let queue): queue.facts
        case .alarm(let alarm): alarm.facts(now: now)
        case .worker(let row): row.facts(now: now, isRevealed: isRevealed)
        case .escalation(let escalation): escalation.facts(now: now)
        case .run(let row): row.facts(now: now)
        }
    }

    /// Why the severity is what it is, worst first.
    var reasons: [String] {
        switch subject {
        case .function(let function): return function.reasons
        case .queue(let queue): return queue.reasons
        case .worker(let row): return row.headline.map { [$0] } ?? []
        case .escalation(let escalation): return escalation.headline.map { [$0] } ?? []
        case .run(let row): return row.reasons
        case .alarm(let alarm):
            let never = alarm.neverFires.map { ["This alarm can never fire: \($0)"] } ?? []
            return never + (alarm.reason.isEmpty ? [] : [alarm.reason])
        }
    }

    var charts: [LineChart] {
        let answered = answer?.charts ?? []
        let charts = answered.isEmpty ? rowCharts : answered
        return charts.map { chart in
            LineChart(
                title: chart.title, unit: chart.unit, values: chart.series.values, start: chart.series.start,
                stepSeconds: chart.series.stepSeconds, thresholds: thresholds(of: chart), marks: marks)
        }
    }

    private var rowCharts: [Chart] {
        switch subject {
        case .function(let function): function.charts
        case .queue(let queue): queue.charts
        case .alarm, .escalation, .worker, .run: []
        }
    }

    private func thresholds(of chart: Chart) -> [LineChart.Threshold] {
        let warning = chart.warning.map { LineChart.Threshold($0, label: "warning", role: .severityWarning) }
        let critical = chart.critical.map { LineChart.Threshold($0, label: "critical", role: .severityCritical) }
        return [warning, critical].compactMap { $0 }
    }

    /// `deployed 14m ago`, on every chart.
    private var marks: [LineChart.Mark] {
        var marks = answer?.marks ?? []
        if marks.isEmpty, case .function(let function) = subject { marks = function.marks }
        return marks.map { mark in
            LineChart.Mark(at: mark.at, label: "\(mark.label) \(Figures.age(seconds: now.timeIntervalSince(mark.at))) ago")
        }
    }

    var transitions: [[Span]] {
        (answer?.transitions ?? []).map { transition in
            [
                Span("\(Clock.dateTime(transition.at)) ", .dim), Span(transition.summary, .text),
                Span("  \(transition.type)", .dim),
            ]
        }
    }
}
