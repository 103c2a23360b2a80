"""``dev/test``: every test on every Odoo found, and one line at the end.

Without an argument everything runs: Odoo's own runner, then the modules of
``tests/external`` against running servers. An argument names a part:

    dev/test TestPolicy              a class
    dev/test TestPolicy.test_x       a method
    dev/test test_policy             a file
    dev/test /odoo_mcp:TestPolicy    Odoo's own syntax, anything with "/" or ":"
    dev/test clients                 tests/external/clients.py
    dev/test package                 the zip of dev/package: install, upgrade, remove
    dev/test scripts                 dev/tests: the scripts themselves
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from . import children, external, installing, programs, selftest, templates
from .counts import Count, of_odoo
from .databases import Databases
from .instance import ALARM, Instance
from .odoo import SERIES, Odoo, find
from .paths import ROOT, fixture_names
from .ports import free_port
from .postgres import Address, postgres
from .say import say

SHOWN = 20


def main() -> int:
    given = _arguments()
    if given.part == selftest.NAME:
        return _report(selftest.run(), {})
    children.end_with_us()
    programs.ensure()
    wanted = SERIES if given.odoo == "all" else (given.odoo,)
    found = {series: find(series) for series in wanted}
    odoos = [odoo for odoo in found.values() if odoo]
    total = Count() if given.part else selftest.run()
    try:
        with postgres() as address:
            Databases(address).sweep(templates.CLONES, "odoo_mcp_package_")
            total += _all(odoos, address, given.part)
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    return _report(total, found)


def _arguments() -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("dev/test", None, __doc__, formatter_class=raw)
    parser.add_argument("part", nargs="?", help="a class, file, tag or external module")
    parser.add_argument("--odoo", choices=(*SERIES, "all"), default="all")
    return parser.parse_args()


def _all(odoos: list[Odoo], address: Address, part: str | None) -> Count:
    """Each Odoo's tests; side by side where there are processors for it."""
    width = max(1, min(len(odoos), (os.cpu_count() or 1)))
    with ThreadPoolExecutor(width) as pool:
        jobs = [pool.submit(_one, odoo, address, part) for odoo in odoos]
        return sum((job.result() for job in jobs), Count())


def _one(odoo: Odoo, address: Address, part: str | None) -> Count:
    count = Count()
    if part not in (installing.NAME, *external.names()):
        with templates.cloned(odoo, address) as name:
            count += _odoo_tests(
                Instance(odoo, address, name, with_fixtures=True), part
            )
    if part is None or part in external.names():
        with templates.cloned(odoo, address) as name:
            count += external.run(odoo, address, name, part)
    if part in (None, installing.NAME):
        count += installing.run(odoo, address)
    return count


def _odoo_tests(instance: Instance, part: str | None) -> Count:
    series = instance.odoo.series
    say(f"Odoo {series}: tests {_tags(part)} …")
    code = instance.run(
        "--test-tags",
        _tags(part),
        "--stop-after-init",
        f"--http-port={free_port()}",
    )
    text = instance.log.read_text(errors="replace")
    count = of_odoo(text, code)
    if count.failed:
        _show(ALARM.findall(text) or [text[-4000:]], instance)
    say(f"Odoo {series}: {count}")
    return count


def _tags(part: str | None) -> str:
    """Odoo's ``--test-tags`` for what the caller named."""
    if not part:
        return ",".join(f"/{name}" for name in ("odoo_mcp", *fixture_names()))
    if "/" in part or ":" in part:
        return part
    if (ROOT / "tests" / f"{part.removesuffix('.py')}.py").exists():
        return f"/odoo_mcp/tests/{part.removesuffix('.py')}.py"
    return f"/odoo_mcp:{part}" if part[:1].isupper() else f"{part}/odoo_mcp"


def _show(alarms: list[str], instance: Instance) -> None:
    for alarm in alarms[:SHOWN]:
        print(alarm[:3000])
    print(f"the whole log: {instance.log}", flush=True)


def _report(total: Count, found: dict[str, Odoo | None]) -> int:
    ran = [series for series, odoo in found.items() if odoo]
    absent = [series for series, odoo in found.items() if not odoo]
    for reason in sorted(set(total.reasons)):
        print(f"skipped: {reason.removeprefix('skipped: ')}")
    print(f"Odoo that ran: {', '.join(ran) or 'none'}")
    print(f"Odoo not found: {', '.join(absent) or 'none'}")
    sys.stdout.flush()
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0
