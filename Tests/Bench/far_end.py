"""A far end on loopback with as many functions and queues as wanted, which can be told to hang. Standard library only.

It answers just what the console asks, without checking signatures: it stands for a large account, not for AWS's rules
(the tests use real emulators for those). GET /_fault?mode=MODE changes how it answers from then on: `hang` (30 seconds), `html`
(500 with a page), `reset`, `truncate`, `throttle`, `denied`, `expired`, `none`; `invoke-hang` and `invoke-reset` meet invocations
alone, after they have arrived. GET /_invoke?ms=N lets functions take that long. GET /_calls counts the calls by operation.
"""
import argparse, base64, json, re, socket, struct, threading, time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse
from xml.sax.saxutils import escape


ERRORS = {"throttle": (400, "ThrottlingException"), "denied": (403, "AccessDeniedException"), "expired": (403, "ExpiredTokenException")}


class FarEnd(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, functions, queues):
        super().__init__(("127.0.0.1", 0), Handler)
        self.functions = [f"prd3292-prod1-us-east-1-worker-{i:04d}" for i in range(functions)]
        self.queues = [f"optimization-queue-{i:04d}" for i in range(queues)]
        self.calls = Counter()
        self.fault = "none"
        self.invoke_ms = 0
        self.invoke_spent_ms = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, kind="application/json", status=200):
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        url = urlparse(self.path)
        query = {k: v[0] for k, v in parse_qs(url.query).items()}
        if url.path == "/_fault":
            self.server.fault = query["mode"]
            return self.answer("{}")
        if url.path == "/_invoke":
            self.server.invoke_ms = float(query["ms"])
            return self.answer("{}")
        if url.path == "/_calls":
            return self.answer(json.dumps(self.server.calls))
        if self.is_faulty():
            return
        if url.path.rstrip("/").endswith("/functions"):
            self.server.calls["ListFunctions"] += 1
            return self.list_functions(int(query.get("Marker", 0)))
        if url.path.rstrip("/").endswith("/event-source-mappings"):
            self.server.calls["ListEventSourceMappings"] += 1
            return self.answer('{"EventSourceMappings":[]}')
        name = url.path.split("/functions/")[-1].split("/")[0]
        if url.path.endswith("/aliases"):
            return self.answer(json.dumps({"Aliases": [{"Name": "live", "FunctionVersion": "2"}]}))
        if url.path.endswith("/versions"):
            return self.answer(json.dumps({"Versions": [self.function(name), {**self.function(name), "Version": "2"}]}))
        self.server.calls["GetFunctionConfiguration"] += 1
        self.answer(json.dumps(self.function(name)))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path.split("?")[0].endswith("/invocations"):
            return self.invoke()
        if self.is_faulty():
            return
        target = self.headers.get("X-Amz-Target", "")
        if target:
            operation = target.split(".")[-1]
            self.server.calls[operation] += 1
            return self.answer(json.dumps(self.sqs(operation, json.loads(body or "{}"))), "application/x-amz-json-1.0")
        form = {k: v[0] for k, v in parse_qs(body, keep_blank_values=True).items()}
        operation = form.get("Action", "")
        self.server.calls[operation] += 1
        self.answer(self.query(operation, form), "text/xml")

    def invoke(self):
        """Runs nothing: takes the time that a function would take, and answers with it."""
        mode = self.headers.get("X-Amz-Invocation-Type", "RequestResponse")
        self.server.calls["DryRun" if mode == "DryRun" else "Invoke"] += 1
        if mode != "DryRun" and self.server.fault == "invoke-hang":
            return time.sleep(3600)
        if mode != "DryRun" and self.server.fault == "invoke-reset":
            return self.reset()
        if self.is_faulty():
            return
        if mode != "RequestResponse":
            return self.answer("", status=204 if mode == "DryRun" else 202)
        start = time.monotonic()
        time.sleep(self.server.invoke_ms / 1000)
        spent = self.server.invoke_spent_ms = (time.monotonic() - start) * 1000
        report = f"REPORT RequestId: r\tDuration: {spent:.2f} ms\tBilled Duration: {int(spent) + 1} ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n"
        data = json.dumps({"tookMs": round(spent, 3)}).encode()
        self.send_response(200)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(data))), ("X-Amz-Executed-Version", "$LATEST"),
                            ("x-amzn-RequestId", "r"), ("X-Amz-Log-Result", base64.b64encode(report.encode()).decode())):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def is_faulty(self):
        """Carries out the fault in force; True when the request has had its answer by that."""
        fault = self.server.fault
        if fault == "hang":
            time.sleep(30)
        elif fault == "html":
            self.answer("<html><body>Internal Server Error</body></html>", "text/html", 500)
        elif fault == "reset":
            self.reset()
        elif fault == "truncate":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"Functions":[{"Fun')
            self.close_connection = True
        elif fault in ERRORS:
            status, code = ERRORS[fault]
            self.answer(json.dumps({"__type": code, "message": f"simulated {code}"}), "application/x-amz-json-1.0", status)
        return fault not in ("none", "hang", "invoke-hang", "invoke-reset")

    def function(self, name):
        return {
            "FunctionName": name, "FunctionArn": f"arn:aws:lambda:us-east-1:123456789012:function:{name}", "Runtime": "nodejs20.x",
            "Handler": "index.handler", "Role": "arn:aws:iam::123456789012:role/worker", "CodeSize": 4096, "Timeout": 60,
            "MemorySize": 2048, "LastModified": "2026-01-15T12:34:56.789+0000", "Version": "$LATEST", "State": "Active",
            "LastUpdateStatus": "Successful", "PackageType": "Zip",
        }

    def list_functions(self, start):
        page = [self.function(name) for name in self.server.functions[start:start + 50]]
        answer = {"Functions": page}
        if start + 50 < len(self.server.functions):
            answer["NextMarker"] = str(start + 50)
        self.answer(json.dumps(answer))

    def sqs(self, operation, body):
        if operation == "ListQueues":
            start = int(body.get("NextToken", 0))
            size = int(body.get("MaxResults", 1000))
            answer = {"QueueUrls": [f"{self.server.url}/123456789012/{name}" for name in self.server.queues[start:start + size]]}
            if start + size < len(self.server.queues):
                answer["NextToken"] = str(start + size)
            return answer
        if operation == "GetQueueAttributes":
            name = body["QueueUrl"].rsplit("/", 1)[-1]
            return {"Attributes": {
                "QueueArn": f"arn:aws:sqs:us-east-1:123456789012:{name}", "ApproximateNumberOfMessages": str(sum(name.encode()) % 90),
                "ApproximateNumberOfMessagesNotVisible": "2", "ApproximateNumberOfMessagesDelayed": "0", "VisibilityTimeout": "300"}}
        return {}

    def query(self, operation, form):
        if operation == "GetMetricData":
            return self.metric_data(form)
        if operation == "GetCallerIdentity":
            return ("<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><UserId>A</UserId>"
                    "<Arn>arn:aws:iam::123456789012:user/bench</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")
        if operation == "ListMetrics":
            return self.list_metrics(form)
        return f"<{operation}Response><{operation}Result/></{operation}Response>"

    def list_metrics(self, form):
        """Every function has every metric; so nobody saves a question by knowing that there is no data."""
        metric, start = form.get("MetricName", ""), int(form.get("NextToken", 0))
        names = self.server.functions if form.get("Namespace") == "AWS/Lambda" and metric != "IteratorAge" else []
        members = "".join(
            f"<member><Namespace>AWS/Lambda</Namespace><MetricName>{metric}</MetricName><Dimensions><member><Name>FunctionName</Name>"
            f"<Value>{name}</Value></member></Dimensions></member>" for name in names[start:start + 500])
        token = f"<NextToken>{start + 500}</NextToken>" if start + 500 < len(names) else ""
        return f"<ListMetricsResponse><ListMetricsResult><Metrics>{members}</Metrics>{token}</ListMetricsResult></ListMetricsResponse>"

    def metric_data(self, form):
        start = form["StartTime"]
        ids = sorted((key for key in form if re.fullmatch(r"MetricDataQueries\.member\.\d+\.Id", key)), key=lambda k: int(k.split(".")[2]))
        results = []
        for key in ids:
            name = escape(form[key])
            value = sum(name.encode()) % 50
            results.append(
                f"<member><Id>{name}</Id><Label>{name}</Label><Timestamps><member>{start}</member></Timestamps>"
                f"<Values><member>{value}.0</member></Values><StatusCode>Complete</StatusCode></member>")
        return ("<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>" + "".join(results)
                + "</MetricDataResults></GetMetricDataResult></GetMetricDataResponse>")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", type=int, default=20)
    parser.add_argument("--queues", type=int, default=20)
    args = parser.parse_args()
    print(FarEnd(args.functions, args.queues).url, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
