import Glibc

/// What one frame has that the one before had not.
package enum FrameDifference {
    /// The columns of a row from the first to the last that changed, whole wide characters only; nil when none did.
    ///
    /// - Parameter old: Nil, or of another size: everything changed.
    package static func columns(ofRow y: Int, from old: Canvas?, to new: Canvas) -> Range<Int>? {
        guard new.width > 0, y >= 0, y < new.height else { return nil }
        guard let old, old.width == new.width, old.height == new.height else { return 0..<new.width }
        guard let changed = changedCells(ofRow: y, old, new) else { return nil }
        var (first, end) = (changed.lowerBound, changed.upperBound)
        while first > 0, isRightHalf(first, y, old, new) { first -= 1 }
        while end < new.width, isRightHalf(end, y, old, new) { end += 1 }
        return first..<end
    }

    private static func isRightHalf(_ x: Int, _ y: Int, _ old: Canvas, _ new: Canvas) -> Bool {
        old[x, y].flags.contains(.continuation) || new[x, y].flags.contains(.continuation)
    }

    /// Cells are eight bytes without gaps, so that rows compare as memory.
    private static func changedCells(ofRow y: Int, _ old: Canvas, _ new: Canvas) -> Range<Int>? {
        let size = MemoryLayout<Cell>.stride
        let length = new.width * size
        return old.cells.withUnsafeBytes { old in
            new.cells.withUnsafeBytes { new in
                let before = UnsafeRawBufferPointer(rebasing: old[(y * length)..<((y + 1) * length)])
                let after = UnsafeRawBufferPointer(rebasing: new[(y * length)..<((y + 1) * length)])
                guard let start = before.baseAddress, let other = after.baseAddress, memcmp(start, other, length) != 0,
                    let first = (0..<length).first(where: { before[$0] != after[$0] }),
                    let last = (0..<length).last(where: { before[$0] != after[$0] })
                else { return nil }
                return (first / size)..<(last / size + 1)
            }
        }
    }
}
