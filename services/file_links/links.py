"""Links to files: signed, for one user, good for one use within minutes.

Files travel by them, so that they need not pass through the conversation. Whoever has
the link needs no session, so the rights of its user are checked when it is used.

offer_file, offer_record    a link to a file; stored by ``call.after_body``
offer_report                a link to what a call says, even if it is refused
offer_upload                a link that takes a file
found(env, token, address)  the link of a token, for controllers/links.py
remembered(env, token)      the same when it is no longer good, for its page
take_upload(call, url)      the file that came by an upload link, for a tool
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from odoo import api, fields, models
from odoo.http import db_list
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..call import Call
from ..callers.addresses import within
from ..callers.principal import Mode, Principal
from ..callers.turned_away import TurnedAway
from ..errors import ToolError
from ..journal.recording import unrecorded
from ..route import FILES
from . import uploads, waiting

SCOPE = "odoo_mcp.link"
LIFETIME = timedelta(minutes=10)
# how long an upload waits for the call that takes it
WAITING = timedelta(hours=1)
# how long a person who comes too late is told so in his language
REMEMBERED = timedelta(hours=24)
DOWNLOAD, UPLOAD = "download", "upload"
# read by models/ir_attachment.py
UNINDEXED = "mcp_unindexed"
TOKEN = re.compile(rf"{FILES}/([A-Za-z0-9_-]+)(?:/[^/?#]*)?(?:\?[^#]*)?$")


@dataclass(frozen=True)
class Link:
    """A link as it is answered.

    Attributes:
        url: the whole address; works once.
        expires: UTC.
    """

    url: str
    expires: datetime


def offer_file(call: Call, filename: str, content: bytes, mimetype: str) -> Link:
    """A link to a file that the call made; the file is stored with the link.

    Raises:
        ToolError: too much of this user waits already.
    """
    since = fields.Datetime.now() - LIFETIME
    waiting.check(call.env, call.principal.uid, since, len(content))
    return _offer(call, DOWNLOAD, filename=filename, mimetype=mimetype, content=content)


def offer_report(call: Call, filename: str, content: bytes, mimetype: str) -> Link:
    """The same for what a call says of its arguments, also where it does nothing."""
    values = {"filename": filename, "mimetype": mimetype, "content": content}
    return _offer(call, DOWNLOAD, call.reports, **values)


def offer_record(
    call: Call, record: models.BaseModel, field: str = "raw", filename: str = ""
) -> Link:
    """A link to a binary field of ``record``; the rights are checked on its use."""
    return _offer(
        call,
        DOWNLOAD,
        res_model=record._name,
        res_id=record.id,
        res_field=field,
        filename=filename,
    )


def offer_upload(
    call: Call, filename: str = "", res_model: str = "", res_id: int = 0
) -> Link:
    """A link that takes one file by PUT or POST.

    Args:
        res_model, res_id: what it is said to be for; a person is shown it.
    """
    return _offer(call, UPLOAD, filename=filename, res_model=res_model, res_id=res_id)


def found(
    env: api.Environment, token: str, address: str | None = None
) -> models.BaseModel | None:
    """The live, unused link of ``token`` (superuser), or None.

    Args:
        address: of who opens it; None where it is not known.

    Raises:
        TurnedAway: a good link, at an address that its key is not for.
    """
    link = _of_token(env, token)
    principal = _principal(link) if link and not link.used else None
    if not principal or not _may_use(link, principal):
        return None
    if not within(address, principal.networks):
        text = env._("This key is not for this address.")
        raise TurnedAway(text, principal.uid, principal.credential)
    return link


def remembered(env: api.Environment, token: str) -> models.BaseModel | None:
    """The link of ``token`` (superuser), good or not, while its row is kept; or None."""
    return _of_token(env, token, REMEMBERED) or None


def user_env(link: models.BaseModel) -> api.Environment:
    """The environment of the link's user, in the companies of the call."""
    user = link.user_id
    env = link.env(user=user.id, su=False)
    context = dict(env["res.users"].browse(user.id).context_get())
    if link.companies:
        context["allowed_company_ids"] = link.companies
    return env(context=context)


