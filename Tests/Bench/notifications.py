"""Measures notifications with the built program against a table of many records on loopback: first screen, memory, capacity, retries.

notifications.py --program PATH [--records 100000] [--retries 1000]

The far end answers Scan, GetItem and UpdateItem of DynamoDB as the console uses them, and counts. Prints one JSON object.
"""
import argparse, http.server, json, os, resource, subprocess, tempfile, threading, time

from pane import Pane

FIELDS = {"eventId": {"S": "north-star-tour"}, "channel": {"S": "sms"}, "shortUrl": {"S": "https://tm.example/xxxxxxxx"},
          "createdAt": {"S": "2026-11-21T02:40:00.000Z"}, "updatedAt": {"S": "2026-11-21T03:00:00.000Z"}, "note": {"S": "x" * 120}}


class Table:
    def __init__(self, records, failed):
        self.status = {str(n): "FAILED" if n % (records // failed) == 0 else "DELIVERED" for n in range(records)}
        self.order = list(self.status)
        self.place = {name: index for index, name in enumerate(self.order)}
        self.updates, self.units, self.refused, self.lock = {}, [], 0, threading.Lock()

    def item(self, name):
        return {"pk": {"S": f"notification#{name}"}, "sk": {"S": "metadata"}, "status": {"S": self.status[name]},
                "phone": {"S": f"+1555{name:>07}"}, **FIELDS}

    def scan(self, body):
        start = self.place[body["ExclusiveStartKey"]["pk"]["S"].split("#")[1]] + 1 if "ExclusiveStartKey" in body else 0
        # A table of few records, for what the number of records costs.
        last = 1000 if body["TableName"] == "few" else len(self.order)
        names = self.order[start:min(last, start + body.get("Limit", 2500))]
        items = [self.item(name) for name in names]
        units = max(0.5, len(items) * 400 / 4096 / 2)
        self.units.append((time.perf_counter(), units))
        answer = {"Count": len(items), "ScannedCount": len(items), "Items": items, "ConsumedCapacity": {"CapacityUnits": units}}
        if start + len(names) < last:
            answer["LastEvaluatedKey"] = {"pk": items[-1]["pk"], "sk": items[-1]["sk"]}
        return 200, answer

    def update(self, body):
        name = body["Key"]["pk"]["S"].split("#")[1]
        with self.lock:
            if self.status.get(name) != body["ExpressionAttributeValues"][":failed"]["S"]:
                self.refused += 1
                return 400, {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "message": "no"}
            self.status[name] = body["ExpressionAttributeValues"][":retry"]["S"]
            self.updates.setdefault(name, []).append(time.perf_counter())
        return 200, {}


def serve(table):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            action = self.headers.get("X-Amz-Target", "").split(".")[-1]
            if action == "Scan":
                status, answer = table.scan(body)
            elif action == "UpdateItem":
                status, answer = table.update(body)
            elif action == "GetItem":
                name = body["Key"]["pk"]["S"].split("#")[1]
                status, answer = 200, {"Item": table.item(name)} if name in table.status else {}
            else:
                status, answer = 501, {}
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def console(program, context, config, environment, table):
    """(ms from `n` to the first records, MB at their end, capacity units a second until then) of the console in a terminal."""
    pane = Pane([program, "--context", context, "--config", config], env=environment)
    pane.wait_for(rb"Lambda")
    pane.settle(0.5, 3)
    before = len(table.units)
    pressed = time.monotonic()
    pane.send(b"n")
    first = (pane.started + pane.wait_for(rb"DELIVERED") - pressed) * 1000
    if context == "fast":
        pane.wait_for(rb"are kept", 120)
    else:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            pane.read(0.1)
    units = table.units[before:]
    spent = sum(units for _, units in units) / max(1, units[-1][0] - units[0][0])
    peak = pane.peak_megabytes()
    pane.quit(b"qqq")
    return round(first), round(peak, 1), round(spent, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--records", type=int, default=100000)
    parser.add_argument("--retries", type=int, default=1000)
    args = parser.parse_args()
    table = Table(args.records, args.retries)
    server = serve(table)
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "config.yaml")
        with open(config, "w") as file:
            file.write("contexts:\n"
                       "  slow: {notifications: {table: t, read_units_per_second: 100}}\n"
                       "  fast: {notifications: {table: t, read_units_per_second: 1000000, retries_per_second: 200}}\n"
                       "  few: {notifications: {table: few, read_units_per_second: 1000000}}\n")
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
                       "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                       "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}

        def start(context, *words):
            return subprocess.Popen([args.program, "notification", *words, "--context", context, "--config", config],
                                    env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        # The first rows at the default budget, and what ten seconds of reading cost.
        began = time.perf_counter()
        process = start("slow", "list")
        process.stdout.readline()
        process.stdout.readline()
        first = (time.perf_counter() - began) * 1000
        drain = threading.Thread(target=process.stdout.read)
        drain.start()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        drain.join()
        spent = sum(units for _, units in table.units)
        seconds = table.units[-1][0] - table.units[0][0]
        # All of them as fast as may be; the largest memory of any child so far is this one's.
        began = time.perf_counter()
        process = start("fast", "list", "--json")
        rows = json.loads(process.communicate()[0])["total"]
        whole = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        # Retrying all that has failed.
        began = time.perf_counter()
        process = start("fast", "retry", "--all-failed", "--yes", "--json")
        out, errors = process.communicate()
        retried = [row["outcome"] for row in json.loads(out)["rows"]]
        took = time.perf_counter() - began
        moments = sorted(moment for all in table.updates.values() for moment in all)
        most = max(sum(1 for m in moments if t <= m < t + 1) for t in moments) if moments else 0
        screen, slow_peak, slow_units = console(args.program, "slow", config, environment, table)
        _, peak, _ = console(args.program, "fast", config, environment, table)
        small, small_peak, _ = console(args.program, "few", config, environment, table)
    server.shutdown()
    print(json.dumps({
        "console": {"firstScreenMs": screen, "peakMBAfter10s": slow_peak, "unitsASecond": slow_units, "peakMBAll": peak,
                    "peakMBOf1000": small_peak},
        "records": args.records, "rowsListed": rows, "firstRowMs": round(first), "unitsASecond": round(spent / max(seconds, 1), 1),
        "budget": 100, "wholeListSeconds": round(whole, 2), "peakMB": round(memory, 1), "retried": retried.count("retried"),
        "twice": sum(1 for all in table.updates.values() if len(all) > 1), "lost": args.retries - len(table.updates),
        "mostInASecond": most, "retrySeconds": round(took, 1)}))


if __name__ == "__main__":
    main()
