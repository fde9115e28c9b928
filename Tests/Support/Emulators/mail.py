"""An SMTP server that prints each mail as a line of JSON. What it does with a recipient, the recipient's name says:

nobody@…  refused for good      busy@…    refused for now        full@…  the mail itself is refused for now
drop@…    the connection breaks after the mail was taken         hang@…  no answer after the mail was taken
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("--tls", nargs=2)
parser.add_argument("--password")
options = parser.parse_args()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("nobody@"):
            return "550 5.1.1 <" + address + "> no such user, call +385 91 234 5678"
        if address.startswith("busy@"):
            return "450 4.2.0 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        if recipient.startswith("full@"):
            return "452 4.3.1 disk full"
        parsed = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "raw": envelope.original_content.decode("latin-1"),
            "isEncrypted": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "subject": parsed["Subject"],
            "body": parsed.get_content(),
            "messageID": parsed["Message-ID"],
        }
        print(json.dumps(mail), flush=True)
        if recipient.startswith("drop@"):
            server.transport.abort()
            await asyncio.sleep(3600)
        if recipient.startswith("hang@"):
            await asyncio.sleep(3600)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"ops" and data.password == options.password.encode()
    return AuthResult(success=good, auth_data=data if good else None, handled=False)


def make():
    settings = {"decode_data": False, "enable_SMTPUTF8": False}
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.tls[1], options.tls[0])
        settings["tls_context"] = context
    if options.password:
        settings.update(authenticator=authenticate, auth_required=True, auth_require_tls=bool(options.tls))
    return SMTP(Handler(), **settings)


async def main():
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
