/// What an action may do to the systems that it touches (contract, "Who may change what").
package enum PermissionClass: String, Sendable, Codable, CaseIterable {
    /// Looks only: never asks, works read-only.
    case read
    /// Runs something that exists, as it was meant to be run: a function, a call, a peek into a queue.
    case execute
    /// Alters what is there.
    case mutate
}

/// A frozen wish to do something outside: what, on which identities, where, and what was there before.
/// Plain data, made at the key press, so that what a dialog shows is what is carried out.
package struct Change: Sendable, Equatable {
    /// The name that the audit has, `lambda.invoke`.
    package let action: String
    /// The identities that it is done to, function names or ARNs; never positions in a list.
    package let targets: [String]
    package let permission: PermissionClass
    package let place: Place
    /// The preview: the exact calls with account and region, one line each, secrets and phone numbers masked.
    package let summary: [String]
    /// What is there now, for the record and for undo; nil where nothing was set. No secrets.
    package let oldValues: [Fact]
    /// Where to look when nobody knows how it ended; a sentence. It stands in the audit of a change whose answer never came.
    package let whatToCheck: String

    package init(
        action: String, targets: [String], permission: PermissionClass, place: Place, summary: [String], oldValues: [Fact] = [],
        whatToCheck: String
    ) {
        self.action = action
        self.targets = targets
        self.permission = permission
        self.place = place
        self.summary = summary
        self.oldValues = oldValues
        self.whatToCheck = whatToCheck
    }
}

/// Who asks for a change: the login name and the machine.
package struct Author: Sendable, Equatable {
    package var user: String
    package var host: String

    package init(user: String, host: String) {
        self.user = user
        self.host = host
    }
}
