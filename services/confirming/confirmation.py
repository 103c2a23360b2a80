"""Tokens that confirm one call: signed, bound, short-lived, used once."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..call import Call
from ..errors import Refused
from ..transactions.own_cursor import own_cursor

SCOPE = "odoo_mcp.confirmation"
LIFETIME = timedelta(minutes=5)


def digest(call: Call) -> str:
    """Hash of what a token binds: the call, the caller and the database.

    The database, because a copy has the same signing key and the same users. The
    language, because it decides which translation of a text is written.
    """
    context = call.env.context
    bound = [
        call.env.cr.dbname,
        call.declaration.name,
        call.arguments,
        call.principal.uid,
        call.principal.credential,
        context.get("lang"),
        context.get("allowed_company_ids"),
    ]
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def issue(call: Call) -> str:
    """A token for exactly this call, valid for five minutes."""
    expiry = fields.Datetime.now() + LIFETIME
    # sudo: the signature's key is a parameter that callers may not read
    return hash_sign(
        call.env(su=True),
        SCOPE,
        [digest(call), secrets.token_urlsafe(12), call.preview.state],
        expiration=expiry,
    )


def redeem(call: Call) -> None:
    """Check the call's token and use it up; ``call.bound`` is set to what it binds.

    Raises:
        Refused: not this call's token, expired, or used already.
    """
    values = _verified(call, call.confirmation)
    if not values or values[0] != digest(call):
        raise Refused(
            call.env._(
                "The confirmation does not fit this call: it is for other arguments, "
                "another user, language or company, or has expired. Call again "
                "without it."
            )
        )
    if not _use(call, values[1], apart=call.external):
        raise Refused(call.env._("This confirmation was used already."))
    call.bound = values[2]


def spend(call: Call, token: str) -> None:
    """Make a ``token`` useless because a person said no, even if ``call`` fails."""
    if values := _verified(call, token):
        _use(call, values[1], apart=True)


def _verified(call: Call, token: str) -> list[str] | None:
    try:
        return verify_hash_signed(call.env(su=True), SCOPE, token)
    except Exception:
        # any malformed token ends here, in whichever layer its decoding fails
        return None


def _use(call: Call, nonce: str, apart: bool) -> bool:
    """Use the nonce up: in the transaction of the effect; at once if it is external."""
    statement = SQL(
        "INSERT INTO mcp_confirmation (nonce, create_date) "
        "VALUES (%s, now() AT TIME ZONE 'UTC') "
        "ON CONFLICT DO NOTHING RETURNING id",
        nonce,
    )
    if not apart:
        call.env.cr.execute(statement)
        return bool(call.env.cr.fetchone())
    with own_cursor(call.env.registry) as cr:
        cr.execute(statement)
        return bool(cr.fetchone())
