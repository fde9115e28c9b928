"""Measures the health check's six sections, whole processes, against the same calls made with the AWS CLI on the same machine.

health.py --program PATH [--cli PATH] [--runs 20]

Both ask one far end on loopback that answers at once, so that what is measured is the two programs. Prints one JSON object; without a
CLI its figures are null. The CLI's calls are those of the network visualizer's document, one after the other as its script has them;
`curl` is not counted.
"""
import argparse, datetime, json, os, statistics, subprocess, tempfile, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FUNCTIONS = [f"network-visualizer-{part}-production" for part in ("discovery", "analysis", "api")]
TABLE = {"TableName": "network-visualizer-topology", "TableStatus": "ACTIVE", "ItemCount": 48213, "TableSizeBytes": 31457280}
DISTRIBUTION = """<Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>E1</Id><ARN>a</ARN><Status>Deployed</Status>
<LastModifiedTime>2024-01-15T10:00:00Z</LastModifiedTime><InProgressInvalidationBatches>0</InProgressInvalidationBatches>
<DomainName>d.cloudfront.net</DomainName><DistributionConfig><Enabled>true</Enabled></DistributionConfig></Distribution>"""
ALARMS = """<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><DescribeAlarmsResult><MetricAlarms/>
<CompositeAlarms/></DescribeAlarmsResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DescribeAlarmsResponse>"""
STATISTICS = """<GetMetricStatisticsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricStatisticsResult><Datapoints>
<member><Timestamp>2024-01-15T10:00:00Z</Timestamp><Sum>3.0</Sum><Unit>Count</Unit></member></Datapoints><Label>Errors</Label>
</GetMetricStatisticsResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetMetricStatisticsResponse>"""


def metric_data():
    start = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
    times = [(start - datetime.timedelta(minutes=5 * n)).strftime("%Y-%m-%dT%H:%M:%SZ") for n in range(1, 288)]
    stamps = "".join(f"<member>{t}</member>" for t in times)
    results = "".join(
        f"<member><Id>{q}</Id><Label>l</Label><Timestamps>{stamps}</Timestamps><Values>{f'<member>{v}.0</member>' * len(times)}</Values>"
        "<StatusCode>Complete</StatusCode></member>" for q, v in (("q0", 1), ("q1", 400)))
    return ("<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>" + results
            + "</MetricDataResults></GetMetricDataResult></GetMetricDataResponse>")


class FarEnd(ThreadingHTTPServer):
    # Eight connections come at once; with Python's queue of five, one of them would be tried again only after a second.
    request_queue_size = 128
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, body, kind):
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/health":
            return self.reply('{"status":"healthy"}', "application/json")
        if "/distribution/" in self.path:
            return self.reply(DISTRIBUTION, "text/xml")
        name = self.path.split("/")[3]
        settings = {"FunctionName": name, "State": "Active", "LastUpdateStatus": "Successful"}
        # The CLI asks for the function, we for its configuration.
        whole = settings if self.path.endswith("/configuration") else {"Configuration": settings}
        self.reply(json.dumps(whole), "application/json")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if "DescribeTable" in self.headers.get("X-Amz-Target", ""):
            return self.reply(json.dumps({"Table": TABLE}), "application/x-amz-json-1.0")
        if "DescribeAlarms" in body:
            return self.reply(ALARMS, "text/xml")
        self.reply(STATISTICS if "GetMetricStatistics" in body else self.server.metric_data, "text/xml")


def commands(cli):
    now = datetime.datetime.now(datetime.timezone.utc)
    times = [(now - datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S") for days in (1, 0)]
    functions = [[cli, "lambda", "get-function", "--function-name", name] for name in FUNCTIONS]
    return functions + [
        [cli, "dynamodb", "describe-table", "--table-name", TABLE["TableName"]],
        [cli, "cloudwatch", "describe-alarms", "--state-value", "ALARM"],
        [cli, "cloudfront", "get-distribution", "--id", "E1"],
        [cli, "cloudwatch", "get-metric-statistics", "--namespace", "AWS/Lambda", "--metric-name", "Errors", "--start-time", times[0],
         "--end-time", times[1], "--period", "86400", "--statistics", "Sum"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--cli")
    parser.add_argument("--runs", type=int, default=20)
    args = parser.parse_args()
    server = FarEnd(("127.0.0.1", 0), Handler)
    server.metric_data = metric_data()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "config.yaml")
        with open(config, "w") as file:
            file.write("contexts: {bench: {health: {network_visualizer: {functions: [%s], table: %s, url: '%s/health', distribution: E1}}}}\n"
                       % (", ".join(FUNCTIONS), TABLE["TableName"], url))
        environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": ""}

        def run(words):
            start = time.perf_counter()
            answer = subprocess.run(words, env=environment, capture_output=True, text=True)
            assert answer.returncode == 0, f"{words[:3]}: {answer.returncode} {answer.stdout} {answer.stderr}"
            return (time.perf_counter() - start) * 1000

        ours = [run([args.program, "health", "--config", config, "--context", "bench", "--json"]) for _ in range(args.runs)]
        has_cli = args.cli is not None and os.access(args.cli, os.X_OK)
        cli = [sum(run(words) for words in commands(args.cli)) for _ in range(3)] if has_cli else None
    middle = statistics.median(ours)
    print(json.dumps({
        "checks": 6, "healthP50Ms": round(middle, 1), "healthMaxMs": round(max(ours), 1),
        "awsCliMs": round(statistics.median(cli)) if cli else None,
        "timesFaster": round(statistics.median(cli) / middle, 1) if cli else None}))


if __name__ == "__main__":
    main()
