"""``requestState`` of multi-round-trip requests: signed, bound, short-lived."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from odoo import api, fields
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..callers.principal import Principal

SCOPE = "odoo_mcp.request_state"
LIFETIME = timedelta(minutes=10)


def seal(
    env: api.Environment, principal: Principal, method: str, params: Any, state: Any
) -> str:
    """Sign ``state`` for this principal and this very request."""
    values = [_binding(env, principal, method, params), state]
    expiry = fields.Datetime.now() + LIFETIME
    # sudo: the signature's key is a parameter that callers may not read
    return hash_sign(env(su=True), SCOPE, values, expiration=expiry)


def unseal(
    env: api.Environment, principal: Principal, method: str, params: Any, sealed: str
) -> Any:
    """The state that ``seal`` signed.

    Raises:
        ValueError: tampered with, expired, or of another request or principal.
    """
    try:
        values = verify_hash_signed(env(su=True), SCOPE, sealed)
    except Exception:
        # a forged text may fail in any of these layers
        values = None
    if not values or values[0] != _binding(env, principal, method, params):
        raise ValueError("requestState is not valid for this request")
    return values[1]


def _binding(
    env: api.Environment, principal: Principal, method: str, params: Any
) -> str:
    # a copy of a database has the same key of signatures, and the same users
    bound = [env.cr.dbname, principal.uid, principal.credential, method, params]
    text = json.dumps(bound, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
