package import FoundationEssentials
package import Model

/// What the Connect function answers; its keys are the original's (contract, `worker call`).
package struct CallAnswer: Sendable, Equatable {
    package var button: WorkerButton
    package var number: String
    package var isSuccess: Bool
    package var message: String
    /// Only for an emergency.
    package var appointmentResult: String?

    package var json: String {
        JSONText.object { json in
            json.member("action", button.action)
            json.member("calling number", number)
            if let appointmentResult { json.member("appointment check result", appointmentResult) }
            json.member("success", isSuccess)
            json.member("message", message)
        }
    }

    /// What a caller hears who could not be helped.
    package static func failure(_ message: String) -> String { "An error occurred. \(message) Please phone the office." }
}

/// What the Check function answers.
package struct CheckAnswer: Sendable, Equatable {
    package var checked: Int
    package var missedCheckIns: Int
    package var missedCheckOuts: Int
    /// Of the live deployment's client secret; ``SecretExpiry/unknownDays`` where there is none.
    package var daysToExpiry: Int

    package var json: String {
        JSONText.object { json in
            json.member("message", "Routine check completed")
            json.key("metrics")
            json.object { json in
                json.member("Meetings checked", checked)
                json.member("Missed checkins reported", missedCheckIns)
                json.member("Missed checkouts reported", missedCheckOuts)
                json.member("Client secret days to expiry", daysToExpiry)
            }
        }
    }
}

/// How long the client secret of a live deployment is good for.
package enum SecretExpiry {
    package static let unknownDays = WorkerOverview.unknownSecretDays

    /// - Parameter text: `YYYY-MM-DD`; anything else, and nil, is not known.
    /// - Returns: Whole days, never below 0.
    package static func days(until text: String?, now: Date) -> Int {
        let parts = (text ?? "").split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            let date = CivilDay(year: year, month: month, day: day)
        else { return unknownDays }
        let today = WallTime(seconds: Int(now.timeIntervalSince1970.rounded(.down))).day
        return max(0, date.number - today.number)
    }
}
