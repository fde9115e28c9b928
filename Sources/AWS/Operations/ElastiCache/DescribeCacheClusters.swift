/// Lists cache clusters, at most 100 a page. Source: ElastiCache API Reference, DescribeCacheClusters.
package enum DescribeCacheClusters: QueryOperation, PagedOperation {
    package static let target = Target(.elastiCache, "DescribeCacheClusters")
    package static let mayRepeat = true

    package struct Input: QueryEncodable, Sendable {
        package var marker: String?

        package init(marker: String? = nil) { self.marker = marker }

        package func encode(to form: inout QueryForm) { form.add("Marker", marker) }
    }

    package struct Cluster: Sendable, Equatable {
        package var id: String
        /// `available`, `creating`, `modifying`, `incompatible-network` …
        package var status: String
        package var engine: String?
    }

    package struct Output: XMLDecodable, Sendable {
        package var clusters: [Cluster]
        package var marker: String?

        package init(xml: XMLElement) throws {
            clusters = try (xml["CacheClusters"]?.children ?? []).map { cluster in
                Cluster(
                    id: try cluster.required("CacheClusterId"), status: cluster.string("CacheClusterStatus") ?? "",
                    engine: cluster.string("Engine"))
            }
            marker = xml.string("Marker")
        }
    }

    package static func next(after output: Output, of input: Input) -> Input? {
        nextToken(output.marker).map { Input(marker: $0) }
    }
}
