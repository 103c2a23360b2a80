from __future__ import annotations

from typing import Any

from odoo import models

from ...services import chatter
from ...services.answers import fitting
from ...services.answers.lean import Given, GivenResult
from ...services.answers.paging import next_offset, remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.file_links import naming
from ...services.orm import untrusted, url
from ...services.orm.moments import show_datetime
from ...services.orm.params import MODEL, RECORD_ID, ModelParams, ReadModel, RecordId

# what a message costs besides its text
FRAME = 400


class MessagesParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. sale.order.")
    record_id: RecordId = Field(
        validation_alias=RECORD_ID, description="The record whose chatter it is."
    )
    limit: int = Field(20, ge=1, le=100, description="Messages at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Messages to skip.")


class Tracked(Given):
    """A change of a field."""

    field: str
    old: Any = None
    new: Any = None


class File(Given):
    """Of a message; see get_attachment."""

    id: int
    name: str


class Message(Given):
    """A message, the newest first."""

    id: int
    date: str
    author: str
    kind: str = Field(description="note, message, email or change")
    text: str | None = None
    changes: list[Tracked] | None = None
    attachments: list[File] | None = None
    untrusted: bool | None = Field(None, description="An outsider wrote it.")

    def lines(self) -> list[str]:
        said = [f"{c.field}: {c.old} → {c.new}" for c in self.changes or []]
        files = [f"attachment {f.id}: {f.name}" for f in self.attachments or []]
        head = f"## {self.date} {self.author} ({self.kind} {self.id})"
        return [head, *filter(None, [self.text]), *said, *files, ""]


class Activity(Given):
    """What is planned."""

    id: int
    due: str
    type: str | None = None
    summary: str | None = None
    user: str | None = None
    note: str | None = None


class Messages(GivenResult):
    messages: list[Message]
    total: int
    next_offset: int | None = None
    activities: list[Activity] | None = None
    url: str = Field(description="Web address of the record.")

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{len(self.messages)} of {self.total} messages{more}, {self.url}"
        planned = [_planned(activity) for activity in self.activities or []]
        said = [line for message in self.messages for line in message.lines()]
        return "\n".join([head, *planned, "", *said]).rstrip()


def _planned(activity: Activity) -> str:
    parts = (activity.type, activity.summary, activity.user, activity.note)
    return f"due {activity.due}: {', '.join(filter(None, parts))} ({activity.id})"


class ReadMessages(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_read_messages(self, params: MessagesParams) -> Messages:
        """Read the chatter of a record: messages, notes, tracked changes, activities.

        Newest first, as the user sees it in Odoo.
        """
        record = params.records(self.env).browse(params.record_id)
        if not hasattr(record, "message_post"):
            raise ToolError(self.env._("%s has no chatter.") % params.model)
        messages, wanted = record.env["mail.message"], chatter.domain(record)
        found = messages.search(
            wanted, offset=params.offset, limit=params.limit, order="id desc"
        )
        total = messages.search_count(wanted)
        planned = [] if params.offset else _activities(record)
        shown = _fitting(found)
        return Messages(
            messages=shown,
            total=total,
            next_offset=next_offset(params.offset, len(shown), total),
            activities=planned or None,
            url=url.of(record),
        )


def _fitting(found: models.BaseModel) -> list[Message]:
    """As many as fit an answer; of one that alone does not, the beginning."""
    outside, left = untrusted.outsiders(found), fitting.room(found.env) // 2
    shown: list[Message] = []
    for message in found:
        made = _message(message, message.id in outside, left - FRAME)
        cost = FRAME + fitting.cost("\n".join(made.lines()))
        if shown and cost > left:
            break
        shown.append(made)
        left -= cost
    return shown


def _message(message: models.BaseModel, outside: bool, room: int) -> Message:
    said = chatter.text(message)
    text = fitting.beginning(said, max(room, 2 * FRAME))
    if text != said:
        text += "\n" + message.env._("… cut: the rest is in Odoo.")
    changes = [
        Tracked(field=c.field, old=c.old, new=c.new) for c in chatter.changes(message)
    ]
    return Message(
        id=message.id,
        date=show_datetime(message.env, message.date),
        author=chatter.author(message),
        kind=chatter.kind(message),
        text=(untrusted.fenced(message.env, text) if outside else text) or None,
        changes=changes or None,
        attachments=_files(message) or None,
        untrusted=outside or None,
    )


def _files(message: models.BaseModel) -> list[File]:
    ids = message.attachment_ids.ids
    files = message.env["ir.attachment"].search([("id", "in", ids)]) if ids else []
    return [File(id=file.id, name=naming.plain(file.name)) for file in files]


def _activities(record: models.BaseModel) -> list[Activity]:
    return [
        Activity(
            id=activity.id,
            due=str(activity.date_deadline),
            type=activity.activity_type_id.name or None,
            summary=activity.summary or None,
            user=activity.user_id.name or None,
            note=chatter.note(activity) or None,
        )
        for activity in chatter.activities(record)
    ]
