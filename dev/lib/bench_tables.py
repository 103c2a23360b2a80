"""The tables of ``dev/bench``: measured in turns, printed as Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Hashable
from statistics import median
from typing import TypeVar

from . import ways_in
from .costs import Server
from .load import Measured, Request, measure

CONNECTIONS = (1, 8, 32)
PROMPT_MS = 200
WAYS = ("Route", "connections", "p50 ms", "p95 ms", "requests/s")
TOOLS = ("What", "By", "p50 ms", "p95 ms")
COSTS = ("processor ms", "statements", "bytes", "wrong")
Name = TypeVar("Name", bound=Hashable)


def ways_table(
    server: Server, routes: dict[str, Request], given: argparse.Namespace
) -> int:
    """Print every way in at every number of connections; the wrong answers."""
    _warm(server, routes)
    sent = {name: server.statements_of(request) for name, request in routes.items()}
    heading(*WAYS, *COSTS)
    wrong, lines = 0, []
    for connections in CONNECTIONS:
        found = _in_turns(server, routes, connections, given)
        for name, rounds in found.items():
            times = (*_times(rounds), f"{middle(rounds, 'rate'):.0f}")
            row(name, connections, *times, *_costs(rounds, sent[name]))
        lines += _compared(found, connections)
        wrong += _wrong(found)
    print("\n" + "\n".join(lines), flush=True)
    return wrong


def tools_table(
    server: Server,
    pairs: dict[tuple[str, str], Request],
    given: argparse.Namespace,
    reads: Collection[str],
) -> int:
    """Print each tool beside what Odoo's own RPC answers; the wrong answers.

    Args:
        reads: the tools that read, which are to be prompt at one connection.
    """
    _warm(server, pairs)
    sent = {name: server.statements_of(request) for name, request in pairs.items()}
    found = _in_turns(server, pairs, 1, given)
    heading(*TOOLS, *COSTS)
    for name, rounds in found.items():
        row(*name, *_times(rounds), *_costs(rounds, sent[name]))
    print("\n" + "\n".join(_prompt(found, reads)), flush=True)
    return _wrong(found)


def _prompt(
    found: dict[tuple[str, str], list[Measured]], reads: Collection[str]
) -> list[str]:
    """Whether each tool that reads answers 95 of 100 calls in time."""
    lines = []
    for (title, tool), rounds in found.items():
        if tool in reads:
            figure = middle(rounds, "p95")
            word = "reached" if figure < PROMPT_MS else "missed"
            lines.append(
                f"- {title}: p95 {figure:.0f} ms (goal: below {PROMPT_MS}) {word}"
            )
    return lines


def _warm(server: Server, requests: dict[Name, Request]) -> None:
    for request in requests.values():
        measure(server.port, request, 4, 40)


def _in_turns(
    server: Server,
    requests: dict[Name, Request],
    connections: int,
    given: argparse.Namespace,
) -> dict[Name, list[Measured]]:
    """Each request's rounds."""
    found: dict[Name, list[Measured]] = {name: [] for name in requests}
    for _round in range(given.rounds):
        for name, request in requests.items():
            before = server.computed()
            taken = measure(server.port, request, connections, given.requests)
            spent = server.computed() - before
            taken.computed = spent * 1000 / len(taken.times)
            found[name].append(taken)
    return found


def _compared(found: dict[str, list[Measured]], connections: int) -> list[str]:
    """Our way against the others, round by round: median of the quotients."""
    others = (ways_in.BARE, ways_in.RPC, ways_in.BEARER, ways_in.JSON_2)
    return [
        f"- {connections} connections, ours / {name}: "
        f"p50 {_quotient(found, name, 'p50'):.2f}, "
        f"processor {_quotient(found, name, 'computed'):.2f}"
        for name in others
        if name in found
    ]


def _quotient(found: dict[str, list[Measured]], name: str, figure: str) -> float:
    rounds = zip(found[ways_in.OURS], found[name], strict=True)
    return median(getattr(a, figure) / getattr(b, figure) for a, b in rounds)


def _wrong(found: dict[Name, list[Measured]]) -> int:
    return sum(taken.wrong for rounds in found.values() for taken in rounds)


def _times(rounds: list[Measured]) -> tuple[str, str]:
    return f"{middle(rounds, 'p50'):.1f}", f"{middle(rounds, 'p95'):.1f}"


def _costs(rounds: list[Measured], sent: float | None) -> tuple[object, ...]:
    counted = "–" if sent is None else f"{sent:.0f}"
    wrong = sum(taken.wrong for taken in rounds)
    return f"{middle(rounds, 'computed'):.1f}", counted, rounds[-1].size, wrong


def middle(rounds: list[Measured], figure: str) -> float:
    return median(getattr(taken, figure) for taken in rounds)


def heading(*names: str) -> None:
    row(*names)
    print("| --- " * len(names) + "|", flush=True)


def row(*cells: object) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
