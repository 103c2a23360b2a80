"""``dev/lint``: ruff, the checks of pylint-odoo, and prettier for XML.

``dev/lint --fix`` rewrites what ruff and prettier can put right.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from . import node, options
from .environment import FOLDER, PYTHON
from .paths import ROOT, addons_folder
from .say import say

PYLINT = (
    "--load-plugins=pylint_odoo",
    "--disable=all",
    "--enable=odoolint,unused-import,undefined-variable,unreachable",
    # a version of one series, a README in another form, names of authors, folders for
    # wizards, "_(…) % values"
    "--disable=C8101,C8103,C8106,C8112,C8113,W8113,W8161,W8301,missing-readme",
    # "except: pass" and "search([])" are choices; "super" of a method without a result
    "--disable=except-pass,no-search-all,missing-return",
    "--score=no",
)
PARTS = ("models", "services", "controllers", "tools", "__manifest__.py")
PRETTIER = ("prettier@3", "@prettier/plugin-xml@3")
XML_STYLE = ("--print-width=88", "--tab-width=4", "--xml-whitespace-sensitivity=strict")
XML_FOLDERS = ("data", "security", "tests", "views")


def main() -> int:
    parser = options.parser("lint", __doc__)
    parser.add_argument("--fix", action="store_true", help="put right what can be")
    fix = parser.parse_args().fix
    results = [_ruff("check", fix), _ruff("format", fix), _pylint(), _xml(fix)]
    return max(results)


def _ruff(command: str, fix: bool) -> int:
    options = {"check": ["--fix"] if fix else [], "format": [] if fix else ["--check"]}
    return _check("ruff", command, FOLDER / "bin/ruff", command, *options[command], ".")


def _pylint() -> int:
    addon = addons_folder() / "odoo_mcp"
    folders = [addon / part for part in PARTS]
    command = [PYTHON, "-m", "pylint", *PYLINT]
    # a test's own read() and write() are not those of a model, nobody reads its texts
    tests = ["--disable=method-required-super,translation-required", addon / "tests"]
    both = {"odoo": folders, "odoo, tests": tests}
    # each keeps one processor busy
    with ThreadPoolExecutor(len(both)) as pool:
        running = [
            pool.submit(_check, "pylint", what, *command, *these)
            for what, these in both.items()
        ]
        return max(work.result() for work in running)


def _xml(fix: bool) -> int:
    files = [path for name in XML_FOLDERS for path in (ROOT / name).rglob("*.xml")]
    folder = node.packages("prettier", *PRETTIER)
    if not folder:
        say("prettier: skipped, there is no Node here")
        return 0
    modules = folder / "node_modules"
    plugin = modules / "@prettier/plugin-xml/src/plugin.js"
    options = ["--write" if fix else "--check", f"--plugin={plugin}", *XML_STYLE]
    program = [node.environment()["NODE"], modules / "prettier/bin/prettier.cjs"]
    return _check("prettier", "XML", *program, *options, "--log-level=warn", *files)


def _check(name: str, what: str, *command: Any) -> int:
    words: Sequence[str] = [str(part) for part in command]
    code = subprocess.run(words, cwd=Path(ROOT)).returncode
    say(f"{name} {what}: {'passed' if not code else 'FAILED'}")
    return code
