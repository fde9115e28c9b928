"""A program in a pseudo-terminal: what it writes and when, and what it costs. Standard library only."""
import fcntl, os, pty, re, select, signal, struct, termios, time

ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>78cM])")


class Pane:
    """Runs `command`; every chunk of output is kept with the time at which it was read."""

    def __init__(self, command, cols=120, rows=40, env=None):
        self.output = bytearray()
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(env or {})})
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execvp(command[0], command)
        self.resize(cols, rows)

    def resize(self, cols, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def read(self, timeout):
        """One chunk, or b"" when `timeout` seconds bring none or the program has ended."""
        if not select.select([self.fd], [], [], max(0, timeout))[0]:
            return b""
        try:
            chunk = os.read(self.fd, 1 << 16)
        except OSError:
            chunk = b""
        self.output += chunk
        return chunk

    def text(self):
        return ESCAPES.sub(b"", bytes(self.output))

    def wait_for(self, pattern, timeout=20):
        """Seconds from exec until `pattern` stands in the text written so far."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            chunk = self.read(end - time.monotonic())
            at = time.monotonic()
            if chunk and re.search(pattern, self.text()):
                return at - self.started
        raise SystemExit(f"{pattern!r} did not appear within {timeout} s; last text: {self.text()[-400:]!r}")

    def settle(self, quiet, limit):
        """(seconds to the first byte, to the last byte, bytes) of what comes until it is quiet for `quiet` seconds."""
        start = time.monotonic()
        first = last = None
        count = 0
        while time.monotonic() - start < limit:
            chunk = self.read(quiet)
            at = time.monotonic() - start
            if not chunk:
                if first is not None or at >= limit or at > quiet * 10:
                    break
                continue
            first = first if first is not None else at
            last = at
            count += len(chunk)
        return first, last, count

    def send(self, data):
        os.write(self.fd, data)

    def cpu_seconds(self):
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def wakeups(self):
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/status") as file:
                total += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line and line.startswith("voluntary"))
        return total

    def peak_megabytes(self):
        with open(f"/proc/{self.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024

    def quit(self, keys=b"q", limit=5):
        """Seconds from the key to the end of the process; kills it when it does not end."""
        start = time.monotonic()
        self.send(keys)
        while time.monotonic() - start < limit:
            self.read(0.001)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                os.close(self.fd)
                return time.monotonic() - start
        self.kill()
        return None

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
