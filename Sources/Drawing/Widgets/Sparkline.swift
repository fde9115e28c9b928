/// A series as a line of small columns, newest at the right. What is not known stays empty.
package struct Sparkline: Sendable, Hashable {
    /// Oldest first; nil or not finite = a gap.
    package var values: [Float?]
    /// The value that takes the whole height; the largest one when nil.
    package var maximum: Float?

    package init(_ values: [Float?], maximum: Float? = nil) {
        self.values = values
        self.maximum = maximum
    }

    package func draw(
        on canvas: inout Canvas, in area: Area, role: Role = .sparkline, flags: CellFlags = []
    ) {
        guard !area.isEmpty else { return }
        let columns = values.buckets(area.width)
        let top = maximum ?? columns.lazy.compactMap { $0 }.max() ?? 0
        let x = area.maxX - columns.count
        // The gaps too are in the role, so that they cost no change of colour on the line.
        canvas.fill(Area(x: x, y: area.y, width: columns.count, height: 1), Cell(role: role, flags: flags))
        for (index, value) in columns.enumerated() {
            guard let value else { continue }
            let step = Self.step(value, of: top, steps: canvas.glyphs.ramp.count)
            canvas.put(canvas.glyphs.ramp[step], x: x + index, y: area.y, role: role, flags: flags)
        }
    }

    /// The lowest step is for nothing and less; everything above nothing shows.
    static func step(_ value: Float, of top: Float, steps: Int) -> Int {
        guard value > 0, top > 0 else { return 0 }
        let share = min(1, value / top) * Float(steps - 1)
        return max(min(1, steps - 1), Int(share.rounded()))
    }
}

extension [Float?] {
    /// At most `count` values: neighbours are joined, and the largest of them stays, so that no peak is lost.
    /// Values that are not finite become gaps.
    func buckets(_ count: Int) -> [Float?] {
        guard count > 0 else { return [] }
        if self.count <= count { return map { $0.flatMap { $0.isFinite ? $0 : nil } } }
        return (0..<count).map { bucket in
            let range = (bucket * self.count / count)..<((bucket + 1) * self.count / count)
            return self[range].lazy.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } }.max()
        }
    }
}
