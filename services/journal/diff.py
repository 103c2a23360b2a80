"""A change set as HTML that a person reads: a table, old and new side by side."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from .shown import Shown

VERBS = {"create": "success", "write": "warning", "unlink": "danger"}


def html(shown: Shown) -> Markup:
    """Every value is escaped; the classes are Odoo's own."""
    parts = [Markup("<p class='fw-bold'>%s</p>") % shown.summary]
    parts += [_record(record) for record in shown.records]
    rest = sum(shown.counts.values()) - len(shown.records)
    if rest > 0:
        counts = ", ".join(f"{n} × {kind}" for kind, n in shown.counts.items())
        parts.append(Markup("<p class='text-muted'>%s</p>") % counts)
    parts += [
        Markup("<p class='alert alert-warning py-1'>%s</p>") % note
        for note in shown.irreversible
    ]
    return Markup("").join(parts)


def _record(record: dict[str, Any]) -> Markup:
    head = Markup(
        "<div class='mt-2'><span class='badge text-bg-%s'>%s</span> %s %s "
        "<strong>%s</strong></div>"
    ) % (
        VERBS.get(record["change"], "info"),
        record["change"],
        record["model"],
        record["id"],
        record["name"],
    )
    rows = Markup("").join(
        Markup("<tr><td class='w-25'>%s</td><td><del>%s</del></td><td>%s</td></tr>")
        % (name, _value(old), _value(new))
        for name, (old, new) in record["fields"].items()
    )
    return head + Markup("<table class='table table-sm mb-0'>%s</table>") % rows


def _value(value: Any) -> str:
    return "" if value is None else str(value)
