"""Measures what a person at the console feels, and what the machine pays. `make bench` runs it; standard library only.

Every figure is also taken from a minimal ncurses program (floor.c), built beside it, in the same minutes: absolute figures
drift with the machine, ratios do not.
"""
import argparse, hashlib, json, os, platform, sqlite3, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from far_end import FarEnd  # noqa: E402
from pane import Pane  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def starts(command, ready, env, runs):
    times = []
    for _ in range(runs):
        pane = Pane(command, env=env)
        times.append(pane.wait_for(ready) * 1000)
        pane.settle(0.1, 0.5)
        pane.quit()
    return times


def keys(pane, tokens, count, expect_paint=True):
    """Milliseconds from each key to its first byte of paint, and bytes per key."""
    latencies, total, missed = [], 0, 0
    for index in range(count):
        pane.settle(0.004, 0.004)
        pane.send(tokens[index % len(tokens)])
        first, _, size = pane.settle(0.012, 0.25)
        if first is None:
            missed += 1
            continue
        latencies.append(first * 1000)
        total += size
    if expect_paint and missed > count // 10:
        raise SystemExit(f"{missed} of {count} keys brought no paint")
    return latencies, total / max(1, len(latencies))


def idle(pane, seconds):
    pane.settle(0.5, 2)
    cpu, wakeups, start, size = pane.cpu_seconds(), pane.wakeups(), time.monotonic(), 0
    while time.monotonic() - start < seconds:
        size += len(pane.read(0.5))
    spent = time.monotonic() - start
    return {
        # Threads that end take their counts with them.
        "bytesPerSecond": size / spent, "cpuPercent": max(0, pane.cpu_seconds() - cpu) / spent * 100,
        "wakeupsPerSecond": max(0, pane.wakeups() - wakeups) / spent,
    }


def session(command, ready, env, args, label):
    """One long session: keys, idle, resize, flood, memory, quit."""
    pane = Pane(command, env=env)
    pane.wait_for(ready)
    pane.settle(0.3, 2)
    result = {}
    latencies, size = keys(pane, [b"j", b"k"], args.keys)
    result["keyP50Ms"], result["keyP95Ms"], result["bytesPerKey"] = statistics.median(latencies), percentile(latencies, 0.95), size
    result["idle"] = idle(pane, args.idle)
    pane.resize(140, 45)
    # Quiet for 20 ms: figures that are asked for the newly visible rows come later, and are another frame.
    result["resizeMs"] = (pane.settle(0.02, 1)[1] or 0) * 1000
    pane.resize(120, 40)
    pane.settle(0.2, 1)
    # Keys that do not cancel each other out: what nets to no change needs no paint.
    pane.send(b"jk" * 149 + b"jj")
    result["floodMs"] = (pane.settle(0.03, 2)[1] or 0) * 1000
    result["peakMB"] = pane.peak_megabytes()
    ended = pane.quit()
    result["quitMs"] = ended * 1000 if ended else None
    print(f"  {label}: {json.dumps(result)}", file=sys.stderr)
    return result


