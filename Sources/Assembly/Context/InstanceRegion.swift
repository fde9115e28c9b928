import AWS

extension Machine {
    /// The same machine, knowing the region of the EC2 instance that it runs on, when nothing else gives one: the CLI's last resort.
    /// Asks the network only then, and never for the practice world.
    package func locatingRegion(for plan: ContextPlan) async -> Machine {
        guard !plan.isDrill, instanceRegion == nil, let configuration = try? awsConfiguration(for: plan.settings.aws),
            configuration.region == nil
        else { return self }
        var machine = self
        let transport = CurlTransport(CurlSettings(environment: environment.variables))
        defer { transport.shutdown() }
        let dependencies = CredentialDependencies(transport: transport, clock: clock)
        // Not on EC2, or no answer: the failure that follows says what to do.
        machine.instanceRegion = try? await configuration.instanceRegion(dependencies)
        return machine
    }
}
