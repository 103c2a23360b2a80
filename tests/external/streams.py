"""Streams of a POST on a real server, where each call has its own transaction.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Any

import requests
from _calls import AS_A_PERSON

MODE = "threaded"

URL = os.environ.get("URL", "")
HEADERS = {
    "Authorization": f"Bearer {os.environ.get('KEY')}",
    "Accept": "application/json, text/event-stream",
}
VERSION = "2025-11-25"
# the first is of a company that is not the caller's
TWO_PARTNERS = """
root = env(user=1)
other = root["res.company"].create({"name": "Not mine"})
partners = root["res.partner"].create(
    [{"name": "Hidden", "company_id": other.id}, {"name": "Known"}]
)
partners.ids
"""
OFTEN = "env['ir.config_parameter'].set_param('mcp.rate_shell', '1000')"
KEY_OF_AN_OPERATOR = """
user = env["res.users"].browse(env.uid)
secret = env["mcp.key"]._mcp_generate(user, "asked", mode="operator")
(secret, env["mcp.key"].search([], limit=1).id)
"""
ids = itertools.count(1)


def post(method: str, params: dict, session: dict | None = None, **options: Any):
    message = {"jsonrpc": "2.0", "id": next(ids), "method": method, "params": params}
    return answer(message, session, **options)


def answer(message: dict, session: dict | None = None, **options: Any):
    headers = {**HEADERS, **(session or {})}
    return requests.post(URL, json=message, headers=headers, timeout=60, **options)


def call(name: str, arguments: dict | None = None, session=None, meta=None):
    """The messages of a streamed call, as they arrive, and the response."""
    params = {"name": name, "arguments": arguments or {}, "_meta": meta or {}}
    response = post("tools/call", params, session, stream=True)
    assert response.headers["Content-Type"] == "text/event-stream", response.text
    return events(response), response


def events(response: requests.Response) -> Iterator[dict]:
    for line in response.iter_lines(chunk_size=1):
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def session_of(**capabilities: Any) -> dict[str, str]:
    client = {"name": "streams", "version": "1"}
    opening = {"protocolVersion": VERSION, "clientInfo": client}
    response = post("initialize", {**opening, "capabilities": capabilities})
    session = response.headers["Mcp-Session-Id"]
    return {"Mcp-Session-Id": session, "MCP-Protocol-Version": VERSION}


def query(text: str) -> list[dict]:
    params = {"name": "query_database", "arguments": {"query": text}}
    result = post("tools/call", params).json()["result"]
    assert not result["isError"], result
    return result["structuredContent"]["rows"]


def a_person_is_asked_while_the_call_waits() -> None:
    session = session_of(elicitation={})
    stream, _response = call("test_elicitation", {"message": "Who?"}, session)
    question = next(stream)
    assert question["method"] == "elicitation/create", question
    said = {"action": "accept", "content": {"username": "Ada", "email": "a@b.c"}}
    reply = {"jsonrpc": "2.0", "id": question["id"], "result": said}
    assert answer(reply, session).status_code == 202
    result = next(stream)["result"]
    assert "Ada" in result["content"][0]["text"], result


def a_call_ends_when_its_client_goes_away() -> None:
    """It would go on for ten minutes; its audit row says when it ended."""
    last = "SELECT coalesce(max(id), 0) AS id FROM mcp_audit_log"
    before = query(last)[0]["id"]
    stream, response = call("test_endless_progress", meta={"progressToken": "p"})
    assert next(stream)["method"] == "notifications/progress"
    response.close()
    ended = (
        f"SELECT result FROM mcp_audit_log WHERE id > {before} AND phase = 'outcome'"
    )
    ended += " AND tool = 'test_endless_progress'"
    deadline = time.monotonic() + 120
    while not (rows := query(ended)):
        assert time.monotonic() < deadline, "the call goes on without its client"
        time.sleep(0.2)
    assert rows[0]["result"] == "error", rows


def listening(
    headers: dict[str, str] | None = None, /, **wanted: Any
) -> tuple[Iterator[dict], requests.Response]:
    """What a subscription says after its acknowledgement."""
    prefix = "io.modelcontextprotocol/"
    meta = {f"{prefix}protocolVersion": "2026-07-28", f"{prefix}clientCapabilities": {}}
    method = "subscriptions/listen"
    routing = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method}
    params = {"notifications": wanted, "_meta": meta}
    response = post(method, params, {**routing, **(headers or {})}, stream=True)
    stream = events(response)
    assert "acknowledged" in next(stream)["method"]
    return stream, response


def a_listener_hears_of_a_change_that_another_call_made() -> None:
    stream, response = listening(toolsListChanged=True)
    post("tools/call", {"name": "test_trigger_tool_change", "arguments": {}})
    assert next(stream)["method"] == "notifications/tools/list_changed"
    response.close()


def who_listens_to_a_record_hears_of_what_anybody_does_to_it() -> None:
    """Of Odoo's own code too; not of a record that is not his to read."""
    hidden, known = python(TWO_PARTNERS)
    uris = [f"odoo://res.partner/record/{number}" for number in (hidden, known)]
    stream, response = listening(resourceSubscriptions=uris)
    for change in ("write({'city': 'Ghent'})", "unlink()"):
        python(f"env(user=1)['res.partner'].browse([{hidden}, {known}]).{change}")
        told = next(stream)
        assert told["method"] == "notifications/resources/updated", told
        assert told["params"]["uri"] == uris[1], told
    response.close()


