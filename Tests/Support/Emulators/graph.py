"""Microsoft's login and Graph for one mailbox on loopback, standard library only: pages, ETags, tokens that end, refusals.

graph.py FILE      FILE holds {"events": [...], "contacts": [...], "users": [...], "page": 2}; prints the port, serves until it ends

Beside Graph: GET /_state gives events, mails and requests as JSON; POST /_next {"answers": [[status, headers, body], …]} is given to the next
requests to Graph instead of real answers; POST /_revoke ends every token.
"""
import json, sys, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qs, unquote, urlsplit

WORLD = json.load(open(sys.argv[1]))
STATE = {"events": {e["id"]: dict(e, version=1) for e in WORLD["events"]}, "mails": [], "requests": [], "tokens": 0, "valid": [],
         "next": [], "removed": []}
LOCK = Lock()


def shown(event):
    fields = {k: v for k, v in event.items() if k != "version"}
    return {"@odata.etag": f'W/"{event["version"]}"', **fields}


class Graph(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, headers=()):
        data = b"" if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        url = urlsplit(self.path)
        with LOCK:
            if url.path == "/_state":
                return self.answer(200, {**STATE, "events": list(STATE["events"].values())})
            if url.path == "/_next":
                STATE["next"] = json.loads(body)["answers"]
                return self.answer(200, {})
            if url.path == "/_revoke":
                STATE["valid"] = []
                return self.answer(200, {})
            if url.path.endswith("/oauth2/v2.0/token"):
                return self.token(parse_qs(body))
            STATE["requests"].append([self.command, unquote(url.path), url.query])
            if STATE["next"]:
                status, headers, text = STATE["next"].pop(0)
                return self.answer(status, text, headers)
            if (self.headers.get("Authorization") or "").removeprefix("Bearer ") not in STATE["valid"]:
                return self.answer(401, {"error": {"code": "InvalidAuthenticationToken", "message": "Lifetime validation failed."}})
            return self.graph(unquote(url.path), parse_qs(url.query), body)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_any

    def token(self, form):
        if form.get("client_secret") != [WORLD.get("secret", "s3cret")]:
            return self.answer(401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."})
        STATE["tokens"] += 1
        STATE["valid"].append(f"t{STATE['tokens']}")
        return self.answer(200, {"token_type": "Bearer", "expires_in": 3599, "access_token": f"t{STATE['tokens']}"})

    def graph(self, path, query, body):
        if path.endswith("/calendarView"):
            return self.view(query)
        if path.endswith("/sendMail"):
            message = json.loads(body)["message"]
            if not message["toRecipients"]:
                return self.answer(400, {"error": {"code": "ErrorInvalidRecipients", "message": "At least one recipient isn't valid."}})
            STATE["mails"].append(message)
            return self.answer(202)
        if path.endswith("/contacts") or path == "/v1.0/users":
            return self.people(path, query)
        if path.endswith("/calendar/events") and self.command == "POST":
            event = {"id": str(uuid.uuid4()), "categories": [], "attendees": [], "version": 1,
                     "body": {"contentType": "html", "content": ""}, **json.loads(body)}
            STATE["events"][event["id"]] = event
            return self.answer(201, shown(event))
        return self.event(path.rsplit("/", 1)[-1], body)

    def people(self, path, query):
        people = WORLD["contacts"] if path.endswith("/contacts") else WORLD["users"]
        wanted = query.get("$filter", [""])[0]
        found = [p for p in people if p.get("mobilePhone") and f"'{p['mobilePhone']}'" in wanted]
        return self.answer(200, {"value": found})

    def view(self, query):
        start, end = query["startDateTime"][0][:19], query["endDateTime"][0][:19]
        skip = int(query.get("$skip", ["0"])[0])
        events = sorted((e for e in STATE["events"].values() if e["start"]["dateTime"][:19] < end and e["end"]["dateTime"][:19] > start),
                        key=lambda e: e["start"]["dateTime"])
        page = events[skip:skip + WORLD["page"]]
        answer = {"value": [shown(e) for e in page]}
        if skip + WORLD["page"] < len(events):
            answer["@odata.nextLink"] = (f"http://{self.headers['Host']}{urlsplit(self.path).path}?startDateTime={query['startDateTime'][0]}"
                                         f"&endDateTime={query['endDateTime'][0]}&$skip={skip + WORLD['page']}")
        return self.answer(200, answer)

    def event(self, name, body):
        event = STATE["events"].get(name)
        if event is None:
            return self.answer(404, {"error": {"code": "ErrorItemNotFound", "message": "The specified object was not found."}})
        if self.command == "DELETE":
            STATE["removed"].append(STATE["events"].pop(name)["subject"])
            return self.answer(204)
        if self.command == "PATCH":
            if self.headers.get("If-Match") not in (None, f'W/"{event["version"]}"'):
                return self.answer(412, {"error": {"code": "ErrorIrresolvableConflict", "message": "Changed."}})
            event.update(json.loads(body))
            event["version"] += 1
        return self.answer(200, shown(event))


server = ThreadingHTTPServer(("127.0.0.1", 0), Graph)
print(server.server_port, flush=True)
server.serve_forever()
