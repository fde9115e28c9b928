/// What the chunks weigh and cost on each pooled plan, and on their members' own best plans without a pool.
struct ChunkSums: Sendable {
    let rows: Int
    var counts: [Int32]
    /// `[chunk * rows + row]`: ticks and 1/1,000 MB.
    var ticks: [Int64]
    var weights: [Int64]
    var aloneTicks: [Int64]

    init(rows: Int, chunks: Int) {
        self.rows = rows
        counts = [Int32](repeating: 0, count: chunks)
        ticks = [Int64](repeating: 0, count: chunks * rows)
        weights = ticks
        aloneTicks = [Int64](repeating: 0, count: chunks)
    }

    var chunkCount: Int { counts.count }

    mutating func add(_ other: ChunkSums) {
        for chunk in counts.indices {
            counts[chunk] += other.counts[chunk]
            aloneTicks[chunk] += other.aloneTicks[chunk]
        }
        for cell in ticks.indices {
            ticks[cell] += other.ticks[cell]
            weights[cell] += other.weights[cell]
        }
    }

    /// Takes what has left its chunk out of it, and appends it as new chunks.
    /// - Parameter parents: Of each new chunk, the chunk that it leaves.
    mutating func split(off children: ChunkSums, parents: [Int]) {
        for (child, parent) in parents.enumerated() {
            counts[parent] -= children.counts[child]
            aloneTicks[parent] -= children.aloneTicks[child]
            for row in 0..<rows {
                ticks[parent * rows + row] -= children.ticks[child * rows + row]
                weights[parent * rows + row] -= children.weights[child * rows + row]
            }
        }
        counts += children.counts
        aloneTicks += children.aloneTicks
        ticks += children.ticks
        weights += children.weights
    }
}
