/// The linear program over chunks: each chunk is divided between its columns so that the bill is least, pools' overage bought without
/// rounding. Solved by the simplex method for generalised upper bounds: one key column of each chunk is basic, and besides these
/// only as many columns as there are pools, so that the matrix to invert has one row for each pool.
///
/// Source: Dantzig and Van Slyke, "Generalized upper bounding techniques", 1967.
struct ChunkProgram {
    /// A basic column that is no chunk's key.
    enum Column: Equatable {
        case share(chunk: Int, column: Int)
        /// Allowance that nobody uses, and overage, of a row.
        case slack(Int)
        case overage(Int)
    }

    let rows: Int
    let chunkCount: Int
    /// `[chunk * (rows + 1) + column]`, the last column without a pool; infinite where there is none.
    let cost: [Double]
    /// `[chunk * rows + row]`.
    let weight: [Double]
    /// Price of a unit of overage in each row.
    let ceilings: [Double]

    /// The key column of each chunk.
    var keys: [UInt8]
    var slots: [Column]
    /// Of the slots.
    var values: [Double]
    /// Of the rows, 0...ceiling at the optimum.
    var prices: [Double]
    private var inverse: [Double]
    private var work: [Double]
    /// Minus the weight of the keys in each row.
    private var demand: [Double]
    private(set) var pivots = 0

    /// - Parameter keys: Where the search starts: any column of each chunk.
    init(rows: Int, cost: [Double], weight: [Double], ceilings: [Double], keys: [UInt8]) {
        self.rows = rows
        self.cost = cost
        self.weight = weight
        self.ceilings = ceilings
        self.keys = keys
        chunkCount = keys.count
        demand = [Double](repeating: 0, count: rows)
        for chunk in keys.indices where Int(keys[chunk]) < rows {
            demand[Int(keys[chunk])] -= weight[chunk * rows + Int(keys[chunk])]
        }
        slots = (0..<rows).map { [demand] row in demand[row] >= 0 ? .slack(row) : .overage(row) }
        values = demand.map(abs)
        prices = [Double](repeating: 0, count: rows)
        inverse = [Double](repeating: 0, count: rows * rows)
        work = [Double](repeating: 0, count: rows * rows * 2)
    }

    /// What the present division costs.
    var objective: Double {
        var total = 0.0
        for chunk in keys.indices { total += cost[chunk * (rows + 1) + Int(keys[chunk])] }
        for (slot, column) in slots.enumerated() {
            switch column {
            case .share(let chunk, let column):
                let first = chunk * (rows + 1)
                total += values[slot] * (cost[first + column] - cost[first + Int(keys[chunk])])
            case .slack: break
            case .overage(let row): total += values[slot] * ceilings[row]
            }
        }
        return total
    }

    /// Shares of the columns of the chunks that are divided; all others are wholly on their key.
    var mixed: [Int: [Double]] {
        var shares: [Int: [Double]] = [:]
        for (slot, column) in slots.enumerated() {
            guard case .share(let chunk, let column) = column, values[slot] > 1e-9 else { continue }
            var share = shares[chunk] ?? [Double](repeating: 0, count: rows + 1)
            share[column] += values[slot]
            shares[chunk] = share
        }
        for chunk in shares.keys {
            let others = shares[chunk]?.reduce(0, +) ?? 0
            shares[chunk]?[Int(keys[chunk])] = max(0, 1 - others)
        }
        return shares
    }

    /// Pivots until no column improves the bill, or the limit is reached; the division is possible at any time.
    mutating func solve(pivotLimit: Int) {
        var position = 0
        while pivots < pivotLimit {
            guard refactor() else { return }
            guard let entering = entering(&position) else { return }
            guard pivot(entering) else { return }
            pivots += 1
        }
        _ = refactor()
    }

    // MARK: Pricing

    /// The first block of chunks, from `position` round, that has an improving column gives its best one.
    private func entering(_ position: inout Int) -> Column? {
        let tolerance = 1e-9
        var best = -tolerance
        var found: Column?
        for row in 0..<rows {
            if prices[row] < best { (best, found) = (prices[row], .slack(row)) }
            if ceilings[row] - prices[row] < best { (best, found) = (ceilings[row] - prices[row], .overage(row)) }
        }
        if found != nil { return found }
        let width = rows + 1
        var scanned = 0
        return cost.withUnsafeBufferPointer { cost in
            weight.withUnsafeBufferPointer { weight in
                keys.withUnsafeBufferPointer { keys in
                    prices.withUnsafeBufferPointer { prices in
                        while scanned < chunkCount {
                            let block = min(128, chunkCount - scanned)
                            for _ in 0..<block {
                                let chunk = position
                                position = position + 1 == chunkCount ? 0 : position + 1
                                let key = Int(keys[chunk])
                                var own = cost[chunk * width + key]
                                if key < rows { own += prices[key] * weight[chunk * rows + key] }
                                for row in 0..<rows {
                                    let reduced = cost[chunk * width + row] + prices[row] * weight[chunk * rows + row] - own
                                    if reduced < best { (best, found) = (reduced, .share(chunk: chunk, column: row)) }
                                }
                                let reduced = cost[chunk * width + rows] - own
                                if reduced < best { (best, found) = (reduced, .share(chunk: chunk, column: rows)) }
                            }
                            scanned += block
                            if found != nil { return found }
                        }
                        return nil
                    }
                }
            }
        }
    }

    // MARK: Algebra

