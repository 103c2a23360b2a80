"""One call on its way through the pipeline, and its outcome."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from psycopg2.extensions import TRANSACTION_STATUS_INTRANS

from odoo import api
from odoo.tools import SQL

from .answers.render import terse
from .audit.redaction import fingerprint, redacted
from .caches import registry_reset
from .callers.principal import Principal
from .declarations import Content, Effect, Params, Result
from .journal.shown import Shown
from .transactions import reading_transaction, statement_queue
from .transactions.own_cursor import Statement, at_once


class Channel(Protocol):
    """What a transport offers a running tool towards its client."""

    def progress(
        self, progress: float, total: float | None, message: str | None
    ) -> None: ...

    def log(self, level: str, data: Any, logger: str | None) -> None: ...

    def request(self, method: str, params: dict[str, Any]) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Client:
    """What the client said of itself; nothing of it is checked, so trust none of it.

    Attributes:
        protocol: the revision that it speaks.
        capabilities: what it said it can do, as MCP writes it.
        channel: how it is reached while its call runs; None where it cannot be.
        state: what a tool sealed when it asked for more (``InputRequired``).
        responses: the client's answers to that, by the key of the question.
    """

    name: str = ""
    version: str = ""
    protocol: str = ""
    capabilities: dict[str, Any] = field(default_factory=dict)
    channel: Channel | None = None
    state: str | None = None
    responses: dict[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """What goes back: text and data, each complete without the other.

    Some clients give their model only the text, others only the data.

    Attributes:
        blocks: the text half: MCP content blocks in wire form.
        structured: the data half, ``structuredContent``; None where there is none.
        is_error: whether it is a tool error.
        raw: the method's own return value (resources, prompts).
    """

    blocks: list[dict[str, Any]]
    structured: dict[str, Any] | None = None
    is_error: bool = False
    raw: Any = None

    @property
    def text(self) -> str:
        """All text blocks, joined."""
        return "\n".join(b["text"] for b in self.blocks if b.get("type") == "text")

    @classmethod
    def of(cls, value: Any) -> Outcome:
        """Wrap what a tool returned: Content, Result or text."""
        if isinstance(value, Content):
            _check(value)
            return cls(value.blocks, value.structured, value.is_error, value)
        if isinstance(value, Result):
            data, text = _data(value), value.text()
            blocks = _blocks(terse(data) if text is None else text)
            return cls([*blocks, *value.media()], data, raw=value)
        if isinstance(value, str):
            return cls(_blocks(value), raw=value)
        raise TypeError(f"a tool answered {type(value).__name__}")

    @classmethod
    def content(cls, value: Any) -> Outcome:
        """Wrap what a resource or prompt returned; it has no text half."""
        return cls([], _data(value) if isinstance(value, Result) else None, raw=value)

    @classmethod
    def error(cls, message: str, data: dict[str, Any] | None = None) -> Outcome:
        """A tool error; the text repeats ``data``."""
        lines = [message, terse(data)] if data else [message]
        return cls(_blocks("\n".join(lines)), data or None, True)


def _check(value: Content) -> None:
    """Check what a tool made by hand, while its effect can still be rolled back.

    Raises:
        TypeError, ValidationError: it is no result of a tool call.
    """
    if not isinstance(value.structured, dict | None):
        raise TypeError("structured content of a tool is an object")
    # imported late: it is heavy, and every server that has answered a request has it
    from mcp_types import CallToolResult

    content = {"content": value.blocks, "structuredContent": value.structured}
    CallToolResult.model_validate({**content, "isError": value.is_error})


def _data(value: Result) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True)


def _blocks(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": text}]


@dataclass
class Call:
    """One call of a declared method.

    Attributes:
        env: the caller's environment.
        declaration: ``catalog.Declaration`` of what is called.
        arguments: as the client sent them, less the control arguments.
        principal: who calls.
        client: what the client said of itself.
        id: stays the same when Odoo runs the request again.
        confirmation, dry_run, idempotency_key: the control arguments.
        consent: a person answered yes in the client (elicitation).
        params: the validated arguments.
        effect: the effect of this very call.
        most_effect: what the tool through which it was called lets it do at most.
        confirmations: how many confirmations policy asks for (0, 1, 2).
        needs_approval: the person who confirms is an approver in Odoo.
        approvers: ids of the users who may approve; empty: the default.
        state: hash of the before-images that this run took.
        bound: the hash that the confirmed preview took; None where no confirmation
            binds anything.
        shown: what a preview would change, for people and models.
        preview: the body runs only to be shown and rolled back.
        started: the body of an external effect has begun.
        done: the body ran to its end, and what it did stands unless it is taken back.
        before_body: what guards want done right before the body really runs.
        pending_commits: statements that are committed before the body, at the latest.
        queued: statements of the call's transaction that are sent with the next one
            of the guards, or of the body (``queue``).
        after_body: what a tool wants stored once the savepoint around its body has
            ended, such as a file that a READ tool answers; never in a preview.
        reports: what is stored after the body even of a preview, or of a call that a
            tool refuses, such as a file that says why.
        held_back: what a preview would have sent out of Odoo.
        claimed: the idempotency key was claimed for this run.
        outcome: set once the call is answered; guards inside then let it pass.
        facts: what guards and tools want the audit row to know.
    """

    env: api.Environment
    declaration: Any
    arguments: dict[str, Any]
    principal: Principal
    client: Client = field(default_factory=Client)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    confirmation: str | None = None
    dry_run: bool = False
    idempotency_key: str | None = None
    consent: bool = False
    params: Params | None = None
    effect: Effect | None = None
    most_effect: Effect = Effect.EXECUTE
    confirmations: int = 0
    needs_approval: bool = False
    approvers: tuple[int, ...] = ()
    state: str = ""
    bound: str | None = None
    shown: Shown | None = None
    preview: bool = False
    started: bool = False
    done: bool = False
    outcome: Outcome | None = None
    before_body: list[Callable[[], None]] = field(default_factory=list)
    pending_commits: list[Statement] = field(default_factory=list)
    queued: list[SQL] = field(default_factory=list)
    after_body: list[Callable[[], None]] = field(default_factory=list)
    reports: list[Callable[[], None]] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    claimed: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    clock: float = field(default_factory=time.monotonic)

    @cached_property
    def audit_arguments(self) -> tuple[str, str]:
        """The arguments as the audit keeps them: JSON without secrets, and the hash."""
        arguments = redacted(self.arguments)
        text = json.dumps(arguments, ensure_ascii=False, default=str)
        return text, fingerprint(self.arguments)

    @property
    def external(self) -> bool:
        """Whether this call's effect lies outside the database."""
        return self.declaration.external and self.effect != Effect.READ

    @property
    def duration_ms(self) -> int:
        """Milliseconds since the call began."""
        return round((time.monotonic() - self.clock) * 1000)

    def fresh_copy(self, **more: Any) -> Call:
        """The same call, not yet run, under an id of its own.

        Args:
            more: attributes of the new call, such as its confirmation.
        """
        return Call(
            self.env,
            self.declaration,
            self.arguments,
            self.principal,
            self.client,
            idempotency_key=self.idempotency_key,
            most_effect=self.most_effect,
            **more,
        )

    def tool_hook(self, kind: str) -> str | None:
        """What the method ``_<kind>_<tool>`` says of this call; None without one.

        Args:
            kind: ``sentence``, ``irreversible``, ``ran`` …; docs/development.md lists
                them.
        """
        model = self.env[self.declaration.model]
        method = getattr(model, f"_{kind}_{self.declaration.name}", None)
        return method(self.params) if method else None

    def commit_pending(self, *more: Statement) -> None:
        """Commit ``pending_commits`` and ``more``, whatever becomes of the call."""
        if self.pending_commits or more:
            at_once(self.env.registry, *self.pending_commits, *more)
            self.pending_commits.clear()

    def queue(self, *more: SQL) -> None:
        """Send ``queued`` and ``more`` together with the body's first statement."""
        self.queued += more
        statement_queue.attach(self.env.cr, self.queued)

    def discard_queued(self, statement: SQL) -> bool:
        """Empty the queue; answer whether ``statement`` had left it before."""
        was_sent = not any(waiting is statement for waiting in self.queued)
        statement_queue.detach(self.env.cr)
        self.queued.clear()
        return was_sent

    def flush_queued(self, *more: SQL) -> None:
        """Run ``queued`` and ``more`` now, in the call's transaction."""
        statement_queue.detach(self.env.cr)
        if statements := [*self.queued, *more]:
            self.env.cr.execute(SQL("; ").join(statements))
            self.queued.clear()
        reading_transaction.give_back(self.env.cr)

    def rollback_all(self) -> None:
        """Roll the request's transaction back, in whatever state it is."""
        cr = self.env.cr
        statement_queue.detach(cr)
        self.queued.clear()
        if not cr.closed:
            reading_transaction.abandon(cr)
            cr.rollback()
            registry_reset.reset(self.env.registry)

    def end_after_error(self) -> None:
        """After an error: send what is queued if the transaction still works.

        Otherwise it is dropped. The queue may hold the end of a savepoint.
        """
        status = self.env.cr._cnx.get_transaction_status()
        if status == TRANSACTION_STATUS_INTRANS:
            self.flush_queued()
        statement_queue.detach(self.env.cr)
        self.queued.clear()
        reading_transaction.abandon(self.env.cr)

    def progress(
        self, progress: float, total: float | None = None, message: str | None = None
    ) -> None:
        """Tell the client how far the work is; nothing if it does not listen."""
        if self.client.channel:
            self.client.channel.progress(progress, total, message)

    def log(self, level: str, data: Any, logger: str | None = None) -> None:
        """Send a log message to the client; nothing if it does not listen."""
        if self.client.channel:
            self.client.channel.log(level, data, logger)

    def ask(self, message: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Ask the person at the client (``elicitation/create``)."""
        return self._request(
            "elicitation/create", {"message": message, "requestedSchema": schema}
        )

    def sample(self, params: dict[str, Any]) -> dict[str, Any]:
        """Ask the client's model (``sampling/createMessage``)."""
        return self._request("sampling/createMessage", params)

    def _request(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        if not self.client.channel:
            raise RuntimeError("this client cannot be asked on this connection")
        return self.client.channel.request(method, params)
