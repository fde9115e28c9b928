import FoundationEssentials
import Testing

@testable import Drawing

struct SparklineTests {
    private func line(_ values: [Float?], width: Int, maximum: Float? = nil, glyphs: Glyphs = .unicode) -> String {
        var canvas = Canvas(width: width, height: 1, fill: Cell("."), glyphs: glyphs)
        Sparkline(values, maximum: maximum).draw(on: &canvas, in: canvas.area)
        return canvas.row(0).text
    }

    @Test func keepsGapsAndPutsTheNewestAtTheRight() {
        #expect(line([0, 1, nil, 4, 8], width: 7) == "..▁▂ ▄▇")
        #expect(line([1, nil], width: 2) == "▇ ")
        #expect(line([], width: 2) == "..")
        #expect(line([.nan, .infinity, 1], width: 3) == "  ▇")
    }

    @Test func showsNothingAsTheLowestAndAnythingAsMore() {
        #expect(line([0, 0], width: 2) == "▁▁")
        #expect(line([0, 0.001, 100], width: 3) == "▁▂▇")
        #expect(line([-5, 5], width: 2) == "▁▇")
        #expect(line([5, 10], width: 2, maximum: 5) == "▇▇")
        #expect(line([0, 1], width: 2, glyphs: .ascii) == "_#")
    }

    @Test func keepsEveryPeak_WhenThereIsNotRoomForAllValues() {
        for count in 5...40 {
            for peak in 0..<count {
                let values = (0..<count).map { $0 == peak ? Float(9) : 1 }
                #expect(line(values, width: 5).contains("▇"), "\(count) values, peak at \(peak)")
            }
        }
    }
}

struct GaugeTests {
    @Test func isFullOnlyAtTheEndAndEmptyOnlyAtTheBeginning() {
        for width in 2...10 {
            for percent in 0...100 {
                let filled = Gauge(Double(percent) / 100).filled(of: width)
                #expect((filled == width) == (percent == 100), "\(percent) % of \(width)")
                #expect((filled == 0) == (percent == 0), "\(percent) % of \(width)")
            }
        }
    }

    @Test(arguments: [nil, Double.nan, -1, 7] as [Double?])
    func survivesWhatIsNoFraction(fraction: Double?) {
        #expect((0...4).contains(Gauge(fraction).filled(of: 4)))
    }

    @Test func progressKeepsItsWords_WhenThereIsNoRoomForABar() {
        func line(_ width: Int) -> String {
            var canvas = Canvas(width: width, height: 1)
            ProgressBar(label: "Redrive", done: 21, total: 50, note: "12/s").draw(on: &canvas, in: canvas.area)
            return canvas.plainText
        }
        #expect(line(40) == "Redrive ██████░░░░░░░░ 42 %  21/50  12/s")
        #expect(line(27) == "Redrive 42 %  21/50  12/s")
        #expect(line(12) == "Redrive 42 …")
    }
}

struct LineChartTests {
    private let start = Date(timeIntervalSince1970: 1_763_693_400)

    private func chart(_ values: [Float?], thresholds: [LineChart.Threshold] = [], marks: [LineChart.Mark] = []) -> LineChart {
        LineChart(
            title: "Errors", unit: "count", values: values, start: start, stepSeconds: 60, thresholds: thresholds, marks: marks)
    }

    private func text(_ chart: LineChart, width: Int, height: Int, glyphs: Glyphs = .unicode) -> String {
        var canvas = Canvas(width: width, height: height, glyphs: glyphs)
        chart.draw(on: &canvas, in: canvas.area)
        return canvas.plainText
    }

    @Test func drawsTheLineWithItsScaleAndTimes() {
        let values: [Float?] = [0, 2, 4, nil, nil, 10, 5, 0]
        #expect(
            text(chart(values, thresholds: [.init(8, label: "critical")]), width: 44, height: 8) == """
                Errors  min 0  max 10  last 0 count
                10│                            ⠈⠢⡀
                  │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ critical 8
                  │                                ⠈⠢⡀
                  │         ⢀⣀⠤                      ⠈⠢⡀
                  │    ⣀⠤⠔⠒⠉⠁                          ⠈⠢⢄
                 0│⣀⠤⠒⠉                                   ⠑⢄
                   02:50      02:52         02:55      02:58
                """)
    }

    @Test func drawsColumns_WhereThereIsNoBraille() {
        #expect(
            text(
                chart([0, 4, nil, 8], marks: [.init(at: start.addingTimeInterval(60), label: "deploy")]), width: 30, height: 7,
                glyphs: .ascii) == """
                    Errors  min 0  max 8  last 8 ~
                    8|       :             #######
                     |       :             #######
                     |       =======       #######
                     |       #######       #######
                    0|_______#deploy       #######
                      02:50       02:52      02:54
                    """)
    }

    @Test func keepsGapsAsGaps() {
        var canvas = Canvas(width: 30, height: 10)
        let values: [Float?] = [5, 5, 5, nil, nil, nil, 5, 5, 5, 5]
        chart(values).draw(on: &canvas, in: canvas.area)
        let curve = canvas.cells.enumerated().filter { $1.role == .chartLine }.map { $0.offset % 30 }
        let middle = curve.filter { (12...18).contains($0) }
        #expect(!curve.isEmpty && middle.isEmpty)
    }

    @Test func namesALimit_ThatLiesFarAboveTheValues() {
        let shown = text(chart([1, 2], thresholds: [.init(600_000, label: "critical")]), width: 40, height: 6)
        #expect(shown.contains("↑ critical 600k"))
    }

    @Test func saysSo_WhenThereIsNoData() {
        #expect(text(chart([nil, nil]), width: 40, height: 6).contains("no data"))
        #expect(text(chart([]), width: 40, height: 6).contains("no data"))
    }

    @Test func survivesEverySizeAndOddValues() {
        let odd: [[Float?]] = [[], [nil], [.nan], [.infinity, 1], [-3, 4], [Float.greatestFiniteMagnitude, 0], [1], [0, 0]]
        for values in odd {
            for width in 0...30 {
                for height in 0...8 {
                    var canvas = Canvas(width: 30, height: 8)
                    let view = chart(
                        values, thresholds: [.init(.nan, label: "n"), .init(2, label: "w")], marks: [.init(at: start, label: "m")]
                    )
                    view.draw(on: &canvas, in: Area(width: width, height: height))
                    #expect(canvas.isWhole)
                }
            }
        }
    }

    @Test(arguments: [(0.3, 0.3), (1, 1), (7, 8), (97, 100), (101, 120), (0.011, 0.012), (999, 1000)])
    func roundsItsScaleUp(value: Double, top: Double) {
        #expect(abs(ChartScale.roundedUp(value) - top) < top * 1e-9)
    }
}
