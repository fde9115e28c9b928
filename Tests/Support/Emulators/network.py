"""The network between a program and a far end, on loopback: a plain far end, one behind TLS, and a proxy that forwards to either.
Standard library only. Prints the three URLs as JSON. GET /_seen at the proxy's own address lists what went through it.
"""
import argparse, http.client, json, pathlib, select, socket, ssl, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Bench"))
import far_end


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        self.seen.append(f"CONNECT {self.path}")
        host, port = self.path.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as far:
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            ends = {self.connection: far, far: self.connection}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    ends[end].sendall(data)

    def forward(self):
        if self.path == "/_seen":
            return self.reply(200, "application/json", json.dumps(self.seen).encode())
        url = urlparse(self.path)
        self.seen.append(f"{self.command} {url.scheme}://{url.netloc}")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        far = http.client.HTTPConnection(url.netloc)
        far.request(self.command, url.path + (f"?{url.query}" if url.query else ""), body, dict(self.headers))
        answer = far.getresponse()
        self.reply(answer.status, answer.headers.get("Content-Type", ""), answer.read())

    do_GET = do_POST = forward

    def reply(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    args = parser.parse_args()
    plain, secure = far_end.FarEnd(3, 3), far_end.FarEnd(3, 3)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(args.certificate, args.key)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    proxy.daemon_threads = True
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    print(json.dumps({"plain": plain.url, "secure": f"https://localhost:{secure.server_address[1]}",
                      "proxy": f"http://127.0.0.1:{proxy.server_address[1]}"}), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
