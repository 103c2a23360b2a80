"""Plain values of a client as Odoo stores them: strict, nothing is guessed."""

from __future__ import annotations

import base64
import binascii
import html
import json
import math
import re
from datetime import date, datetime
from typing import Any

import pytz

from odoo import api
from odoo.tools import plaintext2html

from .. import moments

LEAST, MOST = -(2**31), 2**31 - 1
TAG = re.compile(r"<[a-zA-Z/!][^>]*>")


def boolean(env: api.Environment, value: Any) -> bool:
    """True or false, and nothing that only counts as such."""
    if not isinstance(value, bool):
        raise ValueError(env._("true or false, not %r") % (value,))
    return value


def integer(env: api.Environment, value: Any) -> int:
    """A whole number that fits 32 bits."""
    number = _number(env, value)
    if number != int(number) or not LEAST <= number <= MOST:
        raise ValueError(env._("a whole number of 32 bits, not %r") % (value,))
    return int(number)


def floating(env: api.Environment, value: Any) -> float:
    """A number."""
    return float(_number(env, value))


def text(env: api.Environment, value: Any) -> str:
    """Raises ValueError for what PostgreSQL cannot store as text."""
    if isinstance(value, dict):
        raise ValueError(env._("a text; its translations one by one, each with lang"))
    if not isinstance(value, str):
        raise ValueError(env._("text in quotes, not %r") % (value,))
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError(env._("the text has characters that cannot be stored"))
    return value


def rich(env: api.Environment, value: Any) -> str:
    """HTML; lines of plain text stay lines, where HTML would run them together."""
    read = text(env, value)
    if "\n" not in read.strip() or TAG.search(read):
        return read
    # what HTML spells as an entity is read as HTML does
    return str(plaintext2html(html.unescape(read)))


def day(env: api.Environment, value: Any) -> date:
    """A date."""
    try:
        return moments.parse_date(env, text(env, value))
    except (ValueError, OverflowError):
        raise ValueError(
            env._("a date such as 2026-02-16, not %r") % (value,)
        ) from None


def moment(env: api.Environment, value: Any) -> datetime:
    """Naive UTC; without an offset ``value`` is in the caller's time zone."""
    try:
        read = moments.parse_datetime(env, text(env, value))
    except (ValueError, OverflowError):
        raise ValueError(
            env._("a time such as 2026-02-16T14:30:00+01:00, not %r") % (value,)
        ) from None
    _check_clock(env, value)
    return read


def file(env: api.Environment, value: Any) -> str:
    """Base64, as Odoo stores files."""
    try:
        base64.b64decode(text(env, value), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(env._("the file's bytes in base64")) from None
    return value


def anything(env: api.Environment, value: Any) -> Any:
    """JSON as it is, NaN and infinity excepted."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise ValueError(env._("plain JSON, without NaN")) from None
    return value


def _number(env: api.Environment, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(env._("a number without quotes, not %r") % (value,))
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise ValueError(env._("a number, not NaN or infinity"))
    return value


def _check_clock(env: api.Environment, value: str) -> None:
    """A local time that a change of the clock skips or repeats is no moment."""
    zone = moments.zone(env)
    if moments.is_day(value) or not isinstance(zone, pytz.tzinfo.BaseTzInfo):
        return
    local = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    if local.tzinfo is not None:
        return
    try:
        zone.localize(local, is_dst=None)
    except pytz.InvalidTimeError:
        raise ValueError(
            env._("%(time)s is skipped or comes twice in %(zone)s; add the offset")
            % {"time": value, "zone": zone}
        ) from None
