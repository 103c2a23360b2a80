"""The official conformance suite's scenarios of authorization servers.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. The suite asks
for the metadata, prints the address of the authorization endpoint, and waits for the
code at a listener of its own; a person logs in and allows it. It knows a public client
alone: where ``none`` is among the ways of the token endpoint, it sends no secret.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys

import requests
from _calls import SECONDS, URL, run
from _oauth import BASE, Person, person
from conformance import install

MODE = "both"

REVISIONS = ("2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28")
SCENARIOS = {"authorization-server-metadata-endpoint", "authorization-code-grant"}
SUMMARY = re.compile(r"^✓ ([\w-]+): (\d+) passed, 0 failed$", re.M)


def scenarios(revision: str, who: Person) -> str:
    """What the suite says, with the person doing what it asks for."""
    port = free_port()
    command = [os.environ["NODE"], "node_modules/.bin/conformance", "authorization"]
    command += ["--url", BASE, "--resource", URL, "--spec-version", revision]
    command += ["--client-id", registered(port), "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    said = []
    with subprocess.Popen(command, cwd=install(), **pipes) as suite:
        for line in suite.stdout:
            said.append(line)
            if line.startswith(f"{BASE}/mcp/oauth/authorize?"):
                requests.get(who.answer(line.strip()), timeout=SECONDS)
    return "".join(said)


def registered(port: int) -> str:
    uri = f"http://127.0.0.1:{port}/callback"
    body = {"client_name": "Conformance", "redirect_uris": [uri]}
    answer = requests.post(f"{BASE}/mcp/oauth/register", json=body, timeout=SECONDS)
    return answer.json()["client_id"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def of(revision: str):
    async def check() -> None:
        text = scenarios(revision, await person())
        found = dict(SUMMARY.findall(text))
        # a scenario that was skipped passes with nothing looked at
        assert set(found) == SCENARIOS and "0" not in found.values(), text

    check.__name__ = f"authorization_server_{revision}"
    return check


def main() -> int:
    if not os.environ.get("NPM"):
        print("skipped: conformance, authorization server: there is no Node here")
        print(f"0 passed, 0 failed, {len(REVISIONS)} skipped")
        return 0
    return run([of(revision) for revision in REVISIONS])


if __name__ == "__main__":
    sys.exit(main())
