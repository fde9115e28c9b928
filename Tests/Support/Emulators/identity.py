"""What a person signs in to, on loopback: IAM Identity Center's OIDC and portal, STS with MFA, instance metadata, and a small account
behind them that takes only the credentials that these gave. Standard library only.

GET /_confirm, /_deny and /_expire decide what becomes of the device code; /_fault?mode=MODE as far_end.py; /_calls counts calls.
"""
import argparse, json, pathlib, sys, threading, time
from urllib.parse import parse_qs, urlparse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Bench"))
import far_end

REFUSALS = {"pending": "authorization_pending", "slow": "slow_down", "denied": "access_denied", "expired": "expired_token"}
CODE = "864209"


class Handler(far_end.Handler):
    def do_GET(self):
        url = urlparse(self.path)
        server = self.server
        if url.path.startswith("/_") and url.path[2:] in ("confirm", "deny", "expire", "slow"):
            server.device = {"confirm": "confirmed", "deny": "denied", "expire": "expired", "slow": "slow"}[url.path[2:]]
            return self.answer("{}")
        if url.path == "/federation/credentials":
            server.calls["GetRoleCredentials"] += 1
            if self.headers.get("x-amz-sso_bearer_token") != server.token:
                return self.answer('{"message":"Session token not found or invalid"}', status=401)
            until = int((time.time() + 3600) * 1000)
            return self.answer(json.dumps({"roleCredentials": {
                "accessKeyId": "ASIASSO", "secretAccessKey": "sso-secret", "sessionToken": "sso-session", "expiration": until}}))
        if url.path == "/latest/meta-data/placement/region":
            server.calls["InstanceRegion"] += 1
            return self.answer(server.region, "text/plain") if server.region else self.answer("", status=404)
        if url.path.startswith("/_") or self.is_known():
            return super().do_GET()
        self.answer('{"__type":"ExpiredTokenException","message":"who is this"}', status=403)

    def do_PUT(self):
        self.answer("metadata-token", "text/plain", 200 if self.path == "/latest/api/token" else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlparse(self.path).path
        if path in ("/client/register", "/device_authorization", "/token"):
            return self.oidc(path, json.loads(body))
        form = {k: v[0] for k, v in parse_qs(body.decode()).items()}
        if form.get("Action") == "AssumeRole":
            return self.assume_role(form)
        if not self.is_known():
            return self.answer('{"__type":"ExpiredTokenException","message":"who is this"}', "application/x-amz-json-1.0", 403)
        self.rfile = __import__("io").BytesIO(body)
        super().do_POST()

    def setup(self):
        super().setup()
        self.wire = self.rfile

    def handle_one_request(self):
        self.rfile = self.wire
        super().handle_one_request()

    def is_known(self):
        return any(f"Credential={key}/" in self.headers.get("Authorization", "") for key in ("ASIASSO", "ASIAMFA"))

    def oidc(self, path, body):
        server = self.server
        server.calls[path] += 1
        if path == "/client/register":
            return self.answer(json.dumps({"clientId": "client", "clientSecret": "client-secret",
                                           "clientSecretExpiresAt": int(time.time()) + 90 * 86400}))
        if body.get("clientSecret") != "client-secret":
            return self.answer('{"error":"invalid_client"}', status=401)
        if path == "/device_authorization":
            server.device = "pending"
            return self.answer(json.dumps({
                "deviceCode": "device-secret", "userCode": "WXYZ-1234", "verificationUri": f"{server.url}/verify",
                "verificationUriComplete": f"{server.url}/verify?user_code=WXYZ-1234", "expiresIn": 600, "interval": 1}))
        if server.device in REFUSALS:
            return self.answer(json.dumps({"error": REFUSALS[server.device]}), status=400)
        server.token = "access-token-secret"
        self.answer(json.dumps({"accessToken": server.token, "tokenType": "Bearer", "expiresIn": 28800, "refreshToken": "refresh-secret"}))

    def assume_role(self, form):
        self.server.calls["AssumeRole"] += 1
        if form.get("SerialNumber") and form.get("TokenCode") != CODE:
            return self.answer(
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with "
                "invalid MFA one time pass code. </Message></Error><RequestId>r-1</RequestId></ErrorResponse>", "text/xml", 403)
        until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
        self.answer(
            "<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId>"
            "<Arn>arn:aws:sts::123456789012:assumed-role/ops/s</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAMFA</AccessKeyId>"
            "<SecretAccessKey>mfa-secret</SecretAccessKey><SessionToken>mfa-session</SessionToken>"
            f"<Expiration>{until}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>", "text/xml")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--region", default="", help="what instance metadata says; nothing by default")
    args = parser.parse_args()
    server = far_end.FarEnd(5, 5)
    server.RequestHandlerClass = Handler
    server.device, server.token, server.region = "pending", None, args.region
    print(server.url, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