def take_upload(call: Call, url: str) -> uploads.Upload:
    """The file that was put to the upload link ``url``; it can be taken once.

    Raises:
        ToolError: not a link of this user, nothing put there yet, or gone.
    """
    match = TOKEN.search(url.strip())
    link = _of_token(call.env, match[1], WAITING) if match else None
    if not link or link.purpose != UPLOAD or link.user_id.id != call.principal.uid:
        raise ToolError(
            call.env._(
                "This is no upload link of yours, or it was used, or it is older than "
                "an hour."
            )
        )
    stored = link._stored()
    if not stored:
        raise ToolError(call.env._("Nothing was uploaded to this link yet."))
    upload = uploads.Upload(link.filename or "", stored.raw, link.mimetype)
    with unrecorded(call.env):
        # an undo would bring the content back, for a link that is no more
        link.unlink()
    return upload


def _offer(
    call: Call,
    purpose: str,
    stored: list[Callable[[], None]] | None = None,
    **values: Any,
) -> Link:
    nonce = secrets.token_urlsafe(16)
    env, moment = call.env, fields.Datetime.now()
    row = {
        "nonce": nonce,
        "purpose": purpose,
        "user_id": call.principal.uid,
        "credential": call.principal.credential,
        "issue": call.principal.issue,
        "companies": env.context.get("allowed_company_ids"),
        "create_date": moment,
        **values,
    }
    later = call.after_body if stored is None else stored
    later.append(lambda: _store(env, row))
    # sudo: the signature's key is a parameter that callers may not read
    token = hash_sign(env(su=True), SCOPE, [nonce, purpose])
    return Link(_address(env, token), moment + LIFETIME)


def _address(env: api.Environment, token: str) -> str:
    base = env["ir.config_parameter"].get_base_url()
    path = f"{base}{FILES}/{token}"
    databases = db_list(force=True, host=urlsplit(base).netloc)
    if databases == [env.cr.dbname]:
        return path
    # a browser could not say which one
    return f"{path}?{urlencode({'db': env.cr.dbname})}"


def _store(env: api.Environment, row: dict[str, Any]) -> None:
    content = row.pop("content", None)
    # sudo: nobody may write links but this
    link = env["mcp.link"].sudo().create(row)
    if content is not None:
        with unrecorded(env):
            waiting.drop_old(env, row["user_id"], fields.Datetime.now() - LIFETIME)
        keep(link, content)


def keep(link: models.BaseModel, content: bytes) -> None:
    """Store ``content`` with its link, as Odoo stores the field, but for base64.

    Nobody searches it: Odoo would copy a text file as a whole into the database.
    """
    link.env["ir.attachment"].with_context(**{UNINDEXED: True}).create(
        {
            "name": "content",
            "res_model": link._name,
            "res_field": "content",
            "res_id": link.id,
            "type": "binary",
            "raw": content,
        }
    )


def _of_token(
    env: api.Environment, token: str, life: timedelta = LIFETIME
) -> models.BaseModel | None:
    # sudo: the link is the right to see it; what it leads to is checked as its user
    sudo = env(su=True)
    try:
        nonce, _purpose = verify_hash_signed(sudo, SCOPE, token)
    except Exception:
        # any malformed token ends here, in whichever layer its decoding fails
        return None
    since = fields.Datetime.now() - life
    return sudo["mcp.link"].search(
        [("nonce", "=", nonce), ("create_date", ">", since)], limit=1
    )


def _principal(link: models.BaseModel) -> Principal | None:
    """Whose link it is, as he may call now; None where his credential has ended.

    A renewed key is another: who renews one wants what it did to end.
    """
    known = Principal(link.user_id.id, link.credential, issue=link.issue or "")
    principal = link.env["mcp.identity"]._now(known)
    return principal if principal and principal.issue == known.issue else None


def _may_use(link: models.BaseModel, principal: Principal) -> bool:
    """Whether user and credential may still do what the link allows."""
    if not _has_companies(link, principal):
        return False
    if link.env["mcp.stop"]._reason(principal.uid, principal.credential):
        return False
    needed = Mode.OPERATOR if link.purpose == UPLOAD else Mode.OBSERVER
    return user_env(link)["mcp.policy"]._mode(principal) >= needed


def _has_companies(link: models.BaseModel, principal: Principal) -> bool:
    """Whether user and credential still have the companies that the call had."""
    own = link.user_id._mcp_company_ids(principal.uid)
    reached = set(link.companies or own)
    return reached <= set(own) and reached <= (principal.companies or reached)
