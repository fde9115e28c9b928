/// Lists metrics that have had data in the last two weeks, at most 500 a page. Source: CloudWatch API Reference, ListMetrics.
package enum ListMetrics: QueryOperation, PagedOperation {
    package static let target = Target(.cloudWatch, "ListMetrics")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package var namespace: String?
        package var metricName: String?
        package var dimensions: [Dimension]
        /// Only metrics with data in the last three hours.
        package var recentlyActive: Bool
        package var nextToken: String?

        package init(
            namespace: String? = nil, metricName: String? = nil, dimensions: [Dimension] = [], recentlyActive: Bool = false,
            nextToken: String? = nil
        ) {
            self.namespace = namespace
            self.metricName = metricName
            self.dimensions = dimensions
            self.recentlyActive = recentlyActive
            self.nextToken = nextToken
        }

        package func encode(to form: inout QueryForm) {
            form.add("Namespace", namespace)
            form.add("MetricName", metricName)
            form.addEach("Dimensions", dimensions) { form, prefix, dimension in
                form.add("\(prefix).Name", dimension.name)
                form.add("\(prefix).Value", dimension.value)
            }
            if recentlyActive { form.add("RecentlyActive", "PT3H") }
            form.add("NextToken", nextToken)
        }
    }

    package struct Output: XMLDecodable, Sendable {
        package var metrics: [Metric]
        package var nextToken: String?

        package init(xml: XMLElement) throws {
            metrics = try xml.members("Metrics").map(Metric.init)
            nextToken = xml.string("NextToken")
        }
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        guard let token = nextToken(output.nextToken) else { return nil }
        var following = input
        following.nextToken = token
        return following
    }
}
