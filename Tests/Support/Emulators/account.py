"""Makes a small AWS account in an emulator, and says what it holds, with boto3: an implementation that is not ours.

account.py seed ENDPOINT [--functions N] [--queues N]      creates functions, queues, alarms and metric data
account.py figures ENDPOINT START END                      prints what the AWS API gives for that window (ISO 8601), as JSON;
                                                           "missing" names the figures that this emulator does not offer
account.py logs ENDPOINT LINES                             puts lines into log groups, making these: a JSON list of
                                                           [group, stream, seconds ago, message]
account.py parameters ENDPOINT PREFIX VALUES               puts SSM parameters, SecureString: VALUES is a JSON object of names below PREFIX
account.py counted ENDPOINT NAMESPACE                      prints the sums of every metric of a namespace in the last hour, as JSON
"""
import argparse, io, json, sys, zipfile
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

QUEUES = ["optimization-watch-queue", "device-sync-queue", "roesc-requests.fifo"]


def client(service, endpoint):
    return boto3.client(
        service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 1}, read_timeout=20))


# Adds a letter to the file that the event names, so that a test can count the runs; fails where the event says so.
HANDLER = """
def handler(event, context):
    print("hello")
    if "file" in event:
        with open(event["file"], "a") as runs:
            runs.write("x")
    if event.get("fail"):
        raise ValueError("broken")
    return {"ran": True}
"""


def package():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", HANDLER)
    return buffer.getvalue()


def put(cloudwatch, namespace, dimension, name, metric, points):
    cloudwatch.put_metric_data(Namespace=namespace, MetricData=[
        {"MetricName": metric, "Dimensions": [{"Name": dimension, "Value": name}], "Timestamp": at, "Value": value}
        for at, value in points])


