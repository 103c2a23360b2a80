"""The official conformance suite, every scored scenario of two revisions.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. In prefork mode
no worker may be held, so what needs a stream that stays open is not offered there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from _npm import installed

MODE = "both"

PACKAGES = ("@modelcontextprotocol/conformance@0.2.0-alpha.12", "undici@7")
SCORED = {"2026-07-28": 37, "2025-11-25": 30}
RESULT = re.compile(r"^([✓✗]) ([\w-]+): \d+ passed, \d+ failed$", re.M)
NOT_SCORED = re.compile(r"^  [✓✗] ([\w-]+) \(", re.M)
# in prefork mode: what asks the client, or tells it something, while no call waits
HELD_STREAM = "the server speaks on a stream of its own, and two workers hold none"
NOT_IN_PREFORK = {
    "2026-07-28": set(),
    "2025-11-25": {
        "elicitation-sep1034-defaults",
        "elicitation-sep1330-enums",
        "logging-set-level",
        "resources-subscribe",
        "resources-unsubscribe",
        "tools-call-elicitation",
        "tools-call-sampling",
        "tools-call-with-logging",
    },
}


def main() -> int:
    if not os.environ.get("NPM"):
        print("skipped: conformance: there is no Node here")
        print(f"0 passed, 0 failed, {sum(SCORED.values())} skipped")
        return 0
    folder = install()
    passed, failed, skipped = 0, 0, 0
    for revision in SCORED:
        good, bad, left = judge(revision, run(folder, revision))
        passed, failed, skipped = passed + good, failed + bad, skipped + left
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0)


def install() -> Path:
    """The folder with the suite; the module that adds the key lies beside it."""
    folder = installed("conformance", *PACKAGES)
    shutil.copy(Path(__file__).with_name("authorize.mjs"), folder)
    return folder


def run(folder: Path, revision: str) -> str:
    """What the suite says about the scenarios that ``revision`` requires."""
    command = [os.environ["NODE"], "--import", "./authorize.mjs"]
    command += ["node_modules/.bin/conformance", "server", "--requirements", revision]
    command += ["--url", os.environ["URL"] + "?toolsets=conformance"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr


def judge(revision: str, text: str) -> tuple[int, int, int]:
    """How many scored scenarios passed, failed, and could not run in this mode.

    A scenario that did not run at all counts as failed.
    """
    results = {name: mark == "✓" for mark, name in RESULT.findall(text)}
    for name in NOT_SCORED.findall(text):
        results.pop(name, None)
    prefork = os.environ["ODOO_MODE"] == "prefork"
    excused = NOT_IN_PREFORK[revision] if prefork else set()
    bad = sorted(n for n, good in results.items() if not good and n not in excused)
    left = sorted(n for n, good in results.items() if not good and n in excused)
    for name in left:
        print(f"skipped: {revision} {name}: {HELD_STREAM}")
    missing = SCORED[revision] - len(results)
    if bad or missing:
        print(text[-6000:], f"{revision}: failed {bad}, did not run: {missing}")
    return sum(results.values()), len(bad) + missing, len(left)


if __name__ == "__main__":
    sys.exit(main())
