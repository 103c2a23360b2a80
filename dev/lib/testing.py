"""``dev/test``: every test on every Odoo found, and one line at the end.

Without an argument everything runs: Odoo's own runner, then the modules of
``tests/external`` against running servers. An argument names a part:

    dev/test TestPolicy              a class
    dev/test TestPolicy.test_x       a method
    dev/test test_policy             a file
    dev/test business                what needs a database with applications
    dev/test oca                     what needs OCA's addons besides
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
from pathlib import Path

from . import (
    children,
    external,
    installing,
    oca,
    options,
    parts,
    programs,
    selftest,
    templates,
)
from .counts import FAILED, Count, of_odoo, ran_in
from .databases import Databases
from .instance import ALARM, Instance
from .odoo import SERIES, Odoo, find
from .paths import fixtures
from .ports import free_port
from .postgres import Address, postgres
from .say import say

SHOWN = 20
TEMPLATES = {
    parts.PLAIN: templates.tested,
    parts.BUSINESS: templates.business,
    # the addon is installed beside OCA's, in the process that runs the tests
    parts.OCA: templates.applications,
}


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
    parser = options.parser("test", __doc__)
    parser.add_argument("part", nargs="?", help="all unless one is named")
    parser.add_argument(
        "--odoo", choices=(*SERIES, "all"), default="all", help="series"
    )
    return parser.parse_args()


def _all(odoos: list[Odoo], address: Address, part: str | None) -> Count:
    """The tests of each Odoo; side by side where there are processors for it."""
    jobs = [(work, odoo) for work in (_plain, _business, _oca) for odoo in odoos]
    with ThreadPoolExecutor(max(1, min(len(jobs), os.cpu_count() or 1))) as pool:
        running = [pool.submit(work, odoo, address, part) for work, odoo in jobs]
        return sum((job.result() for job in running), Count())


def _plain(odoo: Odoo, address: Address, part: str | None) -> Count:
    count = Count()
    if part not in (installing.NAME, *external.names()):
        count += _odoo_tests(odoo, address, part, parts.PLAIN, fixtures())
    if part is None or part in external.names():
        with templates.cloned(odoo, address) as name:
            count += external.run(odoo, address, name, part)
    if part in (None, installing.NAME):
        count += installing.run(odoo, address)
    return count


def _business(odoo: Odoo, address: Address, part: str | None) -> Count:
    return _odoo_tests(odoo, address, part, parts.BUSINESS)


def _oca(odoo: Odoo, address: Address, part: str | None) -> Count:
    if not parts.tags(part, parts.OCA):
        return Count()
    try:
        addons = oca.folder(odoo)
    except oca.Unavailable as error:
        reason = f"OCA's addons for {odoo.series} cannot be fetched: {error}"
        return Count(skipped=1, reasons=[reason])
    install = ("-i", ",".join([parts.ADDON, *oca.names(odoo)]))
    return _odoo_tests(odoo, address, part, parts.OCA, addons, install)


def _odoo_tests(
    odoo: Odoo,
    address: Address,
    part: str | None,
    kind: str,
    addons: Path | None = None,
    arguments: tuple[str, ...] = (),
) -> Count:
    """Odoo's own runner, in a database of the ``kind``; nothing when nothing is there.

    Args:
        addons: a folder of more addons.
        arguments: more of Odoo's.
    """
    tags = parts.tags(part, kind)
    if not tags:
        return Count()
    with templates.cloned(odoo, address, kind, TEMPLATES[kind]) as name:
        instance = Instance(odoo, address, name, fixtures=addons)
        say(f"Odoo {odoo.series}, {kind}: tests {tags} …")
        more = ("--stop-after-init", f"--http-port={free_port()}", *arguments)
        code = instance.run("--test-tags", tags, *more)
        return _counted(instance, kind, code)


def _counted(instance: Instance, kind: str, code: int) -> Count:
    text = instance.log.read_text(errors="replace")
    count = of_odoo(text, code)
    if not code and not ran_in(text):
        say(f"Odoo {instance.odoo.series}, {kind}: no test is called so")
    elif count.failed:
        _show(ALARM.findall(text) or [text[-4000:]], instance)
    title = f"Odoo {instance.odoo.series}, {kind}"
    say(f"{title}: {count}")
    return count.under(title)


def _show(alarms: list[str], instance: Instance) -> None:
    # what a test made Odoo complain of is rarely what failed
    for alarm in sorted(alarms, key=lambda text: not FAILED.match(text))[:SHOWN]:
        print(alarm[:3000])
    print(f"the whole log: {instance.log}", flush=True)


def _report(total: Count, found: dict[str, Odoo | None]) -> int:
    ran = [series for series, odoo in found.items() if odoo]
    absent = [series for series, odoo in found.items() if not odoo]
    for reason in sorted(set(total.reasons)):
        print(f"skipped: {reason.removeprefix('skipped: ')}")
    for failure in total.failures:
        print(f"failed: {failure}")
    print(f"Odoo that ran: {', '.join(ran) or 'none'}")
    print(f"Odoo not found: {', '.join(absent) or 'none'}")
    sys.stdout.flush()
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0
