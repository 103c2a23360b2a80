"""Files that become invoices, by Odoo's own import."""

from __future__ import annotations

from dataclasses import dataclass

from odoo import api, models
from odoo.tools import html2plaintext

from ..errors import ToolError
from ..file_links.uploads import Upload
from ..orm import untrusted
from ..transactions.commit_savepoints import commits_as_savepoints

JOURNALS = {"out": "sale", "in": "purchase"}
# a field of Odoo's digitisation (Enterprise)
OCR_STATE = "extract_state"
# the messages to repeat are notes on the invoice, not mails to followers
NOTES = ("notification", "comment")
LONGEST = 500


@dataclass(frozen=True)
class Imported:
    """What Odoo made of a file.

    Attributes:
        moves: the invoices, read after the import.
        parsed: Odoo read lines from it.
        said: what Odoo wrote about it on the invoice.
    """

    moves: models.BaseModel
    attachment: models.BaseModel
    parsed: bool
    said: list[str]


def new_invoice(
    env: api.Environment, file: Upload, move_type: str, journal_id: int | None
) -> Imported:
    """A draft of ``move_type`` from a file, in a journal that fits."""
    journal = _journal(env, move_type, journal_id)
    attachment = _attachment(env, file)
    journal = journal.with_context(
        default_journal_id=journal.id, default_move_type=move_type
    )
    with commits_as_savepoints(env.cr):
        moves = journal._create_document_from_attachment(attachment.ids)
    moves = env["account.move"].browse(moves.ids)
    return _imported(moves, attachment, bool(moves.invoice_line_ids), 0)


def onto_invoice(move: models.BaseModel, file: Upload) -> Imported:
    """A file for an invoice that exists; a draft without lines is filled from it."""
    last = max(move.message_ids.ids, default=0)
    before = move.invoice_line_ids
    attachment = _attachment(move.env, file, res_model=move._name, res_id=move.id)
    with commits_as_savepoints(move.env.cr):
        # as a comment: Odoo imports only files that come with one
        move.message_post(attachment_ids=attachment.ids, message_type="comment")
    parsed = bool(move.invoice_line_ids - before)
    return _imported(move, attachment, parsed, last)


def ocr(move: models.BaseModel) -> str:
    """What Odoo's digitisation did, or that it is not installed."""
    if OCR_STATE not in move._fields:
        return "not installed"
    return move[OCR_STATE] or "not asked"


def _attachment(
    env: api.Environment, file: Upload, **more: str | int
) -> models.BaseModel:
    values = {"name": file.filename, "raw": file.content, "mimetype": file.mimetype}
    return env["ir.attachment"].create(values | more)


def _imported(
    moves: models.BaseModel, attachment: models.BaseModel, parsed: bool, last: int
) -> Imported:
    _make_main(moves, attachment)
    moves.env.flush_all()
    moves.invalidate_recordset()
    texts = [
        html2plaintext(message.body).strip()[:LONGEST]
        for message in moves.message_ids.sorted("id")
        if message.id > last and message.body and message.message_type in NOTES
    ]
    # the message that the invoice was created says nothing new
    own = {"", *(move._creation_message() for move in moves)}
    # other messages quote the file, so outsiders may have written them
    said = [untrusted.fenced(moves.env, text) for text in texts if text not in own]
    return Imported(moves, attachment, parsed, said)


def _make_main(moves: models.BaseModel, attachment: models.BaseModel) -> None:
    """Make the file the one that Odoo shows beside the invoice; XML only if alone."""
    move = moves.filtered(lambda m: m.id == attachment.res_id)
    move._message_set_main_attachment_id(attachment, force=True)
    if not move.message_main_attachment_id:
        move._message_set_main_attachment_id(attachment, filter_xml=False)


def _journal(
    env: api.Environment, move_type: str, journal_id: int | None
) -> models.BaseModel:
    """The journal that was named, or the first of the company that fits."""
    kind = JOURNALS[move_type.split("_", 1)[0]]
    journals = env["account.journal"]
    if journal_id:
        journal = journals.browse(journal_id)
        if journal.type != kind:
            raise ToolError(
                env._("Journal %(name)s is of type %(type)s; %(move)s needs %(kind)s.")
                % {
                    "name": journal.display_name,
                    "type": journal.type,
                    "move": move_type,
                    "kind": kind,
                }
            )
        return journal
    domain = [*journals._check_company_domain(env.company), ("type", "=", kind)]
    found = journals.search(domain, limit=1)
    if not found:
        raise ToolError(
            env._("%(company)s has no journal of type %(kind)s.")
            % {"company": env.company.name, "kind": kind}
        )
    return found
