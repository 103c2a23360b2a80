"""What ``dev/bench peers`` asks every server to do: the table to extend for new tools.

A task is a line of the answer's table. Each server does it by the calls that it needs,
one after the other; a call may take something from the answer before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
# tool, and its arguments or how they follow from the answer of the call before
Call = tuple[str, Json | Callable[[Json], Json]]

ADDON, SERVER, PACKAGE = "odoo_mcp", "mcp-server-odoo", "odoo-mcp"
MODEL = "res.partner"
ONE = 1
SHORT = ["name", "email", "phone", "city"]
OPEN = {"model": MODEL, "domain": [], "limit": 10, "order": "id"}
TEN = {**OPEN, "fields": SHORT}
NEW = {"name": "Peer"}
CHANGED = {"phone": "+32 2 123 45 67"}
COUNTRY = "country_id"


@dataclass(frozen=True)
class Task:
    """One thing that a person wants done.

    Attributes:
        calls: by server.
        bare: path of the bare controller that does the same work of the ORM.
        faster: how many times faster than the better peer it is meant to be.
        smaller: how many times smaller its answers are meant to be.
    """

    title: str
    calls: dict[str, tuple[Call, ...]]
    bare: str | None = None
    faster: float = 2.5
    smaller: float = 3.0


def _approved(operation: str, **more: Any) -> tuple[Call, ...]:
    """A write of ``odoo-mcp``: it is validated first, then executed as approved."""
    asked = {"model": MODEL, "operation": operation, "use_live_metadata": True, **more}
    return (
        ("validate_write", asked),
        (
            "execute_approved_write",
            lambda answer: {"approval": answer["approval"], "confirm": True},
        ),
    )


TASKS = (
    Task(
        "search 10, fields left open",
        {
            ADDON: (("search_records", OPEN),),
            SERVER: (("search_records", OPEN),),
            PACKAGE: (("search_records", OPEN),),
        },
    ),
    Task(
        "search 10, four fields",
        {
            ADDON: (("search_records", TEN),),
            SERVER: (("search_records", TEN),),
            PACKAGE: (("search_records", TEN),),
        },
        bare="/mcp_test/bare",
    ),
    Task(
        "get one",
        {
            ADDON: (("get_record", {"model": MODEL, "record_ids": [ONE]}),),
            SERVER: (("get_record", {"model": MODEL, "record_id": ONE}),),
            PACKAGE: (("read_record", {"model": MODEL, "record_id": ONE}),),
        },
        bare="/mcp_test/bare/get",
    ),
    Task(
        "update",
        {
            ADDON: (
                (
                    "update_records",
                    {"model": MODEL, "record_ids": [ONE], "values": CHANGED},
                ),
            ),
            SERVER: (
                (
                    "update_record",
                    {"model": MODEL, "record_id": ONE, "values": CHANGED},
                ),
            ),
            PACKAGE: _approved("write", record_ids=[ONE], values=CHANGED),
        },
        bare="/mcp_test/bare/update",
    ),
    Task(
        "create",
        {
            ADDON: (("create_records", {"model": MODEL, "values": NEW}),),
            SERVER: (("create_record", {"model": MODEL, "values": NEW}),),
            PACKAGE: _approved("create", values=NEW),
        },
        bare="/mcp_test/bare/create",
    ),
    Task(
        "aggregate",
        {
            ADDON: (("aggregate_records", {"model": MODEL, "group_by": [COUNTRY]}),),
            SERVER: (("aggregate_records", {"model": MODEL, "groupby": [COUNTRY]}),),
            PACKAGE: (
                (
                    "aggregate_records",
                    {"model": MODEL, "group_by": [COUNTRY], "measures": ["id:count"]},
                ),
            ),
        },
        bare="/mcp_test/bare/aggregate",
    ),
    Task(
        "field list",
        {
            ADDON: (("describe_model", {"model": MODEL}),),
            SERVER: (("get_fields", {"model": MODEL}),),
            PACKAGE: (("get_model_fields", {"model": MODEL}),),
        },
        bare="/mcp_test/bare/fields",
        faster=5.0,
        smaller=10.0,
    ),
)
