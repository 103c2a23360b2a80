"""``dev/translate``: ``i18n``: the template as Odoo exports it, and the languages.

New terms come untranslated into each ``.po``, those that are gone leave it.
``dev/translate --check`` writes nothing, and fails when terms are new or gone.
"""

from __future__ import annotations

import base64
import re

import polib

from . import options, templates
from .instance import Instance
from .odoo import Odoo, find
from .paths import ROOT
from .postgres import postgres
from .say import say

SERIES = ("18.0", "19.0")
TEMPLATE = "odoo_mcp.pot"
WIDTH = 78
METADATA = {
    "Project-Id-Version": "odoo_mcp",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
EXPORT = """
import base64, io
from odoo.tools.translate import TranslationFileWriter, TranslationModuleReader
buffer = io.BytesIO()
terms = TranslationModuleReader(env.cr, modules=["odoo_mcp"])
TranslationFileWriter(buffer, fileformat="po", lang=None).write_rows(terms)
print("POT=" + base64.b64encode(buffer.getvalue()).decode())
"""


def main() -> int:
    parser = options.parser("translate", __doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    odoo = next(filter(None, map(find, SERIES)))
    known, terms = _file(TEMPLATE), _exported(odoo)
    changed = {e.msgid for e in known} ^ {e.msgid for e in terms}
    if check:
        for term in sorted(changed):
            say(f"new or gone: {term!r}")
        return int(bool(changed))
    terms.save(str(ROOT / "i18n" / TEMPLATE))
    for path in sorted((ROOT / "i18n").glob("*.po")):
        _update(path.name, terms)
    return 0


def _exported(odoo: Odoo) -> polib.POFile:
    """The terms of a database that has the addon as it is now."""
    with postgres() as address, templates.cloned(odoo, address, "terms") as name:
        said = Instance(odoo, address, name).script(EXPORT)
    text = base64.b64decode(re.search(r"POT=(\S+)", said)[1]).decode()
    found = polib.pofile(text, wrapwidth=WIDTH)
    # no dates: the same terms are the same file
    found.metadata, found.header = METADATA, "Exported by Odoo; see dev/translate."
    return found


def _update(name: str, terms: polib.POFile) -> None:
    translated = _file(name)
    translated.merge(terms)
    for entry in translated.obsolete_entries():
        translated.remove(entry)
    translated.save()
    missing = len(translated.untranslated_entries())
    say(f"{name}: {len(terms) - missing} of {len(terms)} terms are translated")


def _file(name: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "i18n" / name), wrapwidth=WIDTH)
