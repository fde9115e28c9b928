/// What feeds functions from streams and queues, at most 100 a page. Source: Lambda API Reference, ListEventSourceMappings.
package enum ListEventSourceMappings: RESTOperation, PagedOperation {
    package static let target = Target(.lambda, "ListEventSourceMappings")
    package static let mayRepeat = true

    package struct Input: Sendable {
        /// nil: of all functions.
        package var functionName: String?
        package var eventSourceArn: String?
        package var marker: String?

        package init(functionName: String? = nil, eventSourceArn: String? = nil, marker: String? = nil) {
            self.functionName = functionName
            self.eventSourceArn = eventSourceArn
            self.marker = marker
        }
    }

    package struct Output: Decodable, Sendable {
        package var eventSourceMappings: [EventSourceMapping]?
        package var nextMarker: String?
    }

    package static func encode(_ input: Input) -> OperationRequest {
        .rest(
            "GET", ["2015-03-31", "event-source-mappings"],
            query: [("FunctionName", input.functionName), ("EventSourceArn", input.eventSourceArn), ("Marker", input.marker)])
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.nextMarker).map {
            Input(functionName: input.functionName, eventSourceArn: input.eventSourceArn, marker: $0)
        }
    }
}

/// Source: Lambda API Reference, EventSourceMappingConfiguration.
package struct EventSourceMapping: Decodable, Sendable, Equatable {
    package var uuid: String
    package var functionArn: String?
    package var eventSourceArn: String?
    /// `Creating | Enabling | Enabled | Disabling | Disabled | Updating | Deleting`.
    package var state: String?
    package var stateTransitionReason: String?
    package var lastProcessingResult: String?
    package var batchSize: Int?
}
