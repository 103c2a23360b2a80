"""A change set for people and models: a sentence, then old → new, by record.

shown(env, change)          a ``ChangeSet`` → ``Shown``, its data and its text
  ├─ _is_main, _says_nothing    records that are worth a look
  └─ _record                    one of them
       ├─ _changed              which of its fields
       └─ _pairs → _pair        old and new value of one field
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from odoo import api, models
from odoo.tools import html2plaintext

from ..compat.access import may_read_field
from ..orm import untrusted
from ..orm.moments import show_datetime
from ..orm.secret_fields import is_secret
from ..texts.link_tokens import without_tokens
from . import differing, followers, keyed, keyed_shown, limiting, shown_lines
from .kept_back import kept_back
from .led_to import addresses
from .lines import LOG_COLUMNS, ChangeSet, Line, in_turn
from .linked import with_links
from .outside import Outside

# Odoo's own bookkeeping beside what was asked for
NOISE = frozenset(("parent_path", "access_token", "message_main_attachment_id"))
NOISE_OF = {
    "mail.message": frozenset(
        "author_guest_id date email_add_signature email_from email_layout_xmlid "
        "is_internal message_id message_type model record_alias_domain_id "
        "record_company_id record_name reply_to res_id".split()
    ),
    "mcp.article": frozenset(("body_text",)),
}
# what makes a message one
SAYING = ("body", "subject", "partner_ids", "attachment_ids")
# neither the old value nor the new one
UNMARKED = (False, False)
Names = dict[tuple[str, int], str]
EMPTY: tuple[Any, ...] = (None, False, "", [], {})
# in the context: names of what the change deletes, which no record has any more
GONE = "mcp_gone"
ASIDE = (
    "ir.model.data",
    "mail.followers",
    "mail.tracking.value",
    "mail.notification",
    "mcp.article.version",
    "mcp.link",
)


@dataclass
class Shown:
    """What a call changed or would change.

    Attributes:
        summary: one sentence: verb, count, model.
        records: ``{model, id, name, change, fields: {name: [old, new]}}``; ``id`` is
            None of what a preview would create. Where there are more fields than are
            shown, ``more_fields`` has their names.
        counts: how many records, by ``"create stock.move"``.
        irreversible: sentences.
        stopped_at: what would have left Odoo; what comes after it may be missing.
    """

    summary: str
    records: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    irreversible: list[str] = field(default_factory=list)
    stopped_at: list[str] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """As JSON: the half of an answer that is data."""
        data = {
            "summary": self.summary,
            "records": self.records,
            "counts": self.counts,
            "irreversible": self.irreversible,
        }
        if self.stopped_at:
            data |= {"partial": True, "stopped_at": self.stopped_at}
        return data

    def as_preview(self) -> Shown:
        """Itself, without ids of created records: the call will give them others."""
        for record in self.records:
            if record["change"] == "create":
                record["id"] = None
        return self

    @property
    def text(self) -> str:
        """As lines: a record, its fields below it, then how many more there are."""
        lines = [self.summary, *shown_lines.lines(self.records)]
        if rest := self._not_shown():
            said = (f"{n} × {k}" if n > 1 else k for k, n in rest.items())
            lines.append("and " + ", ".join(said))
        if self.stopped_at:
            lines.append("! partial: held back " + "; ".join(self.stopped_at))
        return "\n".join([*lines, *self.warnings])

    def _not_shown(self) -> Counter[str]:
        """``counts`` less the records that stand above."""
        shown = Counter(f"{r['change']} {r['model']}" for r in self.records)
        return Counter(self.counts) - shown

    @property
    def warnings(self) -> list[str]:
        """The lines about what no undo takes back."""
        return [f"! {note}" for note in self.irreversible]


def shown(
    env: api.Environment,
    change: ChangeSet,
    summary: str = "",
    *,
    fence: bool = True,
    own: bool = True,
    back: bool = False,
    named: bool = True,
    limits: limiting.Limits = limiting.SHORT,
) -> Shown:
    """Word ``change`` for the caller of ``env``: only values that he may read.

    Args:
        summary: the sentence at the beginning; else one is made of the counts.
        fence: whether it is for a model: what outsiders wrote is marked, or hidden.
        own: whether the caller himself made the change.
        back: whether it is that of an undo.
        named: records have names, though the caller may not read what else they hold.
        limits: how much of it is told.
    """
    counts = Counter(
        f"{line.kind} {line.model}" for line in change.lines if line.kind != "row"
    )
    lines = [line for line in in_turn(change.lines) if _is_main(env, line)]
    lines = with_links(env, lines)
    # a note alone is what was asked for
    main = [line for line in lines if not _says_nothing(line)] or lines
    main = main[: limits.records]
    hidden = kept_back(env, main, own=own)
    outside = Outside(change.lines, back=back) if fence else None
    names = _gone(env, lines) if named else {}
    gone = env(context={**env.context, GONE: names, limiting.KEY: limits})
    told = [_record(gone, line, outside, hidden, named) for line in main]
    return Shown(
        summary or _summary(counts),
        told + followers.records(env, change.lines, alone=not told),
        dict(counts),
        [*change.irreversible, *_outside(env, change.lines)],
    )


def _gone(env: api.Environment, lines: list[Line]) -> Names:
    """By model and id, how what was deleted was called."""
    return {
        (line.model, line.res_id): name
        for line in lines
        if line.kind == "unlink" and (name := _name(env[line.model], line))
    }


def _summary(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {n}" for kind, n in counts.items()) or "nothing"


def _outside(env: api.Environment, lines: list[Line]) -> list[str]:
    """Sentences about what leaves the database with the change: mails, messages."""
    made = [line for line in lines if line.kind == "create"]
    texts = []
    if mails := sum(line.model == "mail.mail" for line in made):
        text = env._("E-mails sent: %s; no undo calls them back.")
        texts.append(text % mails)
    # without a number nothing is sent
    if short := sum(x.model == "sms.sms" and bool(x.after.get("number")) for x in made):
        text = env._("Text messages sent: %s; no undo calls them back.")
        texts.append(text % short)
    return texts


def _is_main(env: api.Environment, line: Line) -> bool:
    if line.kind == "row" or line.model in ASIDE or line.model not in env:
        return False
    # the file of a link that is used up
    if line.model == "ir.attachment" and _value_of(line, "res_model") in ASIDE:
        return False
    return env[line.model].has_access("read")


def _says_nothing(line: Line) -> bool:
    """Whether it is a message without words: a note of Odoo's own about a change."""
    if line.kind == "write" or line.model != "mail.message":
        return False
    if _value_of(line, "message_type") == "notification":
        return not _value_of(line, "partner_ids")
    return not any(_value_of(line, name) for name in SAYING)


