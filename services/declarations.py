"""What a tool, a resource or a prompt says of itself: vocabulary only.

This module imports nothing of ours. The decorators only mark, as Odoo's own
``api.autovacuum`` and ``http.route`` do; ``catalog.py`` reads the marks.
"""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from odoo import api

__all__ = [
    "Content",
    "Effect",
    "Field",
    "Mark",
    "Params",
    "Result",
    "mcp_prompt",
    "mcp_resource",
    "mcp_tool",
]

PREFIX = "_mcp_"
IDS = re.compile(r"(?:^|_)ids?$")
F = TypeVar("F", bound=Callable[..., Any])


class Effect(enum.IntEnum):
    """What a call does to the world; everything else is derived from it."""

    READ = 0
    ADD = 1
    CHANGE = 2
    DELETE = 3
    EXECUTE = 4


class Params(BaseModel):
    """Arguments of a tool or prompt. Unknown arguments are refused.

    Attributes:
        IS_BULK: a call is a bulk write, however many records it is about.
    """

    IS_BULK: ClassVar[bool] = False

    model_config = ConfigDict(
        extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _ids_are_no_booleans(cls, given: Any) -> Any:
        """Python takes true for the number 1, and so for the id of a record."""
        for name, value in given.items() if isinstance(given, dict) else ():
            items = value if isinstance(value, list) else [value]
            if IDS.search(name) and any(isinstance(item, bool) for item in items):
                raise ValueError(f"{name}: an id is a number, not true or false")
        return given

    def size(self) -> int:
        """How many records the call is about: the length of its longest list."""
        return max(
            (len(v) for v in vars(self).values() if isinstance(v, list)), default=1
        )

    def named(self) -> tuple[str, list[int]]:
        """The model and ids that the call names: what it changes is shown from there."""
        return "", []

    def buttons(self) -> tuple[str, ...]:
        """Methods of Odoo that the client chose, as ``model.method``.

        What tools ``press`` is bound by their rules, whichever tool is called. The
        model of a wizard that Odoo is yet to open is ``*``.
        """
        return ()

    def about(self, env: api.Environment) -> tuple[str, list[int]]:
        """The model and ids that arguments name besides: what they hold is bound, too."""
        return "", []

    def watched(self) -> tuple[str, list[int]]:
        """Of a resource: the model and ids whose changes its subscribers are told."""
        return "", []


class Result(BaseModel):
    """A structured answer: its fields are the data half, ``text`` is the text half.

    ``media`` stands in neither half: only what was asked for, and no more of it than
    the answer budget carries.

    Attributes:
        BINDS: names of fields that a confirmation binds besides the before-images. They
            hold facts of an effect that the journal does not see.
    """

    BINDS: ClassVar[tuple[str, ...]] = ()

    model_config = ConfigDict(
        arbitrary_types_allowed=True, ser_json_bytes="base64", ser_json_inf_nan="null"
    )

    def text(self) -> str | None:
        """The facts in as few words as possible; None lets the kernel write them."""
        return None

    def media(self) -> list[dict[str, Any]]:
        """Content blocks beside the text, such as images, in wire form."""
        return []


@dataclass(frozen=True)
class Content:
    """An answer made of MCP content blocks.

    Attributes:
        blocks: wire-form blocks, e.g. ``{"type": "text", "text": "…"}``.
        structured: optional ``structuredContent``.
        is_error: whether the answer is a tool error.
    """

    blocks: list[dict[str, Any]]
    structured: dict[str, Any] | None = None
    is_error: bool = False


Required = tuple[str | tuple[str, ...], ...]
Term = tuple[str, str, Any]
EffectRule = Effect | tuple[str, Mapping[str, Effect]]


@dataclass(frozen=True)
class State:
    """Where a step leads: records of ``model`` that fit ``domain``.

    Attributes:
        domain: its first term is about the field that the step changes.
    """

    model: str
    domain: tuple[Term, ...]

    @property
    def field(self) -> str:
        """The field that the step changes."""
        return self.domain[0][0]

    @property
    def values(self) -> tuple[Any, ...]:
        """The values that it gives it."""
        wanted = self.domain[0][2]
        return wanted if isinstance(wanted, tuple) else (wanted,)


def state(model: str, *domain: Term) -> State:
    """A ``State``, as a tool declares it."""
    return State(model, domain)


@dataclass(frozen=True)
class Mark:
    """What a decorator writes on a method; ``None`` means "not said here".

    Attributes:
        kind: ``tool``, ``resource`` or ``prompt``.
        effect: an ``Effect``, or ``(argument, {value: Effect})`` where the effect
            depends on one enum argument.
        uri: URI or URI template (RFC 6570 level 1) of a resource.
        mime_type: MIME type of a resource.
        idempotent: repeating the call changes nothing more.
        external: the effect lies outside the database; never re-run.
        open_world: the tool talks to systems other than this server.
        groups: XML ids; the caller needs one of them.
        bucket: name of the rate bucket (setting ``mcp.rate_<bucket>``).
        confirm: True or False overrides what the effect implies.
        requires: models that must exist in the registry, or groups of models of which
            one must. To the first the caller needs the right that the effect implies
            (read, create, write, unlink), to the others that to read.
        libraries: Python modules that the tool needs beyond Odoo's own → the packages
            to install for them; a class says ``_mcp_libraries`` for all of its tools.
        aliases: other names under which a call is accepted, never listed.
        title: for people; derived from the name when absent.
        log: keys of the line in the audit file → the argument or the field of the
            answer that each shows.
        meta: ``_meta`` of the listed tool (protocol fixtures need it).
        taken_back: what Odoo stores while it reads, as computed fields, is taken back;
            otherwise PostgreSQL refuses it. Mails are held, requests are not.
        delegates: a call of it is the call of the tool that its arguments name
            (``name``, ``arguments``), under that tool's policy, where that call has
            at most this effect.
        presses: the buttons of Odoo that do what the tool does, as ``model.method`` or
            a pattern of it: a rule about the tool holds for them in other tools too.
        falls_under: tools of which this is another way: their rules hold for it.
        reaches: the states to which the tool leads: a rule about the tool holds for
            other ways to them, too.
        completes: what completes an argument of a resource or prompt: the model whose
            records it names, ``"{model}"`` for the model that another argument names,
            or a tuple of values.
        uses: tools that a prompt names; who may call none of them does not see it.
        needs: tools without which a prompt is of no use.
    """

    kind: str
    effect: EffectRule | None = None
    uri: str | None = None
    mime_type: str | None = None
    idempotent: bool | None = None
    external: bool | None = None
    open_world: bool | None = None
    groups: tuple[str, ...] | None = None
    bucket: str | None = None
    confirm: bool | None = None
    requires: Required | None = None
    libraries: Mapping[str, str] | None = field(default=None, hash=False)
    aliases: tuple[str, ...] | None = None
    title: str | None = None
    log: Mapping[str, str] | None = field(default=None, hash=False)
    meta: Mapping[str, Any] | None = field(default=None, hash=False)
    taken_back: bool | None = None
    delegates: Effect | None = None
    presses: tuple[str, ...] | None = None
    falls_under: tuple[str, ...] | None = None
    reaches: tuple[State, ...] | None = None
    completes: Mapping[str, str | tuple[str, ...]] | None = field(
        default=None, hash=False
    )
    uses: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None

    def refined_by(self, other: Mark) -> Mark:
        """Merge along the MRO: what ``other`` (the derived class) says wins."""
        said = {
            f.name: value
            for f in fields(other)
            if (value := getattr(other, f.name)) is not None
        }
        return replace(self, **said)


def _marker(mark: Mark) -> Callable[[F], F]:
    def decorate(method: F) -> F:
        if not method.__name__.startswith(PREFIX):
            raise TypeError(
                f"{method.__qualname__}: the name must start with {PREFIX!r}; "
                "a public method is an RPC endpoint and would go round every guard"
            )
        if inspect.iscoroutinefunction(method):
            raise TypeError(f"{method.__qualname__}: tools are synchronous")
        method._mcp_mark = mark
        return method

    return decorate


def _tuple(value: Any) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


def mcp_tool(
    effect: EffectRule,
    *,
    idempotent: bool | None = None,
    external: bool | None = None,
    open_world: bool | None = None,
    groups: tuple[str, ...] | None = None,
    bucket: str | None = None,
    confirm: bool | None = None,
    requires: Required | None = None,
    libraries: Mapping[str, str] | None = None,
    aliases: tuple[str, ...] | None = None,
    title: str | None = None,
    log: Mapping[str, str] | None = None,
    meta: Mapping[str, Any] | None = None,
    taken_back: bool | None = None,
    delegates: Effect | None = None,
    presses: tuple[str, ...] | None = None,
    falls_under: tuple[str, ...] | None = None,
    reaches: tuple[State, ...] | None = None,
) -> Callable[[F], F]:
    """Make a private ``_mcp_*`` method of an Odoo model a tool; see ``Mark``."""
    return _marker(
        Mark(
            "tool",
            effect,
            idempotent=idempotent,
            external=external,
            open_world=open_world,
            groups=_tuple(groups),
            bucket=bucket,
            confirm=confirm,
            requires=_tuple(requires),
            libraries=libraries,
            aliases=_tuple(aliases),
            title=title,
            log=log,
            meta=meta,
            taken_back=taken_back,
            delegates=delegates,
            presses=_tuple(presses),
            falls_under=_tuple(falls_under),
            reaches=_tuple(reaches),
        )
    )


def mcp_resource(
    uri: str,
    *,
    mime_type: str = "application/json",
    groups: tuple[str, ...] | None = None,
    bucket: str | None = None,
    requires: Required | None = None,
    title: str | None = None,
    completes: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Callable[[F], F]:
    """Make a private ``_mcp_*`` method a resource, or a template if ``uri`` has
    ``{variables}``; these become the method's keyword arguments.
    """
    return _marker(
        Mark(
            "resource",
            Effect.READ,
            uri=uri,
            mime_type=mime_type,
            groups=_tuple(groups),
            bucket=bucket,
            requires=_tuple(requires),
            title=title,
            completes=completes,
        )
    )


def mcp_prompt(
    *,
    groups: tuple[str, ...] | None = None,
    requires: Required | None = None,
    title: str | None = None,
    completes: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Callable[[F], F]:
    """Make a private ``_mcp_*`` method a prompt; it answers text, or a list of
    wire-form messages ``{"role": "user", "content": {…}}``.
    """
    return _marker(
        Mark(
            "prompt",
            Effect.READ,
            groups=_tuple(groups),
            requires=_tuple(requires),
            title=title,
            completes=completes,
        )
    )
