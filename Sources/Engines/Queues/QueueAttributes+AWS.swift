import AWS
import FoundationEssentials

extension QueueAttributes {
    private struct RedrivePolicy: Decodable {
        var deadLetterTargetArn: String?
    }

    init(_ output: GetQueueAttributes.Output) {
        arn = output.attributes?["QueueArn"]
        visible = output.int("ApproximateNumberOfMessages")
        inFlight = output.int("ApproximateNumberOfMessagesNotVisible")
        delayed = output.int("ApproximateNumberOfMessagesDelayed")
        visibilityTimeoutSeconds = output.int("VisibilityTimeout")
        isFIFO = output.attributes?["FifoQueue"] == "true"
        let policy = output.attributes?["RedrivePolicy"].flatMap {
            try? JSONDecoder().decode(RedrivePolicy.self, from: Data($0.utf8))
        }
        deadLetterTargetARN = policy?.deadLetterTargetArn
    }
}