def seed(endpoint, functions, queues):
    iam, lam, sqs, cloudwatch = (client(s, endpoint) for s in ("iam", "lambda", "sqs", "cloudwatch"))
    role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))["Role"]["Arn"]
    code = package()
    now = datetime.now(timezone.utc).replace(second=0, microsecond=0)
    minutes = [now - timedelta(minutes=m) for m in (1, 2, 3, 5, 8, 13)]
    for index in range(functions):
        name = f"prd3292-qa1-us-east-1-worker-{index:04d}"
        lam.create_function(FunctionName=name, Runtime="python3.12", Role=role, Handler="index.handler", Code={"ZipFile": code}, Timeout=60)
        if index >= 5:
            continue
        put(cloudwatch, "AWS/Lambda", "FunctionName", name, "Invocations", [(at, 100 + index) for at in minutes])
        put(cloudwatch, "AWS/Lambda", "FunctionName", name, "Errors", [(at, float(index * 2)) for at in minutes])
        put(cloudwatch, "AWS/Lambda", "FunctionName", name, "Throttles", [(at, float(index == 3)) for at in minutes])
        put(cloudwatch, "AWS/Lambda", "FunctionName", name, "Duration", [(at, 120.5 + index) for at in minutes])
        put(cloudwatch, "AWS/Lambda", "FunctionName", name, "ConcurrentExecutions", [(at, float(7 + k)) for k, at in enumerate(minutes)])
    for name in QUEUES + [f"bulk-{index:04d}" for index in range(queues)]:
        attributes = {"VisibilityTimeout": "300"}
        if name.endswith(".fifo"):
            attributes["FifoQueue"] = "true"
        sqs.create_queue(QueueName=name, Attributes=attributes)
    dead = sqs.create_queue(QueueName="optimization-dead-letters")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    watch = sqs.get_queue_url(QueueName=QUEUES[0])["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=watch, Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "3"})})
    for body in range(12):
        sqs.send_message(QueueUrl=watch, MessageBody=str(body))
    sqs.send_message(QueueUrl=dead, MessageBody="poison")
    put(cloudwatch, "AWS/SQS", "QueueName", QUEUES[0], "ApproximateAgeOfOldestMessage", [(at, 30.0 + k) for k, at in enumerate(minutes)])
    put(cloudwatch, "AWS/SQS", "QueueName", QUEUES[0], "NumberOfMessagesSent", [(at, 4.0) for at in minutes])
    for name, metric, threshold in (("qa1-errors", "Errors", 5.0), ("Altaworx-High-Error-Rate", "ErrorRate", 5.0)):
        cloudwatch.put_metric_alarm(
            AlarmName=name, Namespace="AWS/Lambda", MetricName=metric, Statistic="Sum", Period=60, EvaluationPeriods=2,
            Threshold=threshold, ComparisonOperator="GreaterThanThreshold",
            Dimensions=[{"Name": "FunctionName", "Value": "prd3292-qa1-us-east-1-worker-0001"}])
    cloudwatch.set_alarm_state(AlarmName="qa1-errors", StateValue="ALARM", StateReason="Threshold Crossed: 2 datapoints")


def every(page_call, key, token="NextToken", **arguments):
    while True:
        page = page_call(**arguments)
        yield from page.get(key, [])
        if not page.get(token):
            return
        arguments["Marker" if token == "NextMarker" else token] = page[token]


def series(cloudwatch, namespace, dimension, names, metric, stat, period, start, end):
    """Name → (timestamp, value) pairs, oldest first."""
    found = {}
    for first in range(0, len(names), 100):
        part = names[first:first + 100]
        queries = [{"Id": f"q{i}", "MetricStat": {"Metric": {"Namespace": namespace, "MetricName": metric, "Dimensions": [
            {"Name": dimension, "Value": name}]}, "Period": period, "Stat": stat}} for i, name in enumerate(part)]
        answer = cloudwatch.get_metric_data(MetricDataQueries=queries, StartTime=start, EndTime=end, ScanBy="TimestampAscending")
        for result in answer["MetricDataResults"]:
            found[part[int(result["Id"][1:])]] = sorted(zip(result["Timestamps"], result["Values"]))
    return found


def figures(endpoint, start, end):
    lam, sqs, cloudwatch = (client(s, endpoint) for s in ("lambda", "sqs", "cloudwatch"))
    window = int((end - start).total_seconds())
    names = sorted(f["FunctionName"] for f in every(lam.list_functions, "Functions", "NextMarker"))
    rows = {name: {} for name in names}
    missing = []
    for key, metric, stat, period in (
        ("invocations", "Invocations", "Sum", 60), ("errors", "Errors", "Sum", 60), ("throttles", "Throttles", "Sum", 60),
        ("durationP95Ms", "Duration", "p95", window), ("concurrency", "ConcurrentExecutions", "Maximum", 60)):
        try:
            points = series(cloudwatch, "AWS/Lambda", "FunctionName", names, metric, stat, period, start, end)
        except ClientError:
            missing.append(key)
            continue
        for name in names:
            values = [value for _, value in points.get(name, [])]
            rows[name][key] = sum(values) if stat == "Sum" else (values[-1] if values else None)
    queues = {}
    for url in every(sqs.list_queues, "QueueUrls", MaxResults=1000):
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        queues[url.rsplit("/", 1)[-1]] = {
            "visible": int(attributes["ApproximateNumberOfMessages"]), "inFlight": int(attributes["ApproximateNumberOfMessagesNotVisible"]),
            "delayed": int(attributes["ApproximateNumberOfMessagesDelayed"])}
    ages = series(cloudwatch, "AWS/SQS", "QueueName", sorted(queues), "ApproximateAgeOfOldestMessage", "Maximum", 60, start, end)
    for name, row in queues.items():
        row["oldestAgeSeconds"] = ages[name][-1][1] if ages.get(name) else None
    alarms = {a["AlarmName"]: a["StateValue"] for a in every(cloudwatch.describe_alarms, "MetricAlarms")}
    return {"lambda": rows, "queues": queues, "alarms": alarms, "missing": missing}


def logs(endpoint, lines):
    """Stream by stream, oldest first, as the API wants them."""
    service = client("logs", endpoint)
    now = datetime.now(timezone.utc).timestamp()
    for group in sorted({line[0] for line in lines}):
        try:
            service.create_log_group(logGroupName=group)
        except service.exceptions.ResourceAlreadyExistsException:
            pass
        for stream in sorted({line[1] for line in lines if line[0] == group}):
            try:
                service.create_log_stream(logGroupName=group, logStreamName=stream)
            except service.exceptions.ResourceAlreadyExistsException:
                pass
            events = [{"timestamp": int((now - ago) * 1000), "message": message}
                      for name, where, ago, message in lines if (name, where) == (group, stream)]
            service.put_log_events(
                logGroupName=group, logStreamName=stream, logEvents=sorted(events, key=lambda event: event["timestamp"]))


def parameters(endpoint, prefix, values):
    ssm = client("ssm", endpoint)
    for name, value in values.items():
        ssm.put_parameter(Name=prefix + name, Value=value, Type="SecureString", Overwrite=True)


def counted(endpoint, namespace):
    cloudwatch = client("cloudwatch", endpoint)
    end = datetime.now(timezone.utc) + timedelta(minutes=2)
    sums = {}
    for name in {m["MetricName"] for m in every(cloudwatch.list_metrics, "Metrics", Namespace=namespace)}:
        points = cloudwatch.get_metric_statistics(
            Namespace=namespace, MetricName=name, StartTime=end - timedelta(hours=1), EndTime=end, Period=60, Statistics=["Sum"])
        sums[name] = sum(point["Sum"] for point in points["Datapoints"])
    return sums


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["seed", "figures", "logs", "parameters", "counted"])
    parser.add_argument("endpoint")
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--functions", type=int, default=6)
    parser.add_argument("--queues", type=int, default=0)
    args = parser.parse_args()
    try:
        if args.verb == "seed":
            seed(args.endpoint, args.functions, args.queues)
        elif args.verb == "logs":
            logs(args.endpoint, json.loads(args.rest[0]))
        elif args.verb == "parameters":
            parameters(args.endpoint, args.rest[0], json.loads(args.rest[1]))
        elif args.verb == "counted":
            json.dump(counted(args.endpoint, args.rest[0]), sys.stdout)
        else:
            json.dump(figures(args.endpoint, *map(datetime.fromisoformat, args.rest)), sys.stdout)
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"account.py: {error}")


if __name__ == "__main__":
    main()
