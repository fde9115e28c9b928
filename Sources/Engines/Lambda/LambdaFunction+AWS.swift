import AWS
import FoundationEssentials
import Model

extension LambdaFunction {
    init(configuration: FunctionConfiguration) {
        self.init(name: configuration.functionName)
        arn = configuration.functionArn
        runtime = configuration.runtime ?? configuration.packageType
        timeoutSeconds = configuration.timeout
        memoryMB = configuration.memorySize
        lastModified = configuration.lastModified.flatMap(ISO8601.parse)
    }
}

extension EventSourceMapping {
    /// True for a Kinesis or DynamoDB stream, the sources that CloudWatch reports an iterator age for.
    var isStream: Bool {
        guard let service = eventSourceArn?.split(separator: ":").dropFirst(2).first else { return false }
        return service == "kinesis" || service == "dynamodb"
    }

    /// `arn:aws:lambda:us-east-1:123456789012:function:NAME[:QUALIFIER]`.
    var functionName: String? {
        functionArn.flatMap { arn in arn.split(separator: ":").dropFirst(6).first.map(String.init) }
    }
}

extension LambdaState {
    /// Sorts the answers to ``sumQuestions(about:window:)`` by function.
    static func figures(of names: [String], sums answers: [MetricAnswer]) -> [(name: String, figures: LambdaFigures)] {
        names.enumerated().map { index, name in
            var figures = LambdaFigures()
            for (row, figure) in LambdaFigure.sums.enumerated() {
                let place = row * names.count + index
                if answers.indices.contains(place) { figures[keyPath: figure.path] = answers[place] }
            }
            return (name, figures)
        }
    }
}
