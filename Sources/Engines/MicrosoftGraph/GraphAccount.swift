package import AWS
package import Model

/// How the mailbox of a live deployment is reached. The secret is in no description.
package struct GraphAccount: Sendable, CustomStringConvertible {
    package var tenant: String
    package var clientID: String
    package var clientSecret: String
    package var mailbox: String
    package var graph: WebAddress
    package var login: WebAddress

    package var description: String { "mailbox \(mailbox) of tenant \(tenant)" }

    /// - Parameters:
    ///   - parameters: Of SSM, by their names below `/{APP}/`.
    ///   - environment: `NIGHTDESK_GRAPH_URL` and `NIGHTDESK_LOGIN_URL` stand for the services themselves.
    /// - Throws: ``Problem`` `BadSettings` for what is missing or is no address; it quotes no value.
    package init(parameters: [String: String], environment: [String: String]) throws(Problem) {
        func required(_ name: String) throws(Problem) -> String {
            guard let value = parameters[name], !value.isEmpty else {
                throw .badSettings("the parameter \"\(name)\" is missing.")
            }
            return value
        }
        tenant = try required("tenant")
        clientID = try required("clientid")
        clientSecret = try required("clientsecret")
        mailbox = try required("emailuser")
        graph = try Self.address("NIGHTDESK_GRAPH_URL", environment, "https://graph.microsoft.com")
        login = try Self.address("NIGHTDESK_LOGIN_URL", environment, "https://login.microsoftonline.com")
    }

    private static func address(
        _ name: String, _ environment: [String: String], _ standard: String
    ) throws(Problem) -> WebAddress {
        let text = environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? standard
        guard let address = WebAddress(text.hasSuffix("/") ? String(text.dropLast()) : text) else {
            throw .badSettings("\(name) is no address of http or https.")
        }
        return address
    }
}
