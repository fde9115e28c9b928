/// Why a file cannot be used at all; a bad row is a ``Reject`` instead.
package struct FileProblem: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case emptyFile = "empty_file"
        case wrongEncoding = "wrong_encoding"
        case missingColumn = "missing_column"
        case doubledColumn = "doubled_column"
        case malformedFile = "malformed_file"
        case invalidRatePlan = "invalid_rate_plan"
        case unknownRatePlan = "unknown_rate_plan"
        case conflictingGroup = "conflicting_group"
        case invalidPeriod = "invalid_period"
        case tooLarge = "too_large"
    }

    package var code: Code
    /// What is wrong and in which line; the reader adds the file's name.
    package var message: String
    package var hint: String

    package init(_ code: Code, _ message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// Why a row of the devices is left out; the first that applies, in this order (optimizer.md, section 2).
package enum RejectReason: String, Sendable, CaseIterable {
    case malformedRow = "malformed_row"
    case missingICCID = "missing_iccid"
    case duplicateICCID = "duplicate_iccid"
    case unknownCommunicationPlan = "unknown_comm_plan"
    case missingUsage = "missing_usage"
    case invalidUsage = "invalid_usage"
    case negativeUsage = "negative_usage"
    case usageOutOfRange = "usage_out_of_range"
    case invalidDaysActive = "invalid_days_active"
    case invalidSMSUsage = "invalid_sms_usage"
    case unknownCurrentPlan = "unknown_current_plan"
}

package struct Reject: Sendable, Equatable {
    /// Of the file, the header's being 1; a row over several lines has its first.
    package var line: Int
    /// As written; empty where the row has too few columns to say.
    package var iccid: String
    package var reason: RejectReason
}
