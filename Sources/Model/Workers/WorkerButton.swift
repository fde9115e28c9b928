/// What a caller presses.
package enum WorkerButton: String, Sendable, CaseIterable {
    case checkIn = "1"
    case checkOut = "2"
    case emergency = "3"

    /// As the answer names it.
    package var action: String {
        switch self {
        case .checkIn: "Check in"
        case .checkOut: "Check out"
        case .emergency: "Emergency"
        }
    }

    /// Under which it is counted.
    package var counter: String {
        switch self {
        case .checkIn: "Checkins"
        case .checkOut: "Checkouts"
        case .emergency: "Emergencies"
        }
    }
}
