from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import PrivateAttr, ValidationInfo, model_validator

from odoo import api, models

from ...services.answers.lean import LeanResult
from ...services.compat.access import may_read_field
from ...services.current_call import may_delete
from ...services.declarations import Effect, Field, mcp_tool
from ...services.describing import method_labels
from ...services.errors import ToolError
from ...services.journal import deletions, idle
from ...services.journal.recording import of as journal_of
from ...services.journal.told import Telling
from ...services.orm.buttons import (
    about,
    actions,
    methods,
    personal,
    record_arguments,
    scheduled,
    wizards,
)
from ...services.orm.params import MODEL, RECORD_IDS, ModelParams, WriteModel
from ...services.orm.reads.cells import cell
from ...services.orm.reads.plain import plain
from ...services.orm.reads.states import state_field, states
from ...services.orm.writes import reach, touched
from ...services.orm.writes.writing import AnyIds, counted, missing, named


class ExecuteParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. sale.order.")
    method: str = Field(max_length=100, description="Public method: action_confirm.")
    record_ids: AnyIds | None = Field(
        None, validation_alias=RECORD_IDS, description="Ids of the records."
    )
    args: list[Any] = Field(default=[], description="Positional arguments.")
    kwargs: dict[str, Any] = Field(
        default={},
        description="Named arguments; context may hold lang, tz, allowed_company_ids "
        "and active_test.",
    )
    wizard: wizards.WizardAnswer | list[wizards.WizardAnswer] | None = Field(
        None, description="Answer to needs_input of the same call, or several in turn."
    )
    _method: Callable[..., Any] = PrivateAttr()
    _asks: str = PrivateAttr("")
    _reached: int = PrivateAttr(0)

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> ExecuteParams:
        model = self.records(info.context["env"]).browse()
        self._method = methods.find(model, self.method)
        methods.check_records(model.env, self.method, self._method, self.record_ids)
        kwargs = dict(self.kwargs)
        if (context := kwargs.pop("context", None)) is not None:
            self._context = {
                **self._context,
                **methods.context_of(model.env, context),
            }
        records = self.records(info.context["env"]).exists()
        self.args, self.kwargs = methods.fitting(
            records, self.method, self._method, self.args, kwargs
        )
        personal.require_own(records, self.method)
        scheduled.require_rights(records, self.method)
        self._reached = reach.reached(records, self.method, self.kwargs)
        return self

    def about(self, env: api.Environment) -> tuple[str, list[int]]:
        return about.about(self.records(env).exists(), self.args, self.kwargs)

    def size(self) -> int:
        values = [answer.values for answer in self.answers]
        given = [self.args, self.kwargs, *values]
        counts = map(touched.by_arguments, given)
        return max([super().size(), self._reached, *counts])

    def buttons(self) -> tuple[str, ...]:
        wizards_ = (f"*.{answer.button}" for answer in self.answers)
        return (f"{self.model}.{self.method}", *wizards_)

    @property
    def answers(self) -> list[wizards.WizardAnswer]:
        """What the client answers to wizards, in turn."""
        given = self.wizard or []
        return given if isinstance(given, list) else [given]

    def run(self, records: models.BaseModel) -> tuple[models.BaseModel, Any]:
        """Run the method, and the wizards that it opens as far as there are answers.

        Returns:
            What ran last, the records or a wizard, and what it returned.
        """
        if methods.is_closed(records, self.method):
            journal_of(records.env).opens_closed = True
        given = [*self.args, *self.kwargs.values()]
        with record_arguments.told(records.env, self.method, given):
            source, result = records, self._method(records, *self.args, **self.kwargs)
        for answer in self.answers:
            if not actions.opens_wizard(records.env, result):
                raise ToolError(
                    records.env._("%s asks for nothing more: leave wizard out.")
                    % self.method
                )
            source, result = wizards.answered(source, result, answer)
        if _asks(source, result):
            self._asks = str(result.get("name") or result["res_model"])
        return source, result


class State(LeanResult):
    OPTIONAL = ("changed",)

    id: int
    name: str | None = None
    before: Any = None
    after: Any = None
    changed: list[str] = Field(default=[], description="Other fields that changed.")


class Executed(Telling):
    OPTIONAL = ("change", "note")

    method: str
    result: Any = Field(
        None, description="What it returned; records as model and ids, or an action."
    )
    needs_input: dict[str, Any] | None = Field(
        None, description="A wizard that waits: fields, buttons, how to answer."
    )
    state_field: str | None = None
    records: list[State] = Field(
        default_factory=list, description="State of each record before and after."
    )
    note: str | None = None

    def text(self) -> str:
        head = f"{self.model}.{self.method}"
        lines = [self._line(state) for state in self.records]
        if self.needs_input:
            lines += wizards.terse(self.needs_input)
        elif self.result is not None:
            lines.append(f"result: {json.dumps(self.result, ensure_ascii=False)}")
        return "\n".join([head, *lines, *self.line(), *filter(None, [self.note])])

    def asked(self) -> set[int]:
        return {state.id for state in self.records}

    def _line(self, state: State) -> str:
        moved = _moved(state) if self.state_field else ""
        fields = f"changed {', '.join(state.changed)}" if state.changed else ""
        said = "; ".join(filter(None, [moved, fields]))
        return f"{state.id} {state.name or ''}".rstrip() + (f": {said}" if said else "")


