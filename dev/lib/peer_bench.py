"""``dev/bench peers``: the same tasks by other MCP servers and by this one, in turns.

All are driven by the official Python client on the same Odoo, peers over stdio and ours
over HTTP. *Ours, sent plainly* is the same request without the client's own work, to be
held against the bare controller, which does the work of the ORM and nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from .bench_tables import heading, middle, row
from .instance import Instance
from .load import Measured, Request, measure
from .peer_tasks import ADDON, TASKS, Call, Task
from .peers import PEERS
from .ways_in import Doors

COLUMNS = ("Task", "By", "calls", "p50 ms", "p95 ms", "bytes", "text", "wrong")
PLAIN, BARE = f"{ADDON}, sent plainly", "bare controller"
NEAR = 1.25
# the client asks again for the list with each call of a tool that is not in it
TOOLSETS = "records,workflows,accounting"
WARM = 5
Found = dict[str, list[Measured]]
Turn = Callable[[int], Awaitable[Measured]]


def peers_table(
    instance: Instance,
    port: int,
    doors: Doors,
    given: argparse.Namespace,
    tasks: tuple[Task, ...] = TASKS,
) -> int:
    """Print every task by every server; the number of wrong answers."""
    for peer in PEERS:
        peer.install()
    found = asyncio.run(_measured(instance, port, doors, given, tasks))
    print(", ".join(f"{peer.package} {peer.version}" for peer in PEERS), end="\n\n")
    heading(*COLUMNS)
    for task in tasks:
        _rows(task, found[task.title])
    print()
    for task in tasks:
        print("\n".join(_against_goals(task, found[task.title])), flush=True)
    rounds = [one for by in found.values() for ones in by.values() for one in ones]
    return sum(one.wrong for one in rounds)


async def _measured(
    instance: Instance,
    port: int,
    doors: Doors,
    given: argparse.Namespace,
    tasks: tuple[Task, ...],
) -> dict[str, Found]:
    async with AsyncExitStack() as stack:
        clients = {
            ADDON: await stack.enter_async_context(_ours(port, doors.key, stack))
        }
        for peer in PEERS:
            client = await stack.enter_async_context(peer.client(instance, port))
            clients[peer.package] = client
        found = {}
        for task in tasks:
            turns = _turns(task, clients, port, doors)
            for turn in turns.values():
                await turn(WARM)
            found[task.title] = {by: [] for by in turns}
            for _round in range(given.rounds):
                for by, turn in turns.items():
                    found[task.title][by].append(await turn(given.calls_a_round))
        return found


def _ours(port: int, key: str, stack: AsyncExitStack) -> Client:
    headers = {"Authorization": f"Bearer {key}"}
    http = httpx2.AsyncClient(headers=headers, timeout=60)
    stack.push_async_callback(http.aclose)
    url = f"http://127.0.0.1:{port}/mcp/v1?toolsets={TOOLSETS}"
    return Client(streamable_http_client(url, http_client=http), mode="auto")


def _turns(
    task: Task, clients: dict[str, Client], port: int, doors: Doors
) -> dict[str, Turn]:
    turns = {
        by: partial(_client_turn, clients[by], calls)
        for by, calls in task.calls.items()
    }
    [(tool, arguments)] = task.calls[ADDON]
    turns[PLAIN] = partial(_plain_turn, port, doors.tool(tool, arguments))
    if task.bare:
        turns[BARE] = partial(_plain_turn, port, Request(task.bare))
    return turns


async def _client_turn(client: Client, calls: tuple[Call, ...], total: int) -> Measured:
    result = Measured()
    for _turn in range(total):
        begin, answers, before = time.perf_counter(), [], {}
        for tool, arguments in calls:
            given = arguments(before) if callable(arguments) else arguments
            answers.append(await client.call_tool(tool, given))
            before = _data(answers[-1])
        result.times.append((time.perf_counter() - begin) * 1000)
        result.size = sum(_size(answer) for answer in answers)
        result.text = sum(_text(answer) for answer in answers)
        result.wrong += any(_is_wrong(answer) for answer in answers)
    return result


async def _plain_turn(port: int, request: Request, total: int) -> Measured:
    return await asyncio.to_thread(measure, port, request, 1, total)


def _data(answer: Any) -> dict[str, Any]:
    """What an answer holds; some servers wrap it once more."""
    data = answer.structured_content or {}
    inner = data.get("result")
    return inner if isinstance(inner, dict) and "success" in inner else data


def _size(answer: Any) -> int:
    """Bytes of the result as it travels."""
    return len(answer.model_dump_json(by_alias=True, exclude_none=True).encode())


def _text(answer: Any) -> int:
    """Bytes of the half that is text, which is all that many clients show a model."""
    return sum(len(getattr(block, "text", "").encode()) for block in answer.content)


def _is_wrong(answer: Any) -> bool:
    return bool(answer.is_error) or _data(answer).get("success") is False


def _rows(task: Task, found: Found) -> None:
    for by, rounds in found.items():
        calls = len(task.calls.get(by, ())) or 1
        times = (f"{middle(rounds, 'p50'):.1f}", f"{middle(rounds, 'p95'):.1f}")
        wrong = sum(taken.wrong for taken in rounds)
        text = rounds[-1].text if by in task.calls else "–"
        row(task.title, by, calls, *times, rounds[-1].size, text, wrong)


def _against_goals(task: Task, found: Found) -> list[str]:
    """How far each goal is reached; the peer that is better in it counts."""
    peers = [by for by in task.calls if by != ADDON]
    ours = middle(found[ADDON], "p50")
    faster = min(middle(found[by], "p50") for by in peers) / ours
    size = found[ADDON][-1].size
    smaller = min(found[by][-1].size for by in peers) / size
    text = found[ADDON][-1].text
    shorter = min(found[by][-1].text for by in peers) / max(text, 1)
    lines = [
        _goal(f"{task.title}: times faster than the better peer", faster, task.faster),
        _goal(
            f"{task.title}: times smaller than the better peer", smaller, task.smaller
        ),
        f"- {task.title}: times less text than the better peer: {shorter:.2f}",
    ]
    if BARE in found:
        near = middle(found[PLAIN], "p50") / middle(found[BARE], "p50")
        title = f"{task.title}: times the bare controller"
        lines.append(_goal(title, near, NEAR, at_most=True))
    return lines


def _goal(title: str, figure: float, goal: float, *, at_most: bool = False) -> str:
    reached = figure <= goal if at_most else figure >= goal
    word, bound = (
        "reached" if reached else "missed",
        "at most" if at_most else "at least",
    )
    return f"- {title}: {figure:.2f} (goal: {bound} {goal:g}) {word}"
