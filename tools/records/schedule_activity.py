from __future__ import annotations

from odoo import models
from odoo.tools import plaintext2html

from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.errors import ToolError
from ...services.orm import url
from ...services.orm.context_params import Day, Named, NamedUser
from ...services.orm.params import MODEL, RECORD_ID, ModelParams, RecordId, WriteModel

DEFAULT_TYPE = "mail.mail_activity_data_todo"


class ActivityParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. crm.lead.")
    record_id: RecordId = Field(
        validation_alias=RECORD_ID, description="The record that it is about."
    )
    activity_type: Named("mail.activity.type") = Field(
        DEFAULT_TYPE,
        validate_default=True,
        description="Id, external id or name of the mail.activity.type, e.g. Call.",
    )
    summary: str | None = Field(None, max_length=500, description="One line.")
    note: str | None = Field(None, max_length=20_000, description="Details, as text.")
    date: Day | None = Field(None, description="Due, ISO 8601. Default: by the type.")
    user: NamedUser | None = Field(
        None, description="Id, login or name of who does it. Default: you."
    )


class Scheduled(Result):
    activity_id: int
    activity_type: str
    summary: str | None
    date: str = Field(description="Due.")
    user: str
    url: str = Field(description="Web address of the record.")

    def text(self) -> str:
        what = ": ".join(filter(None, [self.activity_type, self.summary]))
        return (
            f"activity {self.activity_id}: {what}, {self.date}, {self.user}\n{self.url}"
        )


class ScheduleActivity(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.ADD, open_world=True)
    def _mcp_schedule_activity(self, params: ActivityParams) -> Scheduled:
        """Schedule an activity on a record: a call, a meeting, something to do.

        Odoo tells another user by e-mail of what is assigned to him.
        """
        record = params.records(self.env).browse(params.record_id)
        if not hasattr(record, "activity_schedule"):
            raise ToolError(self.env._("%s has no activities.") % params.model)
        kind = self._kind(params)
        due = params.date or kind._get_date_deadline()
        made = record.activity_schedule(
            activity_type_id=kind.id,
            date_deadline=due,
            summary=params.summary or kind.summary or "",
            note=_html(params.note) or kind.default_note or "",
            user_id=self._user(params).id,
            automated=False,
        )
        return Scheduled(
            activity_id=made.id,
            activity_type=made.activity_type_id.display_name,
            summary=made.summary or None,
            date=made.date_deadline.isoformat(),
            user=made.user_id.display_name,
            url=url.of(record),
        )

    def _kind(self, params: ActivityParams) -> models.BaseModel:
        found = self.env["mail.activity.type"].browse(params.activity_type)
        if found.res_model and found.res_model != params.model:
            text = self.env._("The activity type %(kind)s is for %(model)s only.")
            raise ToolError(
                text % {"kind": found.display_name, "model": found.res_model}
            )
        return found

    def _user(self, params: ActivityParams) -> models.BaseModel:
        return self.env["res.users"].browse(params.user or self.env.uid)

    def _sentence_schedule_activity(self, params: ActivityParams) -> str:
        record = params.records(self.env).browse(params.record_id)
        text = self.env._("Schedules an activity on %(name)s (%(model)s) for %(user)s.")
        return text % {
            "name": record.display_name,
            "model": params.model,
            "user": self._user(params).display_name,
        }


def _html(text: str | None) -> str:
    return plaintext2html(text) if text else ""