def _record(
    env: api.Environment,
    line: Line,
    outside: Outside | None,
    hidden: set[tuple[str, int]],
    named: bool,
) -> dict[str, Any]:
    model, is_open = env[line.model], (line.model, line.res_id) not in hidden
    changed = _changed(model, line) if is_open else []
    most = limiting.of(env).fields
    if len(changed) > most:
        changed.sort(key=_as_on_forms(model))
    names, more = changed[:most], changed[most:]
    long = [n for n in names if untrusted.is_long(model._fields[n])]
    marked = outside.marked(model, line) if outside and long else UNMARKED
    fields = [
        _pairs(model, name, line, marked if name in long else UNMARKED)
        for name in names
    ]
    return {
        "model": line.model,
        "id": line.res_id,
        "name": _name(model, line) if named or is_open else "",
        "change": line.kind,
        "fields": {label: pair for pairs in fields for label, pair in pairs.items()},
        **({"more_fields": more} if more else {}),
    }


def _as_on_forms(model: models.BaseModel) -> Callable[[str], int]:
    """The order in which people see the fields of ``model``; others come after them."""
    seen = model.env["mcp.default.fields"]._names(model._name, "form")
    places = {name: place for place, name in enumerate(seen)}
    return lambda name: places.get(name, len(places))


def _changed(model: models.BaseModel, line: Line) -> list[str]:
    """The names of the fields that differ.

    Of created and deleted records only those that hold, or held, something.
    """
    names = [
        name
        for name in dict.fromkeys((*line.before, *line.after))
        if _is_shown(model, name) and line.before.get(name) != line.after.get(name)
    ]
    written = line.kind == "write"
    return [n for n in names if written or _value_of(line, n) not in EMPTY]