    /// The column's entries in the rows, less those of its chunk's key; and its cost likewise.
    private func entries(_ column: Column) -> (cost: Double, first: (row: Int, value: Double), second: (row: Int, value: Double))
    {
        switch column {
        case .slack(let row): return (0, (row, 1), (row, 0))
        case .overage(let row): return (ceilings[row], (row, -1), (row, 0))
        case .share(let chunk, let column):
            let key = Int(keys[chunk])
            let first = chunk * (rows + 1)
            return (
                cost[first + column] - cost[first + key],
                column < rows ? (column, weight[chunk * rows + column]) : (0, 0),
                key < rows ? (key, -weight[chunk * rows + key]) : (0, 0)
            )
        }
    }

    /// Inverts the matrix of the slots, and finds values and prices anew, so that rounding never adds up.
    /// - Returns: False when the matrix has become singular to working precision.
    private mutating func refactor() -> Bool {
        let width = rows * 2
        for cell in work.indices { work[cell] = 0 }
        for slot in 0..<rows {
            let (_, first, second) = entries(slots[slot])
            work[first.row * width + slot] += first.value
            work[second.row * width + slot] += second.value
            work[slot * width + rows + slot] = 1
        }
        for column in 0..<rows {
            var best = column
            for row in column..<rows where abs(work[row * width + column]) > abs(work[best * width + column]) { best = row }
            let pivot = work[best * width + column]
            guard abs(pivot) > 1e-13 else { return false }
            if best != column { for cell in 0..<width { work.swapAt(best * width + cell, column * width + cell) } }
            for cell in 0..<width { work[column * width + cell] /= pivot }
            for row in 0..<rows where row != column {
                let factor = work[row * width + column]
                if factor == 0 { continue }
                for cell in column..<width { work[row * width + cell] -= factor * work[column * width + cell] }
            }
        }
        for row in 0..<rows { for column in 0..<rows { inverse[row * rows + column] = work[row * width + rows + column] } }
        for slot in 0..<rows {
            var value = 0.0
            for row in 0..<rows { value += inverse[slot * rows + row] * demand[row] }
            values[slot] = max(0, value)
        }
        for row in 0..<rows { prices[row] = 0 }
        for slot in 0..<rows {
            let cost = entries(slots[slot]).cost
            for row in 0..<rows { prices[row] -= cost * inverse[slot * rows + row] }
        }
        return true
    }

    /// Brings a column into the basis.
    /// - Returns: False when nothing bounds it, which only rounding can cause.
    private mutating func pivot(_ entering: Column) -> Bool {
        let (_, first, second) = entries(entering)
        var change = [Double](repeating: 0, count: rows)
        for slot in 0..<rows {
            change[slot] = inverse[slot * rows + first.row] * first.value + inverse[slot * rows + second.row] * second.value
        }
        let tolerance = 1e-11
        var least = Double.infinity
        var strength = 0.0
        var leaving: Leaving?
        for slot in 0..<rows where change[slot] > tolerance {
            let step = values[slot] / change[slot]
            if step < least - 1e-12 || (step <= least + 1e-12 && change[slot] > strength) {
                (least, strength, leaving) = (min(step, least), change[slot], .slot(slot))
            }
        }
        for (chunk, held, rate) in keysThatMove(entering, change) where rate > tolerance {
            let step = max(0, held) / rate
            if step < least - 1e-12 || (step <= least + 1e-12 && rate > strength) {
                (least, strength, leaving) = (min(step, least), rate, .key(chunk))
            }
        }
        switch leaving {
        case nil: return false
        case .slot(let slot): slots[slot] = entering
        case .key(let chunk): replaceKey(of: chunk, entering: entering)
        }
        return true
    }

    private enum Leaving {
        case slot(Int)
        case key(Int)
    }

    /// The chunks whose keys the entering column changes: what they hold, and how fast they lose it.
    private func keysThatMove(_ entering: Column, _ change: [Double]) -> [(chunk: Int, held: Double, rate: Double)] {
        var moving: [(chunk: Int, held: Double, rate: Double)] = []
        func note(_ chunk: Int, value: Double, rate: Double) {
            if let index = moving.firstIndex(where: { $0.chunk == chunk }) {
                moving[index].held -= value
                moving[index].rate += rate
            } else {
                moving.append((chunk, 1 - value, rate))
            }
        }
        if case .share(let chunk, _) = entering { note(chunk, value: 0, rate: 1) }
        for slot in 0..<rows {
            if case .share(let chunk, _) = slots[slot] { note(chunk, value: values[slot], rate: -change[slot]) }
        }
        return moving
    }

    /// Another basic column of the chunk becomes its key, or the entering one where it is the only other.
    private mutating func replaceKey(of chunk: Int, entering: Column) {
        var successor: Int?
        for slot in 0..<rows {
            guard case .share(chunk, _) = slots[slot] else { continue }
            if successor.map({ values[slot] > values[$0] }) ?? true { successor = slot }
        }
        if let successor, case .share(_, let column) = slots[successor] {
            setKey(of: chunk, to: column)
            slots[successor] = entering
        } else if case .share(chunk, let column) = entering {
            setKey(of: chunk, to: column)
        }
    }

    private mutating func setKey(of chunk: Int, to column: Int) {
        let old = Int(keys[chunk])
        if old < rows { demand[old] += weight[chunk * rows + old] }
        if column < rows { demand[column] -= weight[chunk * rows + column] }
        keys[chunk] = UInt8(column)
    }
}
