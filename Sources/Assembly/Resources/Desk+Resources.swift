import Engines
import FoundationEssentials
import Model

extension Desk {
    /// What functions, queues and alarms are changed through.
    func resourceDesk(_ changes: ChangeDesk) throws -> ResourceDesk {
        let settings = plan.settings
        return ResourceDesk(
            lambda: lambdaClient, sqs: try access.client(for: settings.queuesAWS),
            cloudWatch: try access.client(for: settings.alarmsAWS),
            desk: changes, clock: machine.clock)
    }

    /// What reads the configuration of all that the context shows.
    /// - Parameter prefix: Of alarms, instead of the context's.
    func configurationReader(ofAlarmsWithPrefix prefix: String? = nil) throws -> ConfigurationReader {
        let settings = plan.settings
        return ConfigurationReader(
            lambda: lambdaClient, sqs: try access.client(for: settings.queuesAWS),
            cloudWatch: try access.client(for: settings.alarmsAWS),
            functions: settings.lambda, queues: settings.queues, alarmPrefix: prefix ?? settings.alarmPrefix)
    }

    /// Where an order of that kind happens: a section may be in another region than the context.
    func place(of wish: ResourceWish.What, account: String?) throws -> Place {
        var place = place
        place.account = account
        switch wish {
        case .redrive, .stopRedrive: place.region = try access.region(for: plan.settings.queuesAWS)
        case .resize, .provision: place.region = lambdaRegion
        }
        return place
    }

    func placeOfAlarms(account: String?) throws -> Place {
        var place = place
        place.account = account
        place.region = try access.region(for: plan.settings.alarmsAWS)
        return place
    }
}
