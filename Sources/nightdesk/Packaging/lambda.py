"""Packs the program for AWS Lambda: a zip for the runtime provided.al2023 that carries its own loader and libraries.

lambda.py PROGRAM ZIP [CONFIGURATION]

The program was built against this machine's C library, which may be newer than Lambda's. So `bootstrap` starts it with the loader of this
machine, and everything that it links or opens comes along. Standard library only; the same input makes the same bytes.
"""
import os, re, subprocess, sys, zipfile

# Opened at the first use, so that ldd does not name them.
OPENED_LATE = ("libcurl.so.4", "libpq.so.5")
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
BOOTSTRAP = """#!/bin/sh
# One pass of the engine for each invocation; see docs/escalations.md.
root="${LAMBDA_TASK_ROOT:-$(cd "$(dirname "$0")" && pwd)}"
export NIGHTDESK_CONFIG="${NIGHTDESK_CONFIG:-$root/config.yaml}"
export HOME="${HOME:-/tmp}" LC_ALL=C.UTF-8 SWIFT_BACKTRACE=enable=no
if [ -e "$root/ca-certificates.crt" ]; then
  export AWS_CA_BUNDLE="${AWS_CA_BUNDLE:-$root/ca-certificates.crt}" SMTP_CA_BUNDLE="${SMTP_CA_BUNDLE:-$root/ca-certificates.crt}"
fi
exec "$root/lib/LOADER" --library-path "$root/lib" "$root/bin/nightdesk" engine run --json
"""
# The environment names of a deployment (REQUEST_QUEUE, DB_HOST ...) win over what stands here.
CONFIGURATION = """default_context: lambda
contexts:
  lambda:
    escalations: {source: embedded, store: postgres}
"""


def linked(path):
    """What the loader would load for `path`: name to file. The loader itself is listed by its path."""
    answer = subprocess.run(["ldd", path], capture_output=True, text=True, check=True).stdout
    if "not found" in answer:
        sys.exit(f"lambda: {path} needs a library that is not installed:\n{answer}")
    found = dict(re.findall(r"^\s*(\S+) => (/\S+)", answer, re.M))
    loader = re.search(r"^\s*(/\S*ld-linux\S*)", answer, re.M)
    return found, loader.group(1) if loader else None


def find(name):
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    match = re.search(rf"^\s*{re.escape(name)} .*=> (/\S+)", listing, re.M)
    return match.group(1) if match else None


def main():
    program, target = sys.argv[1:3]
    configuration = open(sys.argv[3]).read() if len(sys.argv) > 3 else CONFIGURATION
    libraries, loader = linked(program)
    if loader is None:
        sys.exit(f"lambda: {program} names no loader; is it a program of this machine?")
    for name in OPENED_LATE:
        path = find(name)
        if path is None:
            sys.exit(f"lambda: {name} is not installed here, so the function would lack it")
        libraries |= {name: path, **linked(path)[0]}
    loader_name = os.path.basename(loader)
    libraries.pop(loader_name, None)
    certificates = next((path for path in CERTIFICATES if os.path.exists(path)), None)
    if certificates is None:
        print("lambda: no certificates found here: set AWS_CA_BUNDLE and SMTP_CA_BUNDLE in the function", file=sys.stderr)

    os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        def add(name, data, mode):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
            file.writestr(entry, data)

        add("bootstrap", BOOTSTRAP.replace("LOADER", loader_name), 0o755)
        add("config.yaml", configuration, 0o644)
        if certificates:
            add("ca-certificates.crt", open(certificates, "rb").read(), 0o644)
        add("bin/nightdesk", open(program, "rb").read(), 0o755)
        add("lib/" + loader_name, open(loader, "rb").read(), 0o755)
        for name, path in sorted(libraries.items()):
            add("lib/" + name, open(path, "rb").read(), 0o644)
    unpacked = sum(entry.file_size for entry in zipfile.ZipFile(target).infolist())
    print(f"{target}: {os.path.getsize(target) / 1e6:.1f} MB, {unpacked / 1e6:.1f} MB unpacked, {len(libraries)} libraries")
    # Lambda's own limit, loader and configuration included.
    if unpacked > 250 << 20:
        sys.exit("lambda: more than the 250 MB that Lambda takes")


if __name__ == "__main__":
    main()
