"""Users with different rights and companies at once: none sees what is another's.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. Each caller first
asks alone, where what may be seen is known; then all ask at once, in every order, and
whoever is answered must be answered as before. Record rules, rights to fields and
models, and keys for a part of a user's companies make the answers differ.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from _calls import AS_A_PERSON, python, run, send

MODE = "both"
RUN = f"users{time.time_ns()}"
# words in names, by which an answer tells whose records it holds
MARKS = ("RED", "BLUE", "ANNAS", "BERTS", "COMMON")
TIMES = 4
AT_ONCE = 8
PREPARED = """
def user(login, companies, *groups):
    field = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
    names = ("base.group_user", *groups)
    return env["res.users"].create({
        "name": login, "login": f"RUN_{login}", "company_id": companies[0].id,
        "company_ids": companies.ids, field: [env.ref(name).id for name in names],
    })

def key(user, *companies):
    ids = [company.id for company in companies]
    return env["mcp.key"]._mcp_generate(user, user.login, company_ids=ids)

for name in ("reads", "writes"):
    env["ir.config_parameter"].set_param(f"mcp.rate_{name}", "100000")
red, blue = env["res.company"].create([{"name": f"{n} RUN"} for n in ("RED", "BLUE")])
observer, operator = "odoo_mcp.group_observer", "odoo_mcp.group_operator"
anna = user("anna", red, observer)
bert = user("bert", blue, operator, "base.group_partner_manager")
carl = user("carl", red + blue, operator, "base.group_partner_manager")
dora = user("dora", red, "base.group_system", "base.group_partner_manager")
ids = env["res.partner"].create([
    {"name": f"{mark} RUN {n}", "ref": "RUN", **values}
    for mark, values in {
        "RED": {"company_id": red.id}, "BLUE": {"company_id": blue.id},
        "ANNAS": {"user_id": anna.id}, "BERTS": {"user_id": bert.id}, "COMMON": {},
    }.items()
    for n in range(3)
]).ids
env["ir.rule"].create([
    {"name": "RUN", "model_id": env["ir.model"]._get_id("res.partner"),
     "domain_force": f"['|', ('ref', '!=', 'RUN'), {domain}]"}
    for domain in (
        "('company_id', 'in', [False, *company_ids])",
        "('user_id', 'in', [False, user.id])",
    )
])
keys = {
    "anna": key(anna), "bert": key(bert), "dora": key(dora), "carl": key(carl),
    "carl in red": key(carl, red), "carl in blue": key(carl, blue),
}
{"ids": ids, "keys": keys}
"""
SEEN = {
    "anna": {"RED", "ANNAS", "COMMON"},
    "bert": {"BLUE", "BERTS", "COMMON"},
    "dora": {"RED", "COMMON"},
    "carl": {"RED", "BLUE", "COMMON"},
    "carl in red": {"RED", "COMMON"},
    "carl in blue": {"BLUE", "COMMON"},
}


@dataclass(frozen=True)
class Caller:
    """A key, and the marks of what it may see."""

    name: str
    key: str
    sees: frozenset[str]

    async def ask(self, method: str, **params: Any) -> str:
        """The whole answer as text: nothing in it may be another's."""
        headers = {"Authorization": f"Bearer {self.key}"}
        sets = "general,records"
        answer = await asyncio.to_thread(send, method, headers, params, sets)
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json(), sort_keys=True)

    async def call(self, tool: str, **arguments: Any) -> str:
        return await self.ask("tools/call", name=tool, arguments=arguments)

    async def partners(self, tool: str, **arguments: Any) -> str:
        mine = [["ref", "=", RUN]]
        return await self.call(tool, model="res.partner", domain=mine, **arguments)


Way = Callable[[Caller], Awaitable[str]]


@dataclass
class Known:
    """What ``prepared`` made, and the answers of ``answered_alone``."""

    ids: list[int] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    alone: dict[tuple[str, Way], str] = field(default_factory=dict)


known = Known()


async def prepared() -> Known:
    """The companies, users, records and keys; made by the first check that asks."""
    if not known.callers:
        made = await python(AS_A_PERSON + PREPARED.replace("RUN", RUN), commit=True)
        known.ids = made["ids"]
        known.callers = [
            Caller(name, key, frozenset(SEEN[name]))
            for name, key in made["keys"].items()
        ]
    return known


async def searched(caller: Caller) -> str:
    return await caller.partners("search_records", order="id")


async def counted(caller: Caller) -> str:
    return await caller.partners("count_records")