def large(program, args, home):
    """5,000 functions, then every request hangs for 30 seconds."""
    far_end = FarEnd(functions=5000, queues=200)
    env = {**home, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": far_end.url}
    pane = Pane([program], env=env)
    pane.wait_for(rb"5,000", 120)
    pane.settle(1.0, 15)
    far_end.fault = "hang"
    pane.send(b"r")
    pane.settle(0.3, 2)
    result = {}
    latencies, result["bytesPerKey"] = keys(pane, [b"j", b"k"], args.keys)
    result["keyP50Ms"], result["keyP95Ms"] = statistics.median(latencies), percentile(latencies, 0.95)
    pane.send(b"/")
    pane.settle(0.1, 0.5)
    filtering, _ = keys(pane, [b"4", b"\x7f"], 40)
    result["filterP95Ms"] = percentile(filtering, 0.95)
    pane.send(b"\x1b")
    pane.settle(0.1, 0.5)
    sorting, _ = keys(pane, [b"i"], 40)
    result["sortP95Ms"] = percentile(sorting, 0.95)
    result["peakMB"] = pane.peak_megabytes()
    ended = pane.quit()
    result["quitMs"] = ended * 1000 if ended else None
    far_end.shutdown()
    print(f"  5,000 resources: {json.dumps(result)}", file=sys.stderr)
    return result


def metric_calls(program, home):
    """GetMetricData calls of one snapshot of 1,000 functions, every one with every metric."""
    far_end = FarEnd(functions=1000, queues=0)
    env = {**os.environ, **home, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
           "AWS_ENDPOINT_URL": far_end.url}
    answer = subprocess.run([program, "snapshot", "--json", "--wait", "60"], env=env, capture_output=True, check=True)
    rows = json.loads(answer.stdout)["panes"]["lambda"]["rows"]
    far_end.shutdown()
    return {"functions": len(rows), "getMetricData": far_end.calls["GetMetricData"], "allCalls": dict(far_end.calls)}


def invocations(program, folder, home, count):
    """Milliseconds from the yes to the result on the screen, less the time that the function took."""
    far_end = FarEnd(functions=5, queues=0)
    far_end.invoke_ms = 100
    config = os.path.join(folder, "bench.yaml")
    with open(config, "w") as file:
        file.write("default_context: bench\ncontexts: {bench: {}}\n")
    env = {**home, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
           "AWS_ENDPOINT_URL": far_end.url, "NIGHTDESK_CONFIG": config}
    pane = Pane([program], env=env)
    pane.wait_for(rb"worker-0004")
    overheads = []
    for _ in range(count):
        pane.settle(0.3, 2)
        for keys_, seen in ((b"T", rb"check-function"), (b"\r", rb"Lambda would")):
            pane.output.clear()
            pane.send(keys_)
            pane.wait_for(seen)
        pane.settle(0.05, 0.3)
        pane.output.clear()
        start = time.monotonic()
        pane.send(b"y")
        pane.wait_for(rb"tookMs")
        overheads.append((time.monotonic() - start) * 1000 - far_end.invoke_spent_ms)
        pane.send(b"\x1b")
    pane.quit()
    far_end.shutdown()
    result = {"invokeOverheadP50Ms": statistics.median(overheads), "invokeOverheadP95Ms": percentile(overheads, 0.95)}
    print(f"  test-invoke: {json.dumps(result)}", file=sys.stderr)
    return result


def audit(program, folder, home, rows, runs=5):
    """Milliseconds of `audit verify`, the whole process. The rows are chained here, from the description of the chain alone."""
    state = os.path.join(folder, "audit")
    env = {**os.environ, **home}
    function = "prd3292-prod1-us-east-1-ntfcn-snd"
    subprocess.run([program, "invoke", function, "--context", "drill", "--yes", "--state-dir", state],
                   env=env, check=True, capture_output=True)
    database = sqlite3.connect(os.path.join(state, "state.sqlite"))
    opened, closed = (row[0] for row in database.execute("SELECT body FROM audit_entry ORDER BY sequence"))
    digest = database.execute("SELECT hash FROM audit_entry WHERE sequence = 2").fetchone()[0]

    def chained():
        nonlocal digest
        for sequence in range(3, rows + 1):
            body = opened.replace('"sequence":1', f'"sequence":{sequence}', 1) if sequence % 2 else \
                closed.replace('"sequence":2', f'"sequence":{sequence}', 1).replace('"opens":1', f'"opens":{sequence - 1}', 1)
            digest = hashlib.sha256(digest + body.encode()).digest()
            yield sequence, body, digest

    database.executemany("INSERT INTO audit_entry VALUES (?, ?, ?)", chained())
    database.commit()
    database.close()
    with open(os.path.join(state, "audit.head"), "r+") as head:
        size = len(head.read())
        head.seek(0)
        head.write(json.dumps({"sequence": rows, "hash": digest.hex(), "before": None}, separators=(",", ":")).ljust(size - 1) + "\n")
    times = []
    for _ in range(runs):
        start = time.monotonic()
        done = subprocess.run([program, "audit", "verify", "--json", "--state-dir", state], env=env, check=True, capture_output=True)
        times.append((time.monotonic() - start) * 1000)
        assert json.loads(done.stdout) == {"ok": True, "rows": rows, "firstBad": None, "reason": None}, done.stdout
    result = {"auditRows": rows, "verifyMs": statistics.median(times)}
    print(f"  audit: {json.dumps(result)}", file=sys.stderr)
    return result


def beside(program, name, *arguments):
    """The JSON of another program of this build, such as log-bench."""
    path = os.path.join(os.path.dirname(program), name)
    if not os.path.exists(path):
        return None
    figures = json.loads(subprocess.run([path, *arguments], check=True, capture_output=True).stdout)
    print(f"  {name}: {json.dumps(figures)}", file=sys.stderr)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=30, help="starts")
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--idle", type=float, default=20)
    parser.add_argument("--only", choices=["invoke", "audit"], help="measure just this")
    parser.add_argument("--audit-rows", type=int, default=1_000_000)
    parser.add_argument("--hours", type=int, default=24, help="that the recorder's bench simulates; 168 is a week and takes minutes")
    parser.add_argument("--out", help="write the figures there as JSON")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    with tempfile.TemporaryDirectory() as folder:
        home = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
        if args.only == "invoke":
            return print(json.dumps(invocations(program, folder, home, args.runs)))
        if args.only == "audit":
            return print(json.dumps(audit(program, folder, home, args.audit_rows)))
        floor = os.path.join(folder, "floor")
        subprocess.run(["cc", "-O2", "-o", floor, os.path.join(HERE, "floor.c"), "-lncursesw", "-ltinfo"], check=True)
        ready = rb"ntfcn-snd"
        pairs = [(starts([program], ready, home, 1)[0], starts([floor], rb"resource-name-0030", home, 1)[0]) for _ in range(args.runs)]
        figures = {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.release()}",
            "startMs": statistics.median(a for a, _ in pairs), "floorStartMs": statistics.median(b for _, b in pairs),
            "practice": session([program], ready, home, args, "practice"), "floor": session([floor], rb"resource-name-0030", home, args, "floor"),
            "large": large(program, args, home), "invoke": invocations(program, folder, home, args.runs), "metricCalls": metric_calls(program, home),
            "audit": audit(program, folder, home, args.audit_rows), "logs": beside(program, "log-bench"),
            "recorder": beside(program, "recorder-bench", str(args.hours), tempfile.mkdtemp(dir=folder)),
            "binaryMB": os.path.getsize(program) / 1e6,
        }
    text = json.dumps(figures, indent=2)
    print(text)
    if args.out:
        with open(args.out, "w") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
