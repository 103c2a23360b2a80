"""Makes arguments fit for the audit: without secrets, long texts cut."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from ..storable import storable
from .secret_shapes import MASK, SHAPES

MOST = 2000
SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|api_?key|private_?key|credential|authorization"
    r"|otp|cookie|session_?id",
    re.IGNORECASE,
)
SECRET_VALUE = re.compile(rf"(?<=password=)\S+|{SHAPES}", re.IGNORECASE)


def redacted(value: Any, name: str = "") -> Any:
    """A copy of JSON-ready ``value`` without secrets, by name and by shape."""
    if name and SECRET_NAME.search(name):
        return MASK
    if isinstance(value, dict):
        return {str(key): redacted(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item) for item in value[:100]]
    if isinstance(value, str):
        return clean(value)
    return value


def clean(text: str) -> str:
    """A text with everything masked that looks like a secret, and cut if it is long."""
    text = SECRET_VALUE.sub(MASK, storable(text))
    return text if len(text) <= MOST else f"{text[:MOST]}… ({len(text)} characters)"


def fingerprint(value: Any) -> str:
    """SHA-256 of the full arguments, secrets included."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
