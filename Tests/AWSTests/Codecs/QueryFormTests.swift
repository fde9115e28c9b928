import Foundation
import Testing

@testable import AWS

@Suite struct QueryFormTests {
    @Test func numbersMembersFromOneAndLeavesNilOut() {
        var form = QueryForm(action: "Do", version: "1")
        form.add("Names", ["a b", "c&d"])
        form.add("Nothing", nil as String?)
        form.add("Count", 3)
        form.add("Flag", false)
        form.add("Since", Date(timeIntervalSince1970: 0))
        form.addEach("Pairs", ["x"]) { form, prefix, text in form.add("\(prefix).Value", text) }
        #expect(
            String(decoding: form.data, as: UTF8.self)
                == "Action=Do&Version=1&Names.member.1=a%20b&Names.member.2=c%26d&Count=3&Flag=false"
                + "&Since=1970-01-01T00%3A00%3A00Z&Pairs.member.1.Value=x")
    }

    @Test func encodesPathSegmentsOneByOne() {
        let request = OperationRequest.rest("GET", ["2015-03-31", "a/b:c d", "x"], query: [("A", "1"), ("B", nil)])
        #expect(request.path == "/2015-03-31/a%2Fb%3Ac%20d/x")
        #expect(request.query.map(\.name) == ["A"])
        #expect(request.headers.isEmpty)
    }
}
