/// Names one metric. Source: CloudWatch API Reference, Metric.
package struct Metric: Sendable, Hashable, XMLDecodable {
    package var namespace: String
    package var metricName: String
    package var dimensions: [Dimension]

    package init(namespace: String, metricName: String, dimensions: [Dimension] = []) {
        self.namespace = namespace
        self.metricName = metricName
        self.dimensions = dimensions
    }

    package init(xml: XMLElement) throws {
        namespace = try xml.required("Namespace")
        metricName = try xml.required("MetricName")
        dimensions = try xml.members("Dimensions").map(Dimension.init)
    }

    func encode(to form: inout QueryForm, prefix: String) {
        form.add("\(prefix).Namespace", namespace)
        form.add("\(prefix).MetricName", metricName)
        form.addEach("\(prefix).Dimensions", dimensions) { form, prefix, dimension in
            form.add("\(prefix).Name", dimension.name)
            form.add("\(prefix).Value", dimension.value)
        }
    }
}

package struct Dimension: Sendable, Hashable, XMLDecodable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    package init(xml: XMLElement) throws {
        name = try xml.required("Name")
        value = xml.string("Value") ?? ""
    }
}
