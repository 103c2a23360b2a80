"""OAuth scopes, and the access modes that they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from ..callers.principal import Mode

BY_MODE = {
    Mode.OBSERVER: "mcp:observe",
    Mode.OPERATOR: "mcp:operate",
    Mode.IMPORTER: "mcp:import",
    Mode.ADMINISTRATOR: "mcp:admin",
}
DEVELOPER = "mcp:developer"
OFFLINE = "offline_access"
# what may be asked of the endpoint; the authorization server lists OFFLINE besides
OF_RESOURCE = (*BY_MODE.values(), DEVELOPER)
ALL = (*OF_RESOURCE, OFFLINE)
# what a client is told to ask for first; the person lowers it on the consent page
FIRST = (*BY_MODE.values(), OFFLINE)


def known(text: str | None) -> list[str]:
    """The scopes of a request that exist here; others are ignored, not refused."""
    asked = (text or "").split()
    return [scope for scope in ALL if scope in asked]


def most(scopes: Iterable[str]) -> Mode:
    """The highest mode that ``scopes`` name; NONE without any."""
    held = set(scopes)
    return max((m for m, scope in BY_MODE.items() if scope in held), default=Mode.NONE)


def of_mode(mode: Mode) -> list[str]:
    """The scopes that ``mode`` contains."""
    return [scope for m, scope in BY_MODE.items() if m <= mode]


def granted(mode: Mode, developer: bool, offline: bool) -> list[str]:
    """What a consent to ``mode`` grants."""
    asked = {DEVELOPER: developer, OFFLINE: offline}
    extra = [scope for scope, wanted in asked.items() if wanted]
    return [*of_mode(mode), *extra]
