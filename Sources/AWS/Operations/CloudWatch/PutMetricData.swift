package import FoundationEssentials

/// Publishes figures of our own, at most 1,000 a call. Source: CloudWatch API Reference, PutMetricData.
package enum PutMetricData: QueryOperation {
    package static let target = Target(.cloudWatch, "PutMetricData")
    /// A figure that arrives twice is counted twice.
    package static let mayRepeat = false

    package struct Datum: Sendable, Equatable {
        package var metricName: String
        package var value: Double
        package var timestamp: Date
        /// `Count`, `Seconds` …
        package var unit: String

        package init(metricName: String, value: Double, timestamp: Date, unit: String = "Count") {
            self.metricName = metricName
            self.value = value
            self.timestamp = timestamp
            self.unit = unit
        }
    }

    package struct Input: QueryEncodable, Sendable {
        package var namespace: String
        package var data: [Datum]

        package init(namespace: String, data: [Datum]) {
            self.namespace = namespace
            self.data = data
        }

        package func encode(to form: inout QueryForm) {
            form.add("Namespace", namespace)
            form.addEach("MetricData", data) { form, prefix, datum in
                form.add("\(prefix).MetricName", datum.metricName)
                form.add("\(prefix).Timestamp", datum.timestamp)
                form.add("\(prefix).Value", String(datum.value))
                form.add("\(prefix).Unit", datum.unit)
            }
        }
    }

    package struct Output: Sendable {}

    /// The answer says nothing but that it was taken.
    package static func decode(_ response: HTTPResponse) throws -> Output { Output() }
}
