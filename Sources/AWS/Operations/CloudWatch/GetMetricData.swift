package import FoundationEssentials

/// Data points of up to 500 metrics and expressions, up to 100,800 points a page. Source: CloudWatch API Reference, GetMetricData.
package enum GetMetricData: QueryOperation, PagedOperation {
    package static let target = Target(.cloudWatch, "GetMetricData")
    package static let mayRepeat = true
    package static let maximumQueries = 500

    package enum ScanBy: String, Sendable {
        case ascending = "TimestampAscending", descending = "TimestampDescending"
    }

    package struct Input: QueryEncodable, Sendable {
        package var queries: [MetricDataQuery]
        /// Inclusive, like all of CloudWatch's; rounded down to whole seconds.
        package var startTime: Date
        /// Exclusive.
        package var endTime: Date
        package var scanBy: ScanBy
        package var nextToken: String?

        package init(
            queries: [MetricDataQuery], startTime: Date, endTime: Date, scanBy: ScanBy = .ascending, nextToken: String? = nil
        ) {
            self.queries = queries
            self.startTime = startTime
            self.endTime = endTime
            self.scanBy = scanBy
            self.nextToken = nextToken
        }

        package func encode(to form: inout QueryForm) {
            form.add("StartTime", startTime)
            form.add("EndTime", endTime)
            form.add("ScanBy", scanBy.rawValue)
            form.add("NextToken", nextToken)
            form.addEach("MetricDataQueries", queries) { form, prefix, query in query.encode(to: &form, prefix: prefix) }
        }
    }

    package struct Output: Sendable, Equatable {
        package var results: [MetricDataResult] = []
        package var messages: [MetricDataMessage] = []
        package var nextToken: String?

        package init() {}
    }

    package static func decode(_ response: HTTPResponse) throws -> Output {
        var reader = MetricDataReader([UInt8](response.body))
        return try reader.output()
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextToken) else { return nil }
        var following = input
        following.nextToken = token
        return following
    }

    /// $0.01 per 1,000 metrics requested; expressions are free. Source: CloudWatch, Pricing.
    package static func estimatedCostUSD(_ input: Input) -> Double {
        Double(input.queries.count(where: \.isMetric)) * 0.000_01
    }
}

/// The points of one line. One result may be spread over pages: the same id comes again with further points.
package struct MetricDataResult: Sendable, Equatable {
    package var id = ""
    package var label = ""
    /// Seconds since 1970; as many as `values`, in the order asked for.
    package var timestamps: [Double] = []
    package var values: [Double] = []
    /// `Complete | PartialData | InternalError | Forbidden`.
    package var statusCode = ""
    package var messages: [MetricDataMessage] = []

    package init(
        id: String = "", label: String = "", timestamps: [Double] = [], values: [Double] = [], statusCode: String = "",
        messages: [MetricDataMessage] = []
    ) {
        self.id = id
        self.label = label
        self.timestamps = timestamps
        self.values = values
        self.statusCode = statusCode
        self.messages = messages
    }
}

package struct MetricDataMessage: Sendable, Equatable {
    package var code = ""
    package var value = ""
}
