"""One call on its way through the pipeline."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from odoo import api

from .audit.redaction import fingerprint, redacted
from .callers.principal import Principal
from .confirming.preview import Preview
from .declarations import Effect, Params
from .outcome import Outcome
from .policy.verdict import Verdict
from .transactions.call_transaction import CallTransaction


class Channel(Protocol):
    """What a transport offers a running tool towards its client."""

    def progress(
        self, progress: float, total: float | None, message: str | None
    ) -> None: ...

    def log(self, level: str, data: Any, logger: str | None) -> None: ...

    def request(self, method: str, params: dict[str, Any]) -> dict[str, Any]: ...

    def is_gone(self) -> bool: ...


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
class Facts:
    """What guards and tools note of a call, for one another and for the audit.

    Attributes:
        again: it runs once more, because records changed since its preview.
        consent: who agreed, in words.
        replayed: its answer is that of an earlier call with the same key.
        failed: result and reason for the audit, of a tool that answers a failure as
            data, since that says more than a refusal could.
        undoes: ids of the change sets that it takes back.
        opens: it changes what is closed to tools, as a developer may.
        reaches: names of tools with a rule that do what this call was seen to do.
        looks_first: nothing leaves Odoo yet, as rules are asked by what the call does.
        leaves: it sends something at once, and was seen to do nothing of a rule.
    """

    again: bool = False
    opens: bool = False
    reaches: tuple[str, ...] = ()
    looks_first: bool = False
    leaves: bool = False
    consent: str = ""
    replayed: bool = False
    failed: tuple[str, str] | None = None
    undoes: tuple[int, ...] = ()


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
        verdict: what policy said, once it was asked.
        bound: ``Preview.state`` of the confirmed preview; None where no confirmation
            binds anything.
        preview: what is shown, if the body runs only for that and is rolled back.
        started: the body of an external effect has begun.
        done: the body ran to its end, and what it did stands unless it is taken back.
        before_body: what guards want done right before the body really runs.
        after_body: what a tool wants stored once the savepoint around its body has
            ended, such as a file that a READ tool answers; never in a preview.
        reports: what is stored after the body even of a preview, or of a call that a
            tool refuses, such as a file that says why.
        claimed: the idempotency key was claimed for this run.
        outcome: set once the call is answered; guards inside then let it pass.
        facts: what guards and tools note for one another, and for the audit.
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
    verdict: Verdict | None = None
    bound: str | None = None
    preview: Preview | None = None
    started: bool = False
    done: bool = False
    outcome: Outcome | None = None
    before_body: list[Callable[[], None]] = field(default_factory=list)
    after_body: list[Callable[[], None]] = field(default_factory=list)
    reports: list[Callable[[], None]] = field(default_factory=list)
    claimed: bool = False
    facts: Facts = field(default_factory=Facts)
    clock: float = field(default_factory=time.monotonic)

    @cached_property
    def transaction(self) -> CallTransaction:
        """Its statements that wait, and the end of its transaction."""
        return CallTransaction(self.env)

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
