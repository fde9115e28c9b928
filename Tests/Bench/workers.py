"""Measures lone workers with the built program, whole processes: a check over many meetings, calls on a warm store.

workers.py --program PATH [--meetings 10000] [--workers 200] [--calls 40]

Prints one JSON object. The figures inside one process are `worker-bench`'s.
"""
import argparse, datetime, json, os, statistics, subprocess, tempfile, time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--meetings", type=int, default=10000)
    parser.add_argument("--workers", type=int, default=200)
    parser.add_argument("--calls", type=int, default=40)
    args = parser.parse_args()
    now = datetime.datetime.now(datetime.timezone.utc)

    def at(minutes):
        return (now + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def meeting(number):
        missed, coming = number < 20, number >= args.meetings - args.workers
        start = -30 if missed else 5 if coming else -70 + number % 50
        return {"id": f"m{number}", "subject": f"Visit {number}", "categories": [] if missed or coming else ["Checked-In"],
                "attendees": [f"worker{number % args.workers}@example.com"], "start": at(start), "end": at(start + 100)}

    people = [{"name": f"Worker {w}", "phones": [f"+4477009{10000 + w}"], "addresses": [f"worker{w}@example.com"]}
              for w in range(args.workers)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "day.json")
        config = os.path.join(folder, "config.yaml")
        with open(path, "w") as file:
            json.dump({"people": people, "meetings": [meeting(n) for n in range(args.meetings)]}, file)
        with open(config, "w") as file:
            file.write("contexts: {bench: {workers: {source: embedded, run: false}}}\n")
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}

        def run(*words):
            start = time.perf_counter()
            answer = subprocess.run([args.program, *words, "--yes", "--context", "bench", "--config", config], env=environment,
                                    capture_output=True, text=True)
            assert answer.returncode == 0, answer.stderr
            return (time.perf_counter() - start) * 1000

        imported = run("worker", "import", path)
        first = run("worker", "check")
        checks = [run("worker", "check") for _ in range(5)]
        run("worker", "call", "--button", "1", "--from", "+447700910000")
        calls = sorted(run("worker", "call", "--button", "1", "--from", f"+4477009{10000 + w}") for w in range(1, args.calls + 1))
    print(json.dumps({
        "meetings": args.meetings, "workers": args.workers, "importMs": round(imported), "firstCheckMs": round(first, 1),
        "checkMs": round(statistics.median(checks), 1), "callP50Ms": round(statistics.median(calls), 1),
        "callP95Ms": round(calls[int(len(calls) * 0.95)], 1)}))


if __name__ == "__main__":
    main()
