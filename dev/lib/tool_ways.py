"""The record tools, and the calls of Odoo's own JSON-RPC that come nearest to them."""

from __future__ import annotations

from .load import NUMBER, Request
from .ways_in import SEARCH, Doors

MODEL = "res.partner"
# the partner of the company: it is there in every database
ONE = 1
SHORT = ["name", "email", "phone", "city"]
FOUR = {"fields": SHORT, "limit": 10, "order": "id"}
# what each row does; a tool with its arguments; a method with positional and named ones
PAIRS: dict[str, tuple[tuple[str, dict], tuple[str, list, dict] | None]] = {
    "search 10 partners, 4 fields": (
        ("search_records", {"model": MODEL, **FOUR}),
        ("search_read", [], SEARCH),
    ),
    "search 10 partners, fields left open": (
        ("search_records", {"model": MODEL, "limit": 10}),
        ("search_read", [], {"limit": 10}),
    ),
    "one partner": (
        ("get_record", {"model": MODEL, "record_ids": [ONE]}),
        ("read", [[ONE]], {}),
    ),
    "count partners": (
        ("count_records", {"model": MODEL}),
        ("search_count", [[]], {}),
    ),
    "group by country": (
        ("aggregate_records", {"model": MODEL, "group_by": ["country_id"]}),
        ("read_group", [[], ["country_id"], ["country_id"]], {}),
    ),
    "fields of partners": (
        ("describe_model", {"model": MODEL}),
        ("fields_get", [], {}),
    ),
    "create a partner": (
        ("create_records", {"model": MODEL, "values": {"name": "Bench"}}),
        ("create", [{"name": "Bench"}], {}),
    ),
    "change a partner": (
        (
            "update_records",
            {"model": MODEL, "record_ids": [ONE], "values": {"comment": NUMBER}},
        ),
        ("write", [[ONE], {"comment": NUMBER}], {}),
    ),
}
LIST = "tools/list"
READS = (
    "search_records",
    "get_record",
    "count_records",
    "aggregate_records",
    "describe_model",
)


def pairs(doors: Doors) -> dict[tuple[str, str], Request]:
    """Requests by what they do and by which way."""
    found = {}
    for title, (tool, method) in PAIRS.items():
        found[title, tool[0]] = doors.tool(*tool)
        if method:
            name, positional, named = method
            found[title, f"/jsonrpc {name}"] = doors.rpc(MODEL, name, positional, named)
    found["list the tools", LIST] = doors.ours(LIST, {})
    return found
