"""Odoo's own API keys as bearers: checked by Odoo, then remembered for a while.

Odoo's check (PBKDF2) costs 6–27 ms. What is remembered is worth something only as
long as the rows that it was checked against are the same and still valid, and that
is read again at every request: a removed key or an archived user ends at once.
"""

from __future__ import annotations

import hashlib
import time

from odoo import api
from odoo.tools.lru import LRU

from odoo.addons.base.models.res_users import INDEX_SIZE

from ..transactions.own_cursor import at_once

SCOPE = "mcp"
SECONDS = 60
# in a neutralised copy the keys of the original do not work (data/neutralize.sql)
VALID = """(k.scope IS NULL OR k.scope = %s)
   AND (k.expiration_date IS NULL OR k.expiration_date >= now() AT TIME ZONE 'utc')
   AND k.create_date >= COALESCE(
       (SELECT value::timestamp FROM ir_config_parameter WHERE key = 'mcp.api_keys_since'),
       '-infinity')"""
FIND = f"""
SELECT k.id, k.user_id, k.key
  FROM res_users_apikeys k JOIN res_users u ON u.id = k.user_id
 WHERE u.active AND k.index = %s AND {VALID}
"""
NAME = """
INSERT INTO mcp_api_key (digest, name, number)
SELECT %s, name, id FROM res_users_apikeys WHERE id = %s
    ON CONFLICT (digest) DO UPDATE SET (name, number) = (EXCLUDED.name, EXCLUDED.number)
"""
IN_FORCE = f"""
SELECT EXISTS (
    SELECT FROM res_users_apikeys k
     WHERE k.id = a.number AND {VALID}
) FROM mcp_api_key a WHERE a.digest = %s AND a.number > 0
"""
Rows = frozenset[tuple[int, int, str]]
_verified: LRU = LRU(1024)


def remembered(env: api.Environment, key: str) -> int | None:
    """The user of a key that Odoo found right a short while ago, else None."""
    found = _verified.get((env.cr.dbname, _digest(key)))
    if not found:
        return None
    uid, rows, until = found
    return uid if until > time.monotonic() and rows == _rows(env, key) else None


def verify(env: api.Environment, key: str) -> int | None:
    """The user of an API key of scope ``mcp`` or global, by Odoo's own check."""
    rows = _rows(env, key)
    if not rows:
        return None
    uid = env["res.users.apikeys"]._check_credentials(scope=SCOPE, key=key)
    if uid:
        until = time.monotonic() + SECONDS
        _verified[env.cr.dbname, _digest(key)] = (uid, rows, until)
        _note_name(env, key, rows)
    return uid or None


def credential(key: str) -> str:
    """How the audit and ``mcp.stop`` name the key: ``api_key:7``."""
    return f"api_key:{_short(key)}"


def has_ended(env: api.Environment, digest: str) -> bool:
    """Whether the key behind ``credential`` was removed or has expired since it called."""
    rows = at_once(env.registry, (IN_FORCE, [SCOPE, digest]))
    return bool(rows) and not rows[0][0]


def _note_name(env: api.Environment, key: str, rows: Rows) -> None:
    """For who reads the audit; where several keys begin alike, which one is open."""
    if len(rows) == 1:
        ((number, _uid, _hash),) = rows
        at_once(env.registry, (NAME, [_short(key), number]))


def _short(key: str) -> str:
    return _digest(key)[:12]


def _rows(env: api.Environment, key: str) -> Rows:
    """The valid API keys that begin like this one; as Odoo's check looks for them."""
    env["res.users"].flush_model(["active"])
    return frozenset(at_once(env.registry, (FIND, [key[:INDEX_SIZE], SCOPE])))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
