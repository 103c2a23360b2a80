"""The tools, resources and prompts of the database at hand.

    mcp.catalog._of_kind, _find         those of a kind; one by its name or an alias
      └─ _all(kind)                     and prompts that are records (``mcp.prompt``)
           └─ _declarations()           kept on the registry
                └─ _scan(registry)      every model, in the order of loading
                     ├─ _own(class)     marks merged along the MRO, base outwards
                     │    └─ _marked    marks in one class's __dict__ (cached)
                     └─ _declare        mark + signature → Declaration

Importing a module is not installing it: one process serves several databases, so
discovery goes through the registry, never through a list filled at import time.
``_register_hook`` empties it when the registry is set up again.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import AliasChoices, AliasPath

from odoo import api, models

from . import schema
from .declarations import PREFIX, Effect, Mark, Params, Result
from .journal import dependants
from .log import logger
from .orm import views
from .surface import listeners

_logger = logger(__name__)


@dataclass(frozen=True, eq=False)
class Declaration:
    """Everything that is known of one tool, resource or prompt.

    Attributes:
        name: the public name (the method's, less the prefix).
        model, method: where the body is.
        toolset: the class's ``_mcp_toolset``, else the addon's name.
        mark: the merged decorator.
        description: the docstring.
        params: pydantic model of the arguments, or None.
        arguments: argument names of the method where there is no ``params``.
        result: pydantic model of the answer, or None when it is text or Content.
        takes_call: the method wants the ``Call``.
        libraries: Python modules that it needs → the packages that bring them: its
            own, and those of its toolset's ``_mcp_libraries``.
    """

    name: str
    model: str
    method: str
    toolset: str
    mark: Mark
    description: str
    params: type[Params] | None
    arguments: tuple[str, ...]
    result: type[Result] | None
    takes_call: bool
    libraries: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.mark.kind

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and the others under which a call is accepted."""
        return (self.name, *(self.mark.aliases or ()))

    @property
    def external(self) -> bool:
        return bool(self.mark.external)

    @property
    def delegates(self) -> bool:
        """Whether it stands for other tools, and has no effect of its own."""
        return self.mark.delegates is not None

    @property
    def title(self) -> str:
        return self.mark.title or self.name.replace("_", " ").capitalize()

    @functools.cached_property
    def effects(self) -> tuple[Effect, ...]:
        """All effects that a call may have, mildest first."""
        if isinstance(self.mark.effect, tuple):
            return tuple(sorted(set(self.mark.effect[1].values())))
        return (self.mark.effect,)

    @property
    def worst(self) -> Effect:
        return self.effects[-1]

    def effect_of(self, arguments: dict[str, Any]) -> Effect:
        """The worst that a call with ``arguments`` may do: an argument has aliases."""
        if not isinstance(self.mark.effect, tuple):
            return self.mark.effect
        argument, _effects = self.mark.effect
        names = _names_of(self._field(argument), argument)
        said = [arguments[name] for name in names if name in arguments]
        return max(map(self._by, said or [self._default(argument)]))

    def exceeds(self, effect: Effect, params: Any) -> bool:
        """Whether a call that was understood as ``params`` does more than ``effect``."""
        if not isinstance(self.mark.effect, tuple):
            return False
        return self._by(getattr(params, self.mark.effect[0], None)) > effect

    def _by(self, value: Any) -> Effect:
        """The effect that goes with ``value``; the worst with an unknown one."""
        value, effects = getattr(value, "value", value), self.mark.effect[1]
        return effects.get(value, self.worst) if isinstance(value, str) else self.worst

    def _field(self, argument: str) -> Any:
        return self.params and self.params.model_fields.get(argument)

    def _default(self, argument: str) -> Any:
        field = self._field(argument)
        return field.default if field else None

    @functools.cached_property
    def input_schema(self) -> dict[str, Any]:
        return schema.input_schema(self.params, writes=self.worst > Effect.READ)

    @functools.cached_property
    def lean_input_schema(self) -> dict[str, Any]:
        """The input schema without the bounds of values, which a refusal names."""
        return schema.lean(self.input_schema)

    @functools.cached_property
    def output_schema(self) -> dict[str, Any] | None:
        return schema.output_schema(self.result) if self.result else None

    @property
    def hints(self) -> dict[str, bool]:
        """The MCP annotations; of several effects the worst one counts."""
        if self.delegates:
            return hints_of(self.mark.delegates, open_world=True)
        hints = hints_of(self.worst, open_world=bool(self.mark.open_world))
        return {**hints, "idempotentHint": True} if self.mark.idempotent else hints


def _names_of(field: Any, name: str) -> set[str]:
    """The names under which an argument is taken."""
    names = {name}
    for alias in (
        getattr(field, "alias", None),
        getattr(field, "validation_alias", None),
    ):
        choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
        # a place within another argument counts as that one
        names |= {c.path[0] if isinstance(c, AliasPath) else c for c in choices if c}
    return names


def hints_of(worst: Effect, *, open_world: bool) -> dict[str, bool]:
    """The MCP annotations of what does ``worst`` at most."""
    return {
        "readOnlyHint": worst == Effect.READ,
        "destructiveHint": worst > Effect.ADD,
        "idempotentHint": worst == Effect.READ,
        "openWorldHint": open_world,
    }


class McpCatalog(models.AbstractModel):
    _name = "mcp.catalog"
    _description = "MCP catalogue"

    def _register_hook(self) -> None:
        super()._register_hook()
        registry = self.env.registry
        registry._mcp_catalog = None
        dependants.forget(registry)
        views.forget(registry)
        # Odoo creates foreign keys of new fields later in this transaction
        self.env.cr.postcommit.add(lambda: dependants.forget(registry))
        for what in ("tools", "resources", "prompts"):
            listeners.tell(self.env.cr.dbname, what)

    @api.model
    def _declarations(self) -> dict[tuple[str, str], Declaration]:
        """All declarations of this database, by ``(kind, name)``."""
        registry = self.env.registry
        if getattr(registry, "_mcp_catalog", None) is None:
            registry._mcp_catalog = _scan(registry)
        return registry._mcp_catalog

    @api.model
    def _of_kind(self, kind: str) -> list[Declaration]:
        """Declarations of one kind, in the order in which they are listed."""
        found = [d for d in self._all(kind) if d.kind == kind]
        return sorted(found, key=lambda d: (_toolset_rank(d.toolset), d.name))

    @api.model
    def _find(self, kind: str, name: str) -> Declaration | None:
        """The declaration called ``name``, or by one of its aliases."""
        if found := self._declarations().get((kind, name)):
            return found
        return next(
            (d for d in self._all(kind) if d.kind == kind and name in d.names),
            None,
        )

    def _all(self, kind: str) -> tuple[Declaration, ...]:
        """What is declared in code, and prompts that are records."""
        records = self.env["mcp.prompt"]._declarations() if kind == "prompt" else ()
        return (*self._declarations().values(), *records)


TOOLSETS = (
    "general",
    "records",
    "data",
    "safety",
    "workflows",
    "accounting",
    "hr",
    "expenses",
    "knowledge",
    "projects",
    "decisions",
    "developer",
)


def _toolset_rank(toolset: str) -> tuple[int, str]:
    if toolset in TOOLSETS:
        return (TOOLSETS.index(toolset), "")
    return (len(TOOLSETS), toolset)


class Method(NamedTuple):
    """A marked method of a model.

    Attributes:
        mark: merged along the MRO.
        function: the outermost one, whose signature counts.
        root: the class that declared it first.
        description: the outermost docstring that there is.
    """

    mark: Mark
    function: Any
    root: type
    description: str


def _scan(registry: Any) -> dict[tuple[str, str], Declaration]:
    found: dict[tuple[str, str], Declaration] = {}
    for model_class in registry.models.values():
        for name, method in _own(model_class).items():
            declaration = _declare(model_class, name, method)
            kind = declaration.kind
            first = found.setdefault((kind, declaration.name), declaration)
            if first is not declaration:
                _logger.warning(
                    "%s %s of %s is hidden by that of %s, which was loaded first",
                    kind,
                    declaration.name,
                    declaration.model,
                    first.model,
                )
    return found


def _own(model_class: type) -> dict[str, Method]:
    """The marks of a model's methods, merged along its MRO from the base outwards.

    A tool belongs to the model whose class declares it first. A model that inherits it
    from another one (a mixin, or ``_inherit`` with a new ``_name``) declares none.
    """
    own: dict[str, Method] = {}
    for base in reversed(model_class.__mro__):
        for name, function in _marked(base):
            said = inspect.getdoc(function) or ""
            if inner := own.get(name):
                _require_same_kind(model_class, name, inner, function)
                mark = inner.mark.refined_by(function._mcp_mark)
                said = said or inner.description
                own[name] = Method(mark, function, inner.root, said)
            else:
                own[name] = Method(function._mcp_mark, function, base, said)
    return {
        name: method
        for name, method in own.items()
        if getattr(method.root, "_name", None) == model_class._name
    }


def _require_same_kind(model_class: type, name: str, inner: Method, outer: Any) -> None:
    """Python keeps one method of a name: a tool and a resource would be one of both."""
    kinds = (inner.mark.kind, outer._mcp_mark.kind)
    if kinds[0] == kinds[1]:
        return
    places = (inner.function.__module__, outer.__module__)
    raise TypeError(
        f"{model_class._name}.{name} is a {kinds[0]} in {places[0]} and a {kinds[1]} "
        f"in {places[1]}: give one of them another name"
    )


@functools.cache
def _marked(base: type) -> tuple[tuple[str, Any], ...]:
    """Name and function of the marked methods of one class, without its bases.

    None for classes of the registry: they are built from the classes in the code.
    """
    if getattr(base, "pool", None) is not None:
        return ()
    return tuple(
        (name, value)
        for name, value in vars(base).items()
        if name.startswith(PREFIX) and hasattr(value, "_mcp_mark")
    )


def _declare(model_class: type, name: str, method: Method) -> Declaration:
    mark, function, root, description = method
    hints = typing.get_type_hints(function)
    result = hints.get("return")
    arguments = tuple(inspect.signature(function).parameters)[1:]
    own_libraries = mark.libraries or {}
    return Declaration(
        name=name.removeprefix(PREFIX),
        model=model_class._name,
        method=name,
        toolset=getattr(model_class, "_mcp_toolset", None) or root._module,
        mark=mark,
        description=description,
        params=hints.get("params"),
        arguments=tuple(a for a in arguments if a not in ("params", "call")),
        result=result if _is_result(result) else None,
        takes_call="call" in arguments,
        libraries={**getattr(model_class, "_mcp_libraries", {}), **own_libraries},
    )


def _is_result(hint: Any) -> bool:
    return inspect.isclass(hint) and issubclass(hint, Result)