class ExecuteMethod(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.CHANGE, open_world=True, aliases=("odoo_execute", "execute"))
    def _mcp_execute_method(self, params: ExecuteParams) -> Executed:
        """Run a business method, such as a button's, on records of any Odoo model.

        Reading, creating, writing and deleting have tools of their own. Where the method
        opens a wizard, the answer has needs_input: repeat the call with wizard filled in.
        """
        records = params.records(self.env)
        if records and (text := missing(records)):
            raise ToolError(text)
        before = states(records)
        source, result = params.run(records)
        self.env.flush_all()
        self.env.invalidate_all()
        self._require_kept(records)
        gone = self._require_deletable(records)
        facts = _result(source, result, done=_archived(records))
        return Executed(
            model=params.model,
            method=params.method,
            state_field=state_field(records) if before else None,
            records=_states(records, before),
            note=gone or _idle(records, **facts),
            **facts,
        )

    def _sentence_execute_method(self, params: ExecuteParams) -> str:
        """The button's label, and what Odoo itself would ask or say of it."""
        env = self.env
        records = params.records(env)
        label, said = method_labels.label(records, params.method, params._method)
        what = f"“{label}” ({params.method})" if label else params.method
        text = env._("Runs %(what)s on %(records)s.") % {
            "what": what,
            "records": counted(env, params.model, len(records))
            if records
            else params.model,
        }
        asks = env._("It then asks: %s.") % params._asks if params._asks else ""
        gone = _deleted(records)
        return " ".join(filter(None, [text, said, gone, asks]))

    def _require_kept(self, records: models.BaseModel) -> None:
        """Refuse a method that deleted records: that is an effect of its own."""
        gone = records - records.exists()
        if gone and not records._transient:
            raise ToolError(
                self.env._(
                    "Nothing was done: the method would delete %(model)s %(ids)s; "
                    "delete_records deletes."
                )
                % {"model": records._name, "ids": gone.ids}
            )

    def _require_deletable(self, records: models.BaseModel) -> str:
        """What the method deleted; refused to whom delete_records is closed."""
        if (gone := _deleted(records)) and not may_delete(self.env):
            text = self.env._("Nothing was done: %s You may not delete records here.")
            raise ToolError(text % gone)
        return gone


def _deleted(records: models.BaseModel) -> str:
    """A sentence on what people know by name and the call deleted; empty of none."""
    env, gone = records.env, deletions.documents(records)
    return env._("It deletes %s.") % deletions.told(env, gone) if gone else ""


def _states(records: models.BaseModel, before: dict[int, Any]) -> list[State]:
    after, changed = states(records), _changed(records)
    return [
        State(
            id=n.id,
            name=n.name,
            before=before.get(n.id),
            after=after.get(n.id),
            changed=changed.get(n.id, []),
        )
        for n in named(records)
    ]


def _changed(records: models.BaseModel) -> dict[int, list[str]]:
    """What the journal saw of each record, besides its state."""
    if not (journal := journal_of(records.env)):
        return {}
    state = state_field(records)
    seen = [name for name in records._fields if name != state]
    readable = {n for n in seen if may_read_field(records, records._fields[n])}
    found = journal.changed(records)
    return {i: [n for n in names if n in readable] for i, names in found.items()}


def _idle(
    records: models.BaseModel, result: Any = None, needs_input: Any = None
) -> str | None:
    """A note if nothing changed, because Odoo does not always say so."""
    told = needs_input or not (result is None or isinstance(result, bool))
    return None if told else idle.note(records)


def _archived(records: models.BaseModel) -> bool:
    """Whether the call archived what it is about, and so would not ask once more."""
    changed = _changed(records).values()
    return bool(changed) and all(records._active_name in names for names in changed)


def _result(
    records: models.BaseModel, result: Any, done: bool = False
) -> dict[str, Any]:
    env = records.env
    if _asks(records, result):
        return {"needs_input": wizards.question(records, result, done)}
    if actions.stays_open(records, result):
        return {"result": actions.summary(env, result) | {"note": _open(records)}}
    if actions.is_action(result):
        return {"result": actions.summary(env, result)}
    return {"result": plain(env, result)}


def _asks(records: models.BaseModel, result: Any) -> bool:
    """Whether nothing more was done yet than to open a wizard."""
    opened = actions.opens_wizard(records.env, result)
    return opened and not actions.stays_open(records, result)


def _open(records: models.BaseModel) -> str:
    return records.env._(
        "Done; the form stays open. To go on, write its fields and run its buttons on "
        "this very record; do not repeat the call."
    )


def _moved(state: State) -> str:
    if state.before == state.after:
        return f"{cell(state.after)}, state unchanged"
    return f"{cell(state.before)} → {cell(state.after)}"
