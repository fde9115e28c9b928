extension Wording {
    /// `512 bytes`, `8.1 MB`; powers of ten, as AWS charges.
    static func bytes(_ count: Double) -> String {
        for (unit, size) in [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where count >= size {
            return "\(number(count / size)) \(unit)"
        }
        return "\(number(count)) bytes"
    }
}
