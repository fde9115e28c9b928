"""Measures escalations with the built program: deliveries against a far end of known latency, lists of many processes.

escalations.py --program PATH [--due 500] [--latency 100] [--processes 10000]

Prints one JSON object. `ratio` is the time for all deliveries, first byte to last answer, over the ideal
(notifications / parallelism * latency); `atToFirstByteP99Ms` is measured with notifications that fall due one after another.
"""
import argparse, http.server, json, os, signal, sqlite3, subprocess, tempfile, threading, time


class FarEnd(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, latency):
        self.latency, self.arrivals, self.lock = latency, [], threading.Lock()
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        start = time.time()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.server.latency)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        with self.server.lock:
            self.server.arrivals.append((start, time.time(), body))

    def log_message(self, *words):
        pass


class Desk:
    def __init__(self, program, port):
        self.folder = tempfile.TemporaryDirectory()
        self.state = os.path.join(self.folder.name, "state")
        config = os.path.join(self.folder.name, "config.yaml")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder.name, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}
        with open(config, "w") as file:
            file.write("contexts:\n  bench:\n    escalations:\n      channels: [webhook]\n      webhook: {url: \"http://127.0.0.1:%d/\"}\n" % port)
        self.words = [program, "--context", "bench", "--config", config, "--state-dir", self.state]

    def run(self, *words, **more):
        return subprocess.run(self.words[:1] + list(words) + self.words[1:], env=self.environment, capture_output=True, text=True, **more)

    def start(self, name, moments):
        request = {"process-id": name, "action": "start", "notifications": [{"channel": "webhook", "at": at} for at in moments]}
        answer = self.run("escalation", "start", "-", "--yes", input=json.dumps(request))
        assert answer.returncode == 0, answer.stderr

    def engine(self):
        return subprocess.Popen(self.words[:1] + ["engine", "run"] + self.words[1:], env=self.environment, stdout=subprocess.DEVNULL)


def until(condition, seconds):
    end = time.time() + seconds
    while not condition() and time.time() < end:
        time.sleep(0.01)
    assert condition(), "it did not come to pass"


def deliveries(args):
    """The webhook takes three at once, which is the default: the ideal is computed with that."""
    far = FarEnd(args.latency / 1000)
    desk = Desk(args.program, far.server_address[1])
    desk.start("burst", [int(time.time()) - 1] * args.due)
    engine = desk.engine()
    until(lambda: len(far.arrivals) >= args.due, 600)
    took = max(end for _, end, _ in far.arrivals) - min(start for start, _, _ in far.arrivals)
    engine.send_signal(signal.SIGTERM)
    engine.wait(15)
    ideal = args.due / 3 * args.latency / 1000
    keys = {body["key"] for _, _, body in far.arrivals}
    return {"due": args.due, "seconds": round(took, 2), "ideal": round(ideal, 2), "ratio": round(took / ideal, 3),
            "sentTwice": len(far.arrivals) - len(keys)}


def delay(args):
    far = FarEnd(0)
    desk = Desk(args.program, far.server_address[1])
    begin = int(time.time()) + 3
    desk.start("one-by-one", [begin + number // 5 for number in range(100)])
    engine = desk.engine()
    until(lambda: len(far.arrivals) >= 100, 60)
    engine.send_signal(signal.SIGTERM)
    engine.wait(15)
    delays = sorted((start - body["at"]) * 1000 for start, _, body in far.arrivals)
    return {"atToFirstByteP50Ms": round(delays[50], 1), "atToFirstByteP99Ms": round(delays[98], 1)}


def lists(args):
    desk = Desk(args.program, 9)
    desk.start("seed", [int(time.time()) + 5000] * 4)
    with sqlite3.connect(os.path.join(desk.state, "engine-bench.sqlite")) as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(escalation_process)") if row[1] != "run"]
        columns = ", ".join("CAST(? AS BLOB)" if name == "process_id" else name for name in names)
        for number in range(args.processes - 1):
            db.execute(f"INSERT INTO escalation_process ({', '.join(names)}) SELECT {columns} FROM escalation_process WHERE run = 1",
                       (f"process-{number:05d}",))
    times = []
    for _ in range(10):
        start = time.perf_counter()
        answer = desk.run("escalation", "list", "--json")
        times.append((time.perf_counter() - start) * 1000)
    assert json.loads(answer.stdout)["total"] == args.processes
    return {"processes": args.processes, "listMs": round(min(times), 1), "listMedianMs": round(sorted(times)[5], 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--due", type=int, default=500)
    parser.add_argument("--latency", type=int, default=100, help="milliseconds")
    parser.add_argument("--processes", type=int, default=10_000)
    args = parser.parse_args()
    print(json.dumps({**deliveries(args), **delay(args), **lists(args)}, indent=2))


if __name__ == "__main__":
    main()
