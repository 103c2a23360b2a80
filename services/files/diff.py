"""What a write would change, for a person to look at."""

from __future__ import annotations

import difflib

from odoo import api

MOST_BYTES = 256 * 1024
MOST_LINES = 200


def unified(env: api.Environment, path: str, old: bytes, new: bytes) -> str:
    """A unified diff, cut after some lines; for binary and large files a word."""
    if max(len(old), len(new)) > MOST_BYTES:
        return env._("(too large to show)")
    try:
        before, after = old.decode(), new.decode()
    except UnicodeDecodeError:
        return env._("(binary)")
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), path, path
    )
    return _cut(env, [line if line.endswith("\n") else f"{line}\n" for line in lines])


def _cut(env: api.Environment, lines: list[str]) -> str:
    rest = len(lines) - MOST_LINES
    more = env._("… %s lines more\n") % rest if rest > 0 else ""
    return "".join(lines[:MOST_LINES]) + more
