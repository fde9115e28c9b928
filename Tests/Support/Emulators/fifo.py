"""A FIFO queue in an emulator, with boto3: an implementation that is not ours.

fifo.py create ENDPOINT NAME            prints the URL
fifo.py send ENDPOINT URL MESSAGE...   each message: GROUP, a tab, the body
fifo.py left ENDPOINT URL               prints how many messages are there, those in flight too
"""
import sys, uuid

from account import client


def main():
    verb, endpoint, name = sys.argv[1:4]
    sqs = client("sqs", endpoint)
    if verb == "create":
        attributes = {"FifoQueue": "true", "VisibilityTimeout": "5"}
        print(sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])
    elif verb == "send":
        for group, body in (line.split("\t", 1) for line in sys.argv[4:]):
            sqs.send_message(QueueUrl=name, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=str(uuid.uuid4()))
    else:
        kinds = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = sqs.get_queue_attributes(QueueUrl=name, AttributeNames=kinds)["Attributes"]
        print(sum(int(found[kind]) for kind in kinds))


if __name__ == "__main__":
    main()
