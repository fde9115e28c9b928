import AWS
import FoundationEssentials
import Model
import Synchronization
import Testing

@testable import Assembly

@Suite struct CodeBoxTests {
    private final class Told: Sendable {
        private let list = Mutex<[CodeQuestion]>([])
        var questions: [CodeQuestion] { list.withLock { $0 } }
        func add(_ question: CodeQuestion) { list.withLock { $0.append(question) } }
    }

    private let told = Told()
    private let box: CodeBox
    private let first = CodeQuestion(profile: "ops", serial: "mfa/ann")

    init() { box = CodeBox { [told] in told.add($0) } }

    /// What the box answers: the digits, or nil when it has none.
    private func ask(_ question: CodeQuestion) async -> String? {
        do {
            return try await box.code(for: question).digits
        } catch {
            #expect((error as? AWSError)?.code == "MFARequired" && (error as? AWSError)?.remedy == .enterCode(question))
            return nil
        }
    }

    private func type(_ digits: String, for question: CodeQuestion) throws {
        box.put(try #require(OneTimeCode(digits)), for: question)
    }

    @Test func neverWaits_AndTellsAQuestionOnce() async throws {
        for _ in 0..<3 { #expect(await ask(first) == nil) }
        #expect(told.questions == [first])
    }

    @Test func handsACodeOutOnce() async throws {
        _ = await ask(first)
        try type("123456", for: first)
        #expect(await ask(first) == "123456")
        // What came of it is not known here: nobody is asked again until there is a reason.
        #expect(await ask(first) == nil)
        #expect(told.questions == [first])
    }

    @Test func tellsAgain_WhenThereIsAReasonOrAnEnd() async throws {
        _ = await ask(first)
        try type("123456", for: first)
        _ = await ask(first)
        var again = first
        again.reason = "STS did not take it."
        _ = await ask(again)
        _ = await ask(again)
        #expect(told.questions == [first, again])
        try type("234567", for: again)
        #expect(await ask(again) == "234567")
        var renewal = first
        renewal.validUntil = Date(timeIntervalSince1970: 5)
        _ = await ask(renewal)
        #expect(told.questions == [first, again, renewal])
        _ = await ask(first)
        #expect(told.questions == [first, again, renewal, first])
    }

    @Test func keepsTheCodesOfTwoRolesApart() async throws {
        let other = CodeQuestion(profile: "dev", serial: first.serial)
        try type("123456", for: first)
        #expect(await ask(other) == nil)
        #expect(await ask(first) == "123456")
        #expect(told.questions == [other])
    }
}
