package import FoundationEssentials
package import Model

/// Everything that an incident note is made of. Texts come as they are: the note masks them.
package struct IncidentMaterial: Sendable, Equatable {
    package var place: Place
    package var since: Date
    package var until: Date
    /// Who has the note made.
    package var user: String
    package var host: String
    /// In any order.
    package var moments: [SeenMoment]
    package var actions: [ReportedAction]
    /// How the panes stood at the end.
    package var end: [PaneSummary]
    package var screens: [ReportedScreen]
    package var contacts: [ReportedContact]

    package init(
        place: Place, since: Date, until: Date, user: String, host: String, moments: [SeenMoment] = [],
        actions: [ReportedAction] = [],
        end: [PaneSummary] = [], screens: [ReportedScreen] = [], contacts: [ReportedContact] = []
    ) {
        self.place = place
        self.since = since
        self.until = until
        self.user = user
        self.host = host
        self.moments = moments
        self.actions = actions
        self.end = end
        self.screens = screens
        self.contacts = contacts
    }
}

/// Something that was done, opening and closing of its audit entry taken together.
package struct ReportedAction: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
        case confirmed, failed, unknown, refused
    }

    package var at: Date
    package var user: String
    package var host: String
    /// The audit's name, `lambda.invoke`.
    package var action: String
    package var targets: [String]
    /// nil while it is open: it may or may not have happened.
    package var outcome: Outcome?
    /// The audit's note; of an unknown outcome what to check.
    package var note: String?

    package init(
        at: Date, user: String, host: String, action: String, targets: [String], outcome: Outcome?, note: String? = nil
    ) {
        self.at = at
        self.user = user
        self.host = host
        self.action = action
        self.targets = targets
        self.outcome = outcome
        self.note = note
    }
}

/// A screen as plain text.
package struct ReportedScreen: Sendable, Equatable {
    package var at: Date
    package var title: String
    package var text: String

    package init(at: Date, title: String, text: String) {
        self.at = at
        self.title = title
        self.text = text
    }
}

/// Whom to call, from the configuration.
package struct ReportedContact: Sendable, Equatable {
    package var role: String
    package var name: String?
    package var phone: String?
    package var link: String?

    package init(role: String, name: String? = nil, phone: String? = nil, link: String? = nil) {
        self.role = role
        self.name = name
        self.phone = phone
        self.link = link
    }
}
