"""The one path by which every tool, resource and prompt is called.

mcp.pipeline._answer(call)
  ├─ delegating.target(call)        of call_tool: the call of the tool that it names
  └─ _answer_inside(call)           once more where records changed since the preview,
       │                            or changed what is closed to tools, or what a rule
       │                            of another tool is about, or sends something of
       │                            which that was to be known first
       ├─ _run(call)
       │    ├─ _guards()            outermost first; each is around all that follow
       │    │    audited     intent row, outcome row      guards/audited.py
       │    │    stoppable   ended by whom, or when       guards/stoppable.py
       │    │    permitted   the verdict of mcp.policy    guards/permitted.py
       │    │    throttled   token bucket                 guards/throttled.py
       │    │    reading     no write stays of a READ     guards/reading.py
       │    │    timed       time of every statement      guards/timed.py
       │    │    validated   pydantic, with the env       guards/validated.py
       │    │    pressed     rules about its buttons    guards/pressed.py
       │    │    bulk        many records: who and rate   guards/bulk.py
       │    │    once        idempotency_key, replays     guards/once.py
       │    │    confirmed   preview or token             guards/confirmed.py
       │    │    bounded     size of the answer           guards/bounded.py
       │    │    isolated    savepoint of what writes     guards/isolated.py
       │    │    journaled   before-images, change set    guards/journaled.py
       │    └─ _run_body(call)      not where a guard has the outcome (a replay)
       │         └─ _body(call)     the tool; of an external one its preview
       └─ _error(call, error)       an exception as a tool error
mcp.pipeline._refuse(call, reason)  a person said no: only the audit hears of it
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import Any

import psycopg2

from odoo import _, api, models

from .call import Call, Facts
from .compat.calling import constraint_message
from .concurrency import CONCURRENCY_ERRORS
from .current_call import inside_a_call
from .delegating import target
from .doctor import outdated
from .errors import (
    ConfirmationRequired,
    InputRequired,
    LeavesOdoo,
    OpensClosed,
    ProtocolError,
    ReachesOthers,
    Refused,
    StateChanged,
    ToolError,
)
from .guards.audited import audited
from .guards.bounded import bounded
from .guards.bulk import bulk
from .guards.confirmed import confirmed
from .guards.isolated import isolated
from .guards.journaled import journaled
from .guards.once import once
from .guards.permitted import permitted
from .guards.pressed import pressed
from .guards.reading import reading
from .guards.stoppable import stoppable
from .guards.throttled import throttled
from .guards.timed import timed
from .guards.validated import validated
from .log import logger
from .outcome import Outcome
from .policy.developers import DEVELOPER
from .refusals import REFUSALS, reason
from .stage import label
from .stopping import under_way
from .transactions.egress import is_held_back

_logger = logger(__name__)
Guard = Callable[[Call], AbstractContextManager[None]]


class McpPipeline(models.AbstractModel):
    _name = "mcp.pipeline"
    _description = "MCP pipeline"

    def _guards(self) -> tuple[Guard, ...]:
        """All guards, the outermost first. Extend with ``super()``."""
        return (
            audited,
            stoppable,
            permitted,
            throttled,
            reading,
            timed,
            validated,
            pressed,
            bulk,
            once,
            confirmed,
            bounded,
            isolated,
            journaled,
        )

    @api.model
    def _answer(self, call: Call) -> Outcome:
        """Run ``call``; what went wrong inside the tool is a tool error.

        Raises:
            ProtocolError: for what JSON-RPC answers as an error.
            ConfirmationRequired: how it is asked is the protocol's business.
            CONCURRENCY_ERRORS: Odoo runs the request again.
        """
        call = target(call)
        with inside_a_call(call):
            return self._answer_inside(call)

    @api.model
    def _refuse(self, call: Call, reason: str) -> Outcome:
        """Answer that a person refused ``call``, which the audit notes as well."""
        call.effect = call.declaration.effect_of(call.arguments)
        with inside_a_call(call):
            try:
                with audited(call):
                    raise Refused(reason)
            except Refused as refusal:
                return self._error(call, refusal)

    @api.model
    def _answer_inside(self, call: Call) -> Outcome:
        try:
            return self._run(call)
        except (ProtocolError, ConfirmationRequired, InputRequired):
            raise
        except StateChanged:
            return self._answer(
                call.fresh_copy(facts=Facts(again=True), clock=call.clock)
            )
        except OpensClosed:
            return self._answer(_asking(call, opens=True))
        except ReachesOthers as others:
            return self._answer(_asking(call, reaches=others.tools))
        except LeavesOdoo:
            return self._answer(_asking(call, leaves=True))
        except CONCURRENCY_ERRORS:
            if not (call.external and call.started):
                raise
            return Outcome.error(_maybe_happened(call))
        except Exception as error:
            if call.external and call.done:
                _logger.exception("failed after its effect")
                return Outcome.error(_maybe_happened(call))
            return self._error(call, error)

    @api.model
    def _run(self, call: Call) -> Outcome:
        if under_way.current.get():
            # the inner call would end the transaction of the outer one
            raise RuntimeError("a tool calls another by its method")
        with ExitStack() as stack:
            for guard in self._guards():
                stack.enter_context(guard(call))
            call.transaction.commit_pending()
            if call.outcome is None:
                call.outcome = self._run_body(call)
        return call.outcome

    @api.model
    def _run_body(self, call: Call) -> Outcome:
        """Run the body; a preview ends where something would leave Odoo."""
        try:
            return self._body(call)
        except Exception as error:
            held = call.preview or call.facts.looks_first
            if not (held and is_held_back(error)):
                raise
            return Outcome.of(_held_back(call) if call.preview else "")

    @api.model
    def _body(self, call: Call) -> Outcome:
        if not call.preview:
            for prepare in call.before_body:
                prepare()
            call.started = True
        model = call.env[call.declaration.model]
        if call.preview and call.declaration.external:
            return Outcome.of(self._preview_of(model, call))
        method = getattr(model, call.declaration.method)
        return self._outcome(call, method(**_arguments(call)))

    @api.model
    def _outcome(self, call: Call, value: Any) -> Outcome:
        if call.declaration.kind == "tool":
            return Outcome.of(value)
        return Outcome.content(value)

    @api.model
    def _preview_of(self, model: models.BaseModel, call: Call) -> str:
        preview = getattr(model, f"_preview_{call.declaration.name}", None)
        if preview:
            return _placed(call, preview(call.params))
        return _("%(title)s would run with %(arguments)s.") % {
            "title": call.declaration.title,
            "arguments": call.arguments,
        }

    @api.model
    def _error(self, call: Call, error: Exception) -> Outcome:
        """The one mapping from exceptions to tool errors."""
        if isinstance(error, ToolError):
            return Outcome.error(error.message, error.data)
        if isinstance(error, REFUSALS):
            return Outcome.error(reason(error))
        if isinstance(error, psycopg2.IntegrityError):
            return Outcome.error(constraint_message(call.env, error))
        if unfit := _unfit(error):
            return Outcome.error(_("The database takes no such value: %s.") % unfit)
        if isinstance(error, psycopg2.errors.ReadOnlySqlTransaction):
            return Outcome.error(
                _("%s only reads; PostgreSQL refused a write.") % call.declaration.name
            )
        if isinstance(error, psycopg2.errors.QueryCanceled):
            return Outcome.error(_("The database stopped a query that took too long."))
        _logger.exception("failed")
        if why := outdated.why(self.env.registry, error):
            return Outcome.error(why, {"reference": call.id})
        return Outcome.error(
            _("Something went wrong inside Odoo; an administrator finds it in the log.")
            + f" ({call.id})",
            {"reference": call.id},
        )


def _asking(call: Call, **seen: Any) -> Call:
    """The same call with what was agreed to, once it is seen what it needs.

    Args:
        seen: of ``Facts``; what was seen before stays.
    """
    facts = replace(Facts(opens=call.facts.opens, reaches=call.facts.reaches), **seen)
    agreed = {"confirmation": call.confirmation, "consent": call.consent}
    agreed |= {"dry_run": call.dry_run, "clock": call.clock}
    return call.fresh_copy(**agreed, facts=facts)


def _placed(call: Call, preview: str) -> str:
    """A developer's preview says first on which database: a client may know several."""
    if call.declaration.toolset != DEVELOPER:
        return preview
    return f"{call.env._('Database')}: {label(call.env)}.\n{preview}"


def _arguments(call: Call) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if call.declaration.params:
        arguments["params"] = call.params
    else:
        arguments.update(call.arguments)
    if call.declaration.takes_call:
        arguments["call"] = call
    return arguments


def _unfit(error: Exception) -> str | None:
    """Why PostgreSQL, or its driver, cannot store a value; None for other errors."""
    if isinstance(error, psycopg2.DataError):
        return error.diag.message_primary or str(error)
    if isinstance(error, ValueError) and "NUL (0x00)" in str(error):
        return str(error).rstrip(".")
    return None


def _held_back(call: Call) -> str:
    text = call.env._("A preview sends nothing; it stopped at %s.")
    return text % call.preview.held_back[-1]


def _maybe_happened(call: Call) -> str:
    return call.env._(
        "The call was interrupted after it had begun; its effect may have happened. "
        "Check before you repeat it."
    )
