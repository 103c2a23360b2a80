"""One call as a line of the audit file.

[2026-02-16T10:05:30Z] DB=production USER=2 TOOL=execute_command
CMD="systemctl restart odoo" EXIT_CODE=0 DURATION=1200ms        (on one line)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..call import Call
from .redaction import redacted

BARE = re.compile(r"[A-Za-z0-9_.:/-]{1,200}")


def line(call: Call, result: str, moment: datetime) -> str:
    """The line of a call that ended with ``result`` at ``moment`` (UTC)."""
    pairs = [
        ("DB", call.env.cr.dbname),
        ("USER", call.principal.uid),
        ("TOOL", call.declaration.name),
        *_of_tool(call),
    ]
    if result != "ok":
        pairs.append(("RESULT", result))
    pairs.append(("DURATION", f"{call.duration_ms}ms"))
    said = " ".join(f"{key}={value_of(value)}" for key, value in pairs)
    return f"[{moment:%Y-%m-%dT%H:%M:%SZ}] {said}"


def _of_tool(call: Call) -> Iterator[tuple[str, Any]]:
    """The tool's own keys, from an argument or else from the answer."""
    answer = (call.outcome and call.outcome.structured) or {}
    for key, name in (call.declaration.mark.log or {}).items():
        if name in call.arguments:
            yield key, redacted(call.arguments[name], name)
        elif name in answer:
            yield key, redacted(answer[name], name)


def value_of(value: Any) -> str:
    """A value of the line: bare if it is a plain word, else JSON in ASCII.

    Either way it holds no line break, so that nobody can fake a line.
    """
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if BARE.fullmatch(text) else json.dumps(text, ensure_ascii=True)
