"""``dev/test``: every test on every Odoo found, one line at the end."""

from __future__ import annotations

import argparse
import re
import subprocess
from dataclasses import dataclass, field

from .odoo import SERIES, Odoo, find
from .paths import ROOT, cache
from .postgres import Postgres
from .say import say, step

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIP = re.compile(r"INFO \S+ \S+: skipped (\S+ .*)$|: skipped .*?: (.+)$", re.M)
PORTS = {"18.0": 8518, "19.0": 8519}


@dataclass
class Count:
    """What ran: passed, failed, and why the rest did not."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def main() -> int:
    arguments = _arguments()
    wanted = SERIES if arguments.odoo == "all" else (arguments.odoo,)
    odoos = {series: find(series) for series in wanted}
    postgres, total = Postgres(), Count()
    try:
        for series, odoo in odoos.items():
            if odoo is None:
                say(f"Odoo {series}: not found, its tests did not run")
                continue
            total.add(_series(odoo, postgres, arguments.tags))
    finally:
        postgres.stop()
    ran = ", ".join(s for s, o in odoos.items() if o) or "none"
    print(
        f"Odoo: {ran}; not found: {', '.join(s for s in odoos if not odoos[s]) or '-'}"
    )
    for reason in total.skipped:
        print(f"skipped: {reason}")
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev/test", description=__doc__)
    parser.add_argument("tags", nargs="?", help="e.g. TestPolicy, or /odoo_mcp:TestSql")
    parser.add_argument("--odoo", choices=(*SERIES, "all"), default="all")
    return parser.parse_args()


def _series(odoo: Odoo, postgres: Postgres, tags: str | None) -> Count:
    database = f"odoo_mcp_test_{odoo.series.replace('.', '')}"
    postgres.clone(odoo.template(postgres), database)
    with step(f"Odoo {odoo.series}: tests"):
        count = _odoo_tests(odoo, postgres, database, tags)
    say(f"Odoo {odoo.series}: {count}")
    return count


def _odoo_tests(
    odoo: Odoo, postgres: Postgres, database: str, tags: str | None
) -> Count:
    log = cache("logs") / f"test-{odoo.series}.log"
    command = odoo.command(
        postgres,
        database,
        *("-i", ",".join(["odoo_mcp", *_fixtures()])),
        *("--test-tags", _tags(tags), "--stop-after-init"),
        *(f"--http-port={PORTS[odoo.series]}", "--max-cron-threads=0"),
    )
    with log.open("w") as stream:
        done = subprocess.run(command, env=odoo.environ, stdout=stream, stderr=stream)
    return _count(log.read_text(errors="replace"), done.returncode, str(log))


def _count(text: str, code: int, log: str) -> Count:
    """Odoo's own figures; a crash, or a run of no test, is a failure."""
    found = [tuple(map(int, match)) for match in RESULT.findall(text)]
    failed = sum(f + e for f, e, _n in found)
    ran = sum(n for _f, _e, n in found)
    skipped = sorted({"".join(m) for m in SKIP.findall(text)})
    if failed or code or not ran:
        _show(text, log)
        failed = failed or 1
    return Count(max(ran - failed - len(skipped), 0), failed, skipped)


def _show(text: str, log: str) -> None:
    blocks = re.findall(
        r"^\d{4}-.*? (?:ERROR|CRITICAL) .*\n(?:(?!\d{4}-\d\d-\d\d ).*\n)*", text, re.M
    )
    for block in blocks[:20]:
        print(block[:3000])
    print(f"the whole log: {log}")


def _tags(tags: str | None) -> str:
    if not tags:
        return ",".join(f"/{name}" for name in ("odoo_mcp", *_fixtures()))
    return tags if tags.startswith("/") else f"/odoo_mcp:{tags}"


def _fixtures() -> list[str]:
    return sorted(p.parent.name for p in ROOT.glob("tests/addons/*/__manifest__.py"))
