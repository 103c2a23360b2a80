"""Links that open an account or a document to whoever has them.

Odoo puts a token in them. Whoever reads it in an answer, or has it mailed to himself,
sets the password of the login, or reads the document without one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from odoo import models
from odoo.exceptions import AccessError

from ..current_call import may_open_closed
from ..running import is_in_call
from ..texts.link_tokens import SIGN
from . import scripts
from .paths import Path

NEGATIVE = ("!=", "not in", "not like", "not ilike")
# Odoo mails it to the address of the login, which is closed to tools
_mailed_by_odoo: ContextVar[bool] = ContextVar("mailed_by_odoo", default=False)


def holds_links(field: Any) -> bool:
    """Whether ``field`` is one in whose text links with tokens are found."""
    if not (field.store or field.related):
        return False
    if field.type == "char":
        return bool(scripts.ADDRESS.search(field.name))
    return field.type in ("html", "text")


def outside_of_tokens(path: Path, term: tuple[str, str, Any]) -> list[Any]:
    """``term`` for texts without a token, as a domain; a text with one never fits.

    What answers mask would else be found letter by letter: ``=like '%token=A%'``.
    """
    name, operator, value = term
    links = ("like", SIGN)
    if "." not in name or operator in NEGATIVE:
        return ["&", term, "!", (name, *links)]
    step, _dot, last = name.rpartition(".")
    inner = ["&", (last, operator, value), "!", (last, *links)]
    return [(step, "any", inner)]


@contextmanager
def mailed_by_odoo() -> Iterator[None]:
    """Around Odoo's own mail to a user: its text, recipient and link are Odoo's."""
    token = _mailed_by_odoo.set(True)
    try:
        yield
    finally:
        _mailed_by_odoo.reset(token)


def refuse(partners: models.BaseModel) -> None:
    """No client has a link made that sets a password, in whatever text it stands.

    Raises:
        AccessError: one of ``partners`` has a login.
    """
    if not is_in_call() or _mailed_by_odoo.get() or may_open_closed(partners.env):
        return
    if named := partners._mcp_with_login():
        text = partners.env._(
            "A link that sets the password of %s is closed to tools: a person has Odoo "
            "mail it."
        )
        raise AccessError(text % ", ".join(f"res.partner {i}" for i in named.ids))