async def grouped(caller: Caller) -> str:
    return await caller.partners("aggregate_records", group_by=["name"], limit=50)


async def read_one_by_one(caller: Caller) -> str:
    """Those of others are refused in the words for what does not exist."""
    answers = [
        await caller.call("get_record", model="res.partner", record_id=number)
        for number in known.ids[::3]
    ]
    return "\n".join(answers)


async def read_as_resources(caller: Caller) -> str:
    uris = [f"odoo://res.partner/record/{number}" for number in known.ids[::3]]
    return "\n".join([await caller.ask("resources/read", uri=uri) for uri in uris])


async def companies(caller: Caller) -> str:
    return await caller.call("search_records", model="res.company", order="id")


async def capabilities(caller: Caller) -> str:
    return await caller.call("get_capabilities")


async def listed(caller: Caller) -> str:
    return await caller.ask("tools/list")


async def models_listed(caller: Caller) -> str:
    return await caller.call("list_models")


async def described(caller: Caller) -> str:
    return await caller.call("describe_model", model="res.users", detail="fields")


# which of them show records, so that whose they are is known beforehand
RECORDS = (searched, grouped, read_one_by_one, read_as_resources)
WAYS = (*RECORDS, counted, companies, capabilities, listed, models_listed, described)


def marks(text: str) -> set[str]:
    return set(re.findall(rf"({'|'.join(MARKS)}) {RUN}", text))


async def answered_alone() -> dict[tuple[str, Way], str]:
    """What each caller is answered in each way while nobody else asks.

    Nothing is remembered from another: every cache was emptied before.
    """
    if not known.alone:
        for caller in (await prepared()).callers:
            await python("env.registry.clear_all_caches()", commit=True)
            for way in WAYS:
                known.alone[caller.name, way] = await way(caller)
    return known.alone


async def each_sees_its_own_alone() -> None:
    alone = await answered_alone()
    for caller in known.callers:
        for way in RECORDS:
            shown = marks(alone[caller.name, way])
            assert shown == caller.sees, (caller.name, way.__name__, shown)


async def the_answers_of_callers_differ() -> None:
    """Otherwise nobody would notice when they were exchanged."""
    alone = await answered_alone()
    for way in WAYS:
        answers = {alone[caller.name, way] for caller in known.callers}
        assert len(answers) > 1, way.__name__


async def at_once_each_is_answered_as_alone() -> None:
    alone = await answered_alone()
    calls = [(c, way) for c in known.callers for way in WAYS for _ in range(TIMES)]
    random.Random(7).shuffle(calls)
    turns = asyncio.Semaphore(AT_ONCE)
    wrong = await asyncio.gather(*(differs(turns, alone, *call) for call in calls))
    assert not any(wrong), "\n".join(filter(None, wrong))[:4000]


async def differs(
    turns: asyncio.Semaphore,
    alone: dict[tuple[str, Way], str],
    caller: Caller,
    way: Way,
) -> str | None:
    """Who was answered otherwise, and what was another's in it."""
    async with turns:
        answer = await way(caller)
    if answer == alone[caller.name, way]:
        return None
    foreign = marks(answer) - caller.sees
    return (
        f"{caller.name}, {way.__name__}: {foreign or 'another answer'}: {answer[:300]}"
    )


async def the_same_key_for_once_is_each_callers_own() -> None:
    """Nobody is answered with what another created."""
    await prepared()
    writers = [caller for caller in known.callers if caller.name in ("bert", "dora")]
    answers = await asyncio.gather(*(created(writer) for writer in writers * 2))
    ids = [answer["ids"][0] for answer in answers]
    assert ids[: len(writers)] == ids[len(writers) :], ids
    assert len(set(ids)) == len(writers), ids


async def created(caller: Caller) -> dict[str, Any]:
    """A record of the caller; asked again while the first call is under way."""
    new = {"model": "res.partner", "values": {"name": f"new {RUN}"}}
    while True:
        text = await caller.call("create_records", **new, idempotency_key=RUN)
        result = json.loads(text)["result"]
        data = result.get("structuredContent") or {}
        if not result.get("isError"):
            return data
        if token := data.get("confirmation"):
            new["confirmation"] = token
        else:
            assert "not finished" in text or "nothing was done" in text, text
            await asyncio.sleep(0.2)


CHECKS: Iterable[Callable[[], Awaitable[None]]] = (
    each_sees_its_own_alone,
    the_answers_of_callers_differ,
    at_once_each_is_answered_as_alone,
    the_same_key_for_once_is_each_callers_own,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
