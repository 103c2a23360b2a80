"""A change set as HTML for people: old and new values by record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from odoo import api, models

from .keyed_shown import named
from .shown import Shown

COLOURS = {"create": "info", "write": "warning", "unlink": "danger"}
# what follows from nearly everything, and is looked at last
FOLLOWING = ("mail.", "bus.", "ir.")


def html(env: api.Environment, shown: Shown) -> Markup:
    """What changed, in the words of Odoo's own forms; every value is escaped.

    The summary is left out: it is the title of whatever shows this.
    """
    main, rest = [], []
    for record in shown.records:
        following = record["model"].startswith(FOLLOWING)
        (rest if following else main).append(_record(env, record))
    if not main:
        main, rest = rest, []
    parts = [*map(_note, shown.irreversible), *main]
    if rest:
        parts.append(_folded(env._("And what follows: %s records") % len(rest), rest))
    parts.append(_uncounted(env, shown))
    return Markup("<div class='o_mcp_diff'>%s</div>") % Markup("").join(parts)


def label(env: api.Environment, model: str) -> str:
    """What Odoo calls the records of ``model``."""
    return env["ir.model"]._get(model).name or model


def verb(env: api.Environment, kind: str) -> str:
    """Past tense of what was done to a record."""
    words = {
        "create": env._("Created"),
        "write": env._("Changed"),
        "unlink": env._("Deleted"),
    }
    return words.get(kind, kind)


def _note(text: str) -> Markup:
    return Markup("<p class='alert alert-warning py-1'>%s</p>") % text


def _folded(title: str, parts: list[Markup]) -> Markup:
    return Markup(
        "<details class='mt-2'><summary class='text-muted'>%s</summary>%s</details>"
    ) % (title, Markup("").join(parts))


def _uncounted(env: api.Environment, shown: Shown) -> Markup:
    """A line that counts the records that are not shown one by one."""
    if sum(shown.counts.values()) <= len(shown.records):
        return Markup("")
    counts = []
    for key, number in shown.counts.items():
        kind, _space, model = key.partition(" ")
        known = label(env, model) if model in env else model
        counts.append(f"{number} × {known} ({verb(env, kind).lower()})")
    text = env._("In all: %s") % ", ".join(counts)
    return Markup("<p class='text-muted small mt-2'>%s</p>") % text


def _record(env: api.Environment, record: dict[str, Any]) -> Markup:
    kind = record["change"]
    head = Markup(
        "<div class='card-header d-flex align-items-center gap-2 py-1'>"
        "<span class='badge rounded-pill text-bg-%s'>%s</span><strong>%s</strong>"
        "<span class='text-muted small ms-auto'>%s</span></div>"
    ) % (
        COLOURS.get(kind, "info"),
        verb(env, kind),
        record["name"] or record["id"] or "",
        _kind(env, record),
    )
    rows = Markup("").join(
        _row(env[record["model"]], name, kind, old, new)
        for name, (old, new) in record["fields"].items()
    )
    rows += _more(env[record["model"]], record.get("more_fields", ()))
    table = Markup("<table class='table table-sm mb-0'>%s</table>") % rows
    return Markup("<div class='card mb-2'>%s%s</div>") % (head, table if rows else "")


def _more(model: models.BaseModel, names: Sequence[str]) -> Markup:
    """A row that names the fields whose values are not shown."""
    if not names:
        return Markup("")
    labels = [model._fields[n]._description_string(model.env) for n in names]
    text = model.env._("%(count)s more fields: %(names)s") % {
        "count": len(labels),
        "names": ", ".join(labels),
    }
    return Markup("<tr><td colspan='3' class='text-muted'>%s</td></tr>") % text


def _kind(env: api.Environment, record: dict[str, Any]) -> str:
    name = label(env, record["model"])
    return f"{name}, {record['id']}" if record["id"] else name


def _row(model: models.BaseModel, name: str, kind: str, old: Any, new: Any) -> Markup:
    env, (known, label_) = model.env, named(name)
    field = model._fields[known]
    name = Markup("<td class='w-25 text-muted' title='%s'>%s</td>") % (
        name,
        f"{field._description_string(env)} {label_}".rstrip(),
    )
    before = Markup("<td class='text-danger'><del>%s</del></td>") % worded(
        field, env, old
    )
    after = Markup("<td class='text-success'>%s</td>") % worded(field, env, new)
    cells = {"create": after, "unlink": before}.get(kind, before + after)
    return Markup("<tr>%s%s</tr>") % (name, cells)


def worded(field: Any, env: api.Environment, value: Any) -> str:
    """A readable value in the words of Odoo's forms."""
    if field.type == "boolean":
        return env._("yes") if value else env._("no")
    if value is None:
        return ""
    if field.type == "selection":
        return str(dict(field._description_selection(env)).get(value, value))
    if field.type == "datetime":
        return str(value).replace("T", " ")
    return str(value)
