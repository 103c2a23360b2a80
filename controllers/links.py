"""Signed links: files out and in, without a session.

The token stands in the path, which servers log. So it works only once and for minutes.
Odoo's own access log masks it (``services/file_links/link_log.py``); that of a proxy does not.
"""

from __future__ import annotations

from typing import Any

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import Response, request

from ..services.callers import addresses
from ..services.callers.turned_away import TurnedAway
from ..services.file_links import link_log, links, naming, uploads
from . import link_page
from .dispatcher import error, json_response
from .endpoint import ROUTE

TOO_LARGE = "The file is too large; see mcp.max_upload_mb."
FORM = (
    "A form is not taken. Send the file itself as the body: curl -T FILE URL, "
    "or --data-binary @FILE instead of -F."
)
PUT_IT = "PUT the file here as the body, or open this link in a browser."
AHEAD = "A link works once: it is not fetched ahead."
GONE = "This link was used, has expired, or never was; ask for a new one."
TOKEN = f"{links.FILES}/<string:token>"
NAMED = f"{TOKEN}/<string:filename>"

link_log.mask()


def _read_limit(_endpoint: Any) -> int:
    """One byte more than a file may have, at which reading stops without an error.

    So a body that does not say its length is seen to be over, and never cut.
    """
    return uploads.most_bytes(request.env) + 1


class McpLinks(http.Controller):
    @http.route([TOKEN, NAMED], auth="mcp_link", methods=["GET"], **ROUTE)
    def download(self, token: str, filename: str = "") -> Response:
        """The file, once, for who may still read it; of an upload link its page."""
        if request.httprequest.method != "GET":
            return error(405, "Use GET: a link works once.", [("Allow", "GET")])
        if _is_ahead():
            return error(503, AHEAD, [("Cache-Control", "no-store")])
        link = _found(token)
        if not link:
            return _gone(token)
        return _asked(link) if link.purpose == links.UPLOAD else _download(link, token)

    @http.route(
        [TOKEN, NAMED, f"{TOKEN}/"],
        auth="mcp_link",
        methods=["PUT", "POST"],
        max_content_length=_read_limit,
        **ROUTE,
    )
    def upload(self, token: str, filename: str = "") -> Response:
        """One file as the body; it waits for the call that takes it."""
        link = _found(token)
        if not link or link.purpose != links.UPLOAD:
            return error(410, GONE)
        if refusal := _refused():
            return refusal
        try:
            upload = _received(link, filename)
        except uploads.TooLarge as refused:
            return error(413, refused.message)
        except uploads.UploadRefused as refused:
            return error(422, refused.message)
        return _kept(link, upload) if link._claim() else error(410, GONE)


def _found(token: str) -> Any:
    """The good link of ``token``; who may not use it from here is in the audit."""
    try:
        return links.found(request.env, token, addresses.caller_of(request.httprequest))
    except TurnedAway as error:
        request.env["mcp.audit.log"]._note_turned_away(error)
        raise


def _is_ahead() -> bool:
    """Whether a browser fetches what nobody has opened yet."""
    headers = request.httprequest.headers
    said = [headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")]
    return any("prefetch" in purpose for purpose in said)


def _gone(token: str) -> Response:
    return link_page.gone(token) if link_page.wanted() else error(410, GONE)


def _asked(link: Any) -> Response:
    """Looked at as often as one likes: what uses an upload link up is its file."""
    if link_page.wanted():
        return link_page.upload(link)
    return error(405, PUT_IT, [("Allow", "PUT, POST")])


def _download(link: Any, token: str) -> Response:
    try:
        stream = _stream(link)
    except (AccessError, MissingError):
        return error(403, "The user of this link may not read this file any more.")
    return _sent(stream) if link._claim() else _gone(token)


def _stream(link: Any) -> http.Stream:
    """What the link leads to, read as its user."""
    if not link.res_model:
        stream = link._stored()._to_http_stream()
        stream.download_name, stream.mimetype = link.filename, link.mimetype
        return stream
    env = links.user_env(link)
    request.update_env(user=env.uid, context=dict(env.context))
    env = request.env
    # by search: on 18.0 the access check of attachments is there alone
    model = env[link.res_model].with_context(active_test=False)
    record = model.search([("id", "=", link.res_id)])
    if not record:
        raise MissingError(env._("This record is gone."))
    binary = env["ir.binary"]
    return binary._get_stream_from(record, link.res_field, link.filename or None)


def _sent(stream: http.Stream) -> Response:
    """The file as a download, never shown: what users stored may be active HTML.

    It is always sent whole: a part of it, or *304 Not Modified*, would use the link up.
    """
    if stream.type == "url":
        return error(410, "This attachment is a web address, not a file.")
    if stream.download_name:
        stream.download_name = naming.plain(stream.download_name)
    stream.mimetype = naming.type_of(stream.mimetype)
    whole = {"conditional": False, "etag": False, "last_modified": None}
    response = stream.get_response(as_attachment=True, **whole)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _refused() -> Response | None:
    """What is wrong with an upload before anybody reads its body."""
    incoming = request.httprequest
    if incoming.mimetype == "multipart/form-data":
        return error(415, FORM)
    if (incoming.content_length or 0) >= incoming.max_content_length:
        return error(413, TOO_LARGE)
    return None


def _received(link: Any, filename: str) -> uploads.Upload:
    incoming = request.httprequest
    name = filename or link.filename or "upload"
    content = incoming.get_data(cache=True)
    # in the user's language: a browser shows him what is wrong
    env = links.user_env(link)
    return uploads.checked(env, name, content, incoming.mimetype or None)


def _kept(link: Any, upload: uploads.Upload) -> Response:
    link.write({"filename": upload.filename, "mimetype": upload.mimetype})
    links.keep(link, upload.content)
    facts = {
        "filename": upload.filename,
        "mimetype": upload.mimetype,
        "size": len(upload.content),
    }
    return json_response(facts, 201, [("Cache-Control", "no-store")])
