"""Tests that talk to a running server from outside: ``tests/external/*.py``.

Each is a Python module that runs on its own and gets, as environment variables,

    URL           of the MCP endpoint, e.g. http://127.0.0.1:8069/mcp/v1
    KEY           a trusted bearer key of the administrator
    ODOO_SERIES   18.0 or 19.0
    ODOO_MODE     threaded or prefork
    ODOO_CACHE    a folder that outlives the run, e.g. for packages
    NODE, NPM     programs (Node 22 or newer); unset when there are none
    TLS_FILE      the server trusts the certificate that a module writes there, and
                  reads documents from addresses of this machine
    FIXTURES      the server's own copy of tests/addons

Its last line is ``N passed, N failed`` or ``N passed, N failed, N skipped``, and a
line ``skipped: …`` before it gives each reason. It exits non-zero on failure. A line
``MODE = "prefork"`` in it asks for a server of two processes, ``MODE = "both"`` for
either in turn; otherwise the server is threaded. With ``DATABASES = 2`` in it, the
server has two databases, which hold the same, and it also gets

    DATABASE, SECOND_DATABASE   their names; KEY is a key of the first
    SECOND_KEY                  a key of the second

With ``PROXY_MODE = True`` in it, the server believes the headers of a proxy; it comes
last on the server of two processes, and has a threaded one of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from . import children, node, templates
from .counts import Count, of_module
from .environment import PYTHON
from .instance import Instance
from .keys import fresh_key
from .odoo import Odoo
from .paths import ROOT, cache, fixtures
from .ports import free_port
from .postgres import Address
from .say import say
from .server import serving

FOLDER = ROOT / "tests" / "external"
MODE = re.compile(r'^MODE = "(threaded|prefork|both)"$', re.M)
TWO = re.compile(r"^DATABASES = 2$", re.M)
PROXIED = re.compile(r"^PROXY_MODE = True$", re.M)
BELIEVES = {"proxy_mode": True}
WORKERS = {"threaded": 0, "prefork": 2}
SECONDS = 900


def names() -> list[str]:
    found = FOLDER.glob("[!_]*.py") if FOLDER.is_dir() else ()
    return sorted(path.stem for path in found)


def run(odoo: Odoo, address: Address, database: str, part: str | None) -> Count:
    """Run the modules, or the one called ``part``, on a database that is theirs."""
    chosen = [FOLDER / f"{name}.py" for name in names() if part in (None, name)]
    count = Count()
    with _own_fixtures() as folder:
        for mode in WORKERS:
            modules = [path for path in chosen if _mode(path) in (mode, "both")]
            instance = _instance(odoo, address, database, mode)
            count += _in_mode(replace(instance, fixtures=folder), modules)
    return count


@contextmanager
def _own_fixtures() -> Iterator[Path]:
    """A copy of the fixtures: modules change files of it, and runs are side by side."""
    with tempfile.TemporaryDirectory() as folder:
        without = shutil.ignore_patterns("__pycache__")
        copy = Path(folder, "addons")
        yield shutil.copytree(fixtures(), copy, ignore=without)


def _in_mode(instance: Instance, modules: list[Path]) -> Count:
    count = Count()
    two = [path for path in modules if _says(TWO, path)]
    proxied = [path for path in modules if _says(PROXIED, path)]
    alone = [path for path in modules if path not in (*two, *proxied)]
    if proxied and instance.options["workers"]:
        # a start less: they come last, and the others send no headers of a proxy
        alone, proxied = [*alone, *proxied], []
        instance = replace(instance, options=instance.options | BELIEVES)
    if alone:
        count += _on_one(instance, alone)
    if proxied:
        # what they leave as the address of the database is not that of the server
        with _other(instance, "proxied") as other:
            count += _on_one(replace(other, options=other.options | BELIEVES), proxied)
    if two:
        with _other(instance, "second") as second:
            count += _on_both(instance, second, two)
    return count


@contextmanager
def _other(instance: Instance, kind: str) -> Iterator[Instance]:
    """The same server on a database of its own."""
    with templates.cloned(instance.odoo, instance.address, kind) as database:
        yield replace(instance, database=database)


def _instance(odoo: Odoo, address: Address, database: str, mode: str) -> Instance:
    options = {
        "workers": WORKERS[mode],
        "server_wide_modules": odoo.wide_modules,
        "gevent_port": free_port(),
        "mcp_allow_private_urls": True,
    }
    trusted = {"SSL_CERT_FILE": str(cache("external") / f"{database}.pem")}
    return Instance(odoo, address, database, options, variables=trusted)


def _on_one(instance: Instance, modules: list[Path]) -> Count:
    return _on_server(instance, modules, {"KEY": fresh_key(instance)})


def _on_both(first: Instance, second: Instance, modules: list[Path]) -> Count:
    known = {
        "DATABASE": first.database,
        "SECOND_DATABASE": second.database,
        "KEY": fresh_key(first),
        "SECOND_KEY": fresh_key(second),
    }
    names = f"{first.database},{second.database}"
    both = replace(first, options={**first.options, "db_name": names})
    return _on_server(both, modules, known)


def _on_server(instance: Instance, modules: list[Path], known: dict[str, str]) -> Count:
    """Run ``modules`` on one server; ``known`` is what they get besides its URL."""
    port, count = free_port(), Count()
    known |= {
        "URL": f"http://127.0.0.1:{port}/mcp/v1",
        "ODOO_SERIES": instance.odoo.series,
        "ODOO_MODE": "prefork" if instance.options["workers"] else "threaded",
        "ODOO_CACHE": str(cache("external")),
        "TLS_FILE": instance.variables["SSL_CERT_FILE"],
        "FIXTURES": str(instance.fixtures),
        **node.environment(),
    }
    try:
        with serving(instance, port):
            for module in modules:
                count += _module(module, {**os.environ, **known})
    except SystemExit as error:
        print(error, flush=True)
        count += Count(failed=1).under(f"Odoo {instance.odoo.series}: its server")
    finally:
        Path(known["TLS_FILE"]).unlink(missing_ok=True)
    return count


def _says(what: re.Pattern[str], module: Path) -> bool:
    return bool(what.search(module.read_text()))


def _mode(module: Path) -> str:
    found = MODE.search(module.read_text())
    return found[1] if found else "threaded"


def _module(module: Path, environment: dict[str, str]) -> Count:
    title = f"Odoo {environment['ODOO_SERIES']}, {environment['ODOO_MODE']}: "
    title += module.stem
    say(f"{title} …")
    output, errors, code = _result([str(PYTHON), str(module)], environment)
    count = of_module(output, code)
    if count.failed:
        print(output[-8000:] + errors[-4000:], flush=True)
    say(f"{title}: {count}")
    return count.under(title)


def _result(command: list[str], environment: dict[str, str]) -> tuple[str, str, int]:
    """Output, errors and exit code of a module that has its time."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = children.start(command, env=environment, **pipes)
    try:
        return *process.communicate(timeout=SECONDS), process.returncode
    except subprocess.TimeoutExpired:
        return "", f"no end after {SECONDS} s", 1
    finally:
        children.ended(process)
