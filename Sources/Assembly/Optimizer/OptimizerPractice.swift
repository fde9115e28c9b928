import Engines
import Optimization

/// Practice files for the optimizer.
package enum OptimizerPractice {
    package static let limit = Fleet.limit

    /// - Throws: ``CommandFailure`` 1 when they cannot be written.
    package static func write(sims: Int, seed: UInt64, folder: String) throws -> [String] {
        do throws(OptimizerFailure) {
            return try PracticeFiles.write(sims: sims, seed: seed, folder: folder)
        } catch {
            throw CommandFailure(error)
        }
    }
}
