import Assembly
import Model
import Testing

@Suite struct ContextPlanTests {
    private func plan(context: String? = nil, yaml: String = "", hasCredentials: Bool = false, readOnly: Bool = false) throws
        -> ContextPlan
    {
        var options = GlobalOptions()
        options.context = context
        options.isReadOnly = readOnly
        let configuration = try Configuration(yaml: yaml, file: "config.yaml")
        return try ContextPlan.decide(options: options, configuration: configuration) { hasCredentials }
    }

    @Test func decidesByFlagThenFileThenCredentialsThenPractice() throws {
        let file = "default_context: here\ncontexts: {here: {}, there: {production: true, read_only: true}}"
        #expect(try plan(context: "there", yaml: file, hasCredentials: true).name == "there")
        #expect(try plan(yaml: file, hasCredentials: true).name == "here")
        #expect(try plan(hasCredentials: true).name == "aws")
        #expect(try plan().name == "drill")
        #expect(try plan(context: "drill", yaml: file, hasCredentials: true).isDrill)
    }

    @Test func theImplicitContextIsProduction_AndAWrittenOneOnlyWhenItSaysSo() throws {
        #expect(try plan(hasCredentials: true).settings.isProduction)
        #expect(try !plan(context: "aws", yaml: "contexts: {aws: {}}").settings.isProduction)
        #expect(try !plan().settings.isProduction)
    }

    @Test func isReadOnlyByFlagOrByFile() throws {
        let file = "contexts: {a: {read_only: true}, b: {}}"
        #expect(try plan(context: "a", yaml: file).isReadOnly)
        #expect(try plan(context: "b", yaml: file, readOnly: true).isReadOnly)
        #expect(try !plan(context: "b", yaml: file).isReadOnly)
    }

    @Test func refusesAContextThatIsNotWritten_AndSuggestsTheNearest() throws {
        let failure = try #require(throws: CommandFailure.self) { try plan(context: "prdo", yaml: "contexts: {prod: {}}") }
        #expect(failure.exit == .badConfiguration)
        #expect(failure.hint == "Did you mean \"prod\"?")
    }
}