def python(code: str) -> Any:
    """The value of Python that commits."""
    arguments = {"code": code, "commit": True}
    params = {"name": "odoo_shell", "arguments": arguments}
    result = post("tools/call", params).json()["result"]
    assert not result["isError"], result
    return result["structuredContent"]["value"]


def asked_with_a_key(partner: int, *meanwhile: str) -> tuple[list[str], dict]:
    """What a person is asked before a partner's street is changed, and the result.

    Args:
        meanwhile: Python that commits while he thinks, for each question.
    """
    secret, key = python(AS_A_PERSON + KEY_OF_AN_OPERATOR)
    session = session_of(elicitation={}) | {"Authorization": f"Bearer {secret}"}
    values = {"record_ids": [partner], "values": {"street": "Asked"}}
    arguments = {"model": "res.partner", **values}
    stream, _response = call("update_records", arguments, session)
    questions, yes = [], {"action": "accept", "content": {"confirm": True}}
    for code in meanwhile:
        question = next(stream)
        questions.append(question["params"]["message"])
        python(f"{AS_A_PERSON}key = env['mcp.key'].browse({key})\n{code}")
        said = {"jsonrpc": "2.0", "id": question["id"], "result": yes}
        # another key of the same user: it was not asked
        answer(said, session_of())
        answer(said, session)
    return questions, next(stream)["result"]


def a_key_that_was_lowered_while_its_person_was_asked_does_nothing() -> None:
    partner = python("env['res.partner'].create({'name': 'Asked'}).id")
    _questions, result = asked_with_a_key(partner, "key.write({'mode': 'observer'})")
    assert result["isError"], result
    assert "changed or revoked" in result["content"][0]["text"], result
    assert python(f"env['res.partner'].browse({partner}).street") is False


def a_revoked_key_answers_nothing() -> None:
    partner = python("env['res.partner'].create({'name': 'Asked'}).id")
    secret, key = python(AS_A_PERSON + KEY_OF_AN_OPERATOR)
    session = session_of(elicitation={}) | {"Authorization": f"Bearer {secret}"}
    arguments = {"model": "res.partner", "record_ids": [partner]}
    arguments["values"] = {"street": "Asked"}
    stream, response = call("update_records", arguments, session)
    question = next(stream)
    python(f"{AS_A_PERSON}env['mcp.key'].browse({key}).write({{'active': False}})")
    yes = {"action": "accept", "content": {"confirm": True}}
    said = {"jsonrpc": "2.0", "id": question["id"], "result": yes}
    assert answer(said, session).status_code == 401
    response.close()
    assert python(f"env['res.partner'].browse({partner}).street") is False


def a_question_ends_when_its_client_goes_away() -> None:
    """It would hold a thread and a cursor for five minutes."""
    session = session_of(elicitation={})
    streams = [call("test_elicitation", {"message": "Who?"}, session) for _ in range(4)]
    for stream, _response in streams:
        assert next(stream)["method"] == "elicitation/create"
    last, _response = call("test_elicitation", {"message": "Who?"}, session)
    assert next(last)["result"]["isError"], "one user is asked four things at once"
    for _stream, response in streams:
        response.close()
    deadline = time.monotonic() + 60
    while True:
        stream, response = call("test_elicitation", {"message": "Who?"}, session)
        if "method" in next(stream):
            response.close()
            return
        assert time.monotonic() < deadline, "questions go on without their client"
        time.sleep(0.5)


def who_listens_is_told_nothing_more_once_his_key_is_revoked() -> None:
    secret, key = python(AS_A_PERSON + KEY_OF_AN_OPERATOR)
    partner = python("env['res.partner'].create({'name': 'Listened to'}).id")
    stream, _response = listening(
        {"Authorization": f"Bearer {secret}"},
        resourceSubscriptions=[f"odoo://res.partner/record/{partner}"],
    )
    python(f"{AS_A_PERSON}env['mcp.key'].browse({key}).write({{'active': False}})")
    python(f"env['res.partner'].browse({partner}).city = 'Ghent'")
    assert list(stream) == [], "a revoked key still hears"


def records_that_changed_while_a_person_was_asked_are_shown_again() -> None:
    partner = python("env['res.partner'].create({'name': 'Asked'}).id")
    change = f"env['res.partner'].browse({partner}).street = 'Of somebody else'"
    (first, second), result = asked_with_a_key(partner, change, "pass")
    assert not result["isError"], result
    assert "somebody else" in second and "somebody else" not in first, (first, second)
    assert python(f"env['res.partner'].browse({partner}).street") == "Asked"


def progress_comes_before_the_answer() -> None:
    stream, _response = call("test_tool_with_progress", meta={"progressToken": 7})
    *told, last = stream
    assert [m["params"]["progressToken"] for m in told] == [7] * len(told) != []
    assert not last["result"]["isError"], last


CHECKS = (
    progress_comes_before_the_answer,
    a_person_is_asked_while_the_call_waits,
    a_key_that_was_lowered_while_its_person_was_asked_does_nothing,
    records_that_changed_while_a_person_was_asked_are_shown_again,
    a_call_ends_when_its_client_goes_away,
    a_question_ends_when_its_client_goes_away,
    a_revoked_key_answers_nothing,
    who_listens_is_told_nothing_more_once_his_key_is_revoked,
    a_listener_hears_of_a_change_that_another_call_made,
    who_listens_to_a_record_hears_of_what_anybody_does_to_it,
)


def main() -> int:
    python(AS_A_PERSON + OFTEN)
    failed = 0
    for check in CHECKS:
        try:
            check()
        except Exception:
            failed += 1
            print(f"{check.__name__}: FAILED\n{traceback.format_exc()}")
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
