import Foundation
import Testing

@testable import AWS

@Suite struct ServiceFaultTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        var status: Int
        var headers: [(name: String, value: String)] = []
        var body: String
        var code: String?
        var message: String?
        var kind: AWSError.Kind

        var testDescription: String { "\(status) \(headers.map(\.value)) \(body.prefix(60))" }
    }

    static let html = "<!DOCTYPE html>\n<html><head><title>Oops</title></head></html>"

    static let answers: [Answer] = [
        // JSON 1.0 and 1.1, with namespace, with an address behind it.
        Answer(
            status: 400, body: #"{"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"}"#,
            code: "ThrottlingException", message: "Rate exceeded", kind: .throttled),
        Answer(
            status: 400, body: #"{"__type":"ExpiredTokenException:http://internal.amazon.com/x","Message":"m"}"#,
            code: "ExpiredTokenException", message: "m", kind: .credentials),
        Answer(
            status: 400, headers: [("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")],
            body: #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}"#,
            code: "AWS.SimpleQueueService.NonExistentQueue",
            message: "gone", kind: .notFound),
        Answer(status: 400, body: #"{"__type":"Brand.New.Code","message":7}"#, code: "Brand.New.Code", kind: .rejected),
        // REST-JSON.
        Answer(
            status: 404, headers: [("X-Amzn-ErrorType", "ResourceNotFoundException:http://x/")], body: #"{"Message":"no fn"}"#,
            code: "ResourceNotFoundException", message: "no fn", kind: .notFound),
        Answer(
            status: 429, headers: [("x-amzn-errortype", "TooManyRequestsException")], body: #"{"Reason":"x","message":"slow"}"#,
            code: "TooManyRequestsException", message: "slow", kind: .throttled),
        Answer(status: 403, body: #"{"message":"Forbidden"}"#, message: "Forbidden", kind: .denied),
        // Query XML, both forms, and a bare error.
        Answer(
            status: 403,
            body:
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>",
            code: "AccessDenied", message: "no", kind: .denied),
        Answer(
            status: 400,
            body: "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>m</Message></Error></Errors></Response>",
            code: "RequestLimitExceeded", message: "m", kind: .throttled),
        Answer(status: 400, body: "<Error><Code>InvalidAction</Code></Error>", code: "InvalidAction", kind: .notOffered),
        Answer(status: 503, body: "<ErrorResponse><Error><Code>ServiceUnavailable", kind: .server),
        // Not offered here, in the ways in which emulators say it.
        Answer(status: 500, body: html, kind: .notOffered),
        Answer(status: 404, body: html, kind: .notOffered),
        Answer(status: 404, body: "", kind: .notOffered),
        Answer(status: 405, body: "", kind: .notOffered),
        Answer(
            status: 501, body: #"{"__type":"InternalFailure","message":"not yet"}"#, code: "InternalFailure", message: "not yet",
            kind: .notOffered),
        Answer(
            status: 400, body: #"{"__type":"UnknownOperationException"}"#, code: "UnknownOperationException", kind: .notOffered),
        // Faults.
        Answer(status: 500, body: "", kind: .server),
        Answer(status: 500, body: #"{"__type":"InternalFailure"}"#, code: "InternalFailure", kind: .server),
        Answer(status: 502, body: html, kind: .server),
        Answer(status: 503, body: "busy", kind: .server),
        Answer(status: 429, body: html, kind: .throttled),
        Answer(status: 403, body: html, kind: .denied),
        Answer(status: 400, headers: [("Content-Type", "application/cbor")], body: "\u{1}", kind: .rejected),
        Answer(status: 301, body: "", kind: .rejected),
    ]

    @Test(arguments: answers) func readsWhatAnAnswerSaysOfItself(answer: Answer) {
        let fault = ServiceFault(HTTPResponse(status: answer.status, headers: answer.headers, body: Data(answer.body.utf8)))
        #expect(fault.code == answer.code)
        #expect(fault.message == answer.message)
        #expect(fault.kind(status: answer.status) == answer.kind)
    }

    @Test func findsTheRequestIDInHeaderAndBody() {
        let body = Data("<ErrorResponse><Error/><RequestId>in-body</RequestId></ErrorResponse>".utf8)
        #expect(ServiceFault(HTTPResponse(status: 400, body: body)).requestID == "in-body")
        let headers = [(name: "x-amzn-RequestId", value: "in-header")]
        #expect(ServiceFault(HTTPResponse(status: 400, headers: headers, body: body)).requestID == "in-header")
    }

    @Test func knowsEachProtocolByItsFirstBytes() {
        let kinds: [(String, ServiceFault.Body)] = [
            ("", .empty), (" \r\n", .empty), (" {}", .json), ("<?xml?><a/>", .xml), ("<HTML>", .html),
            ("\n<!doctype html>", .html),
            ("plain", .other), ("[1]", .other),
        ]
        for (text, kind) in kinds { #expect(ServiceFault.kind(of: HTTPResponse(status: 200, body: Data(text.utf8))) == kind) }
    }
}