def _pairs(
    model: models.BaseModel, name: str, line: Line, marked: tuple[bool, bool]
) -> dict[str, list[Any]]:
    """Old and new, by the field's name and the language or company that they are of."""
    values, field_ = (line.before.get(name), line.after.get(name)), model._fields[name]
    found = keyed_shown.pairs(model.env, field_, *values, whole=line.kind != "write")
    return {
        f"{name}{label}": _pair(model, name, raw, marked)
        for label, raw in found.items()
    }


def _pair(
    model: models.BaseModel, name: str, raw: list[Any], marked: tuple[bool, bool]
) -> list[Any]:
    """Old and new value, readable.

    Where they read the same, such as another markup of one text, they are shown as
    they are stored; of files a beginning of the digest.
    """
    old, new = _readable(model, name, raw)
    if old == new:
        is_file = model._fields[name].type == "binary"
        most = limiting.of(model.env).value
        old, new = map(_summed, raw) if is_file else differing.cut(*raw, most)
    return [
        untrusted.fenced(model.env, value) if is_marked and value else value
        for value, is_marked in zip((old, new), marked, strict=True)
    ]


def _value_of(line: Line, name: str) -> Any:
    return line.after.get(name, line.before.get(name))


def _is_shown(model: models.BaseModel, name: str) -> bool:
    field_ = model._fields.get(name)
    return (
        field_ is not None
        and name not in LOG_COLUMNS
        and name not in NOISE
        and name not in NOISE_OF.get(model._name, ())
        and name != "id"
        and not is_secret(field_)
        and may_read_field(model, field_)
    )


def _name(model: models.BaseModel, line: Line) -> str:
    """The record's name; of a deleted one by its image."""
    if line.kind == "unlink":
        name = model._rec_name or "name"
        value = line.before.get(name)
        return keyed.visible(model.env, model._fields[name], value) if value else ""
    # sudo: a name only, as Odoo shows names of related records
    record = model.sudo().browse(line.res_id).exists()
    return record.display_name or "" if record else ""


def readable(model: models.BaseModel, name: str, value: Any) -> Any:
    """A stored value with names instead of ids; None where there is nothing."""
    return _readable(model, name, [value, value])[0]


def _readable(model: models.BaseModel, name: str, raw: list[Any]) -> list[Any]:
    """Old and new value; long ones from where they differ."""
    whole = [_whole(model, name, value) for value in raw]
    told = differing.cut(*whole, limiting.of(model.env).value)
    if model._fields[name].type == "html":
        both = zip(raw, told, strict=True)
        told = [_led(model.env, value, words) for value, words in both]
    return [without_tokens(x) if isinstance(x, str) else x for x in told]


def _whole(model: models.BaseModel, name: str, value: Any) -> Any:
    field_ = model._fields[name]
    if value in EMPTY and field_.type != "boolean":
        return None
    if field_.type == "many2one" and isinstance(value, int):
        # sudo: a name only, as Odoo shows names of related records
        return _names(model.env[field_.comodel_name], [value]) or value
    if field_.type == "many2many":
        return _names(model.env[field_.comodel_name], value)
    if field_.type == "binary":
        return "(file)"
    if isinstance(value, float):
        # without the noise of binary fractions
        return float(f"{value:.12g}")
    if field_.type == "html":
        return html2plaintext(str(value), include_references=False).strip()
    if field_.type == "datetime":
        return show_datetime(model.env, datetime.fromisoformat(value[:19]))
    return value


def _led(env: api.Environment, html: Any, words: str | None) -> str | None:
    """What it says, however it is set, and where it leads beside that."""
    if words is None:
        return None
    led_to = addresses(env, str(html), words)
    said = [words, f"[→ {', '.join(led_to)}]" if led_to else ""]
    return " ".join(filter(None, said)) or None


def _names(comodel: models.BaseModel, ids: list[int]) -> str:
    # sudo: names only, as Odoo shows names of related records
    most = limiting.of(comodel.env).names
    records = comodel.sudo().browse(ids[:most])
    there, gone = records.exists(), comodel.env.context.get(GONE, {})
    names = [
        record.display_name or "" if record in there else gone[comodel._name, record.id]
        for record in records
        if record in there or (comodel._name, record.id) in gone
    ]
    return ", ".join(names + ["…"] * (len(ids) > most))


def _summed(value: Any) -> str:
    """What tells a file from another one, without showing it."""
    found = hashlib.sha1(str(value).encode(), usedforsecurity=False)
    return f"(file {found.hexdigest()[:8]})"
