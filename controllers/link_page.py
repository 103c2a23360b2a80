"""What a person sees who opens a link in a browser: one page that needs nothing else.

upload(link)     takes a file and puts it to the very same address
gone(token)      the link was used, or has expired

Its script and its style stand in it, and the policy names them by their hashes: so
nothing that stands in a name can run, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from odoo import api, fields
from odoo.http import Response, request
from odoo.tools import file_open
from odoo.tools.misc import format_time
from odoo.tools.translate import code_translations

from ..services.file_links import links, upload_types, uploads

FOLDER = "odoo_mcp/static/upload"
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def wanted() -> bool:
    """Whether a browser shows what is answered: ``*/*``, as of programs, is no wish."""
    accepts = request.httprequest.accept_mimetypes
    return any(kind == "text/html" for kind, _quality in accepts)


def upload(link: Any) -> Response:
    """Who asks for what, and where to drop it."""
    env = links.user_env(link)
    left = link.create_date + links.LIFETIME - fields.Datetime.now()
    return _page(
        env,
        "pick",
        200,
        asked=_asked(env, link),
        facts=_facts(env, link),
        company=env.company.name,
        most=uploads.most_bytes(env),
        seconds=int(left / timedelta(seconds=1)),
        accept=upload_types.accepted(uploads.allowed_types(env)),
    )


def gone(token: str) -> Response:
    """In the language of the link's user, else in that of the browser."""
    link = links.remembered(request.env, token)
    if not link:
        lang = request.env["res.lang"]._get_code(request.best_lang) or "en_US"
        return _page(request.env(context={"lang": lang}), "gone", 410)
    is_there = link.used and link.purpose == links.UPLOAD
    return _page(links.user_env(link), "used" if is_there else "gone", 410)


def _asked(env: api.Environment, link: Any) -> str:
    user = link.user_id
    named = link.env["mcp.credential.named"]._names_of({link.credential})
    # without its number, which tells nobody anything
    client = named[link.credential].rpartition(" (")[0]
    return env._("%(client)s asks for a file, in the name of %(user)s.") % {
        "client": client or env._("An assistant"),
        "user": f"{user.name} ({user.login})",
    }


def _facts(env: api.Environment, link: Any) -> Markup:
    tz = env.user.tz or "UTC"
    until = format_time(env, link.create_date + links.LIFETIME, tz, "short")
    megabytes = uploads.most_bytes(env) // uploads.MEGABYTE
    facts = {
        env._("File"): link.filename,
        env._("For"): _record(env, link),
        env._("Size"): env._("%s MB at most") % megabytes,
        env._("Types"): upload_types.spoken(uploads.allowed_types(env)),
        env._("Until"): f"{until} ({tz})",
    }
    row = Markup("<dt>%s</dt><dd><bdi>%s</bdi></dd>")
    rows = Markup("").join(row % (name, said) for name, said in facts.items() if said)
    return Markup("<dl>%s</dl>") % rows


def _record(env: api.Environment, link: Any) -> str:
    """The record that the assistant named, as the link's user may read it now."""
    if not link.res_model or link.res_model not in env:
        return ""
    model = env[link.res_model].with_context(active_test=False)
    if not model.has_access("read"):
        return ""
    record = model.search([("id", "=", link.res_id)])
    kind = env["ir.model"]._get(link.res_model).name
    return f"{record.display_name} ({kind})" if record else ""


def _page(env: api.Environment, state: str, status: int, **values: Any) -> Response:
    blank = dict.fromkeys(("asked", "facts", "company", "most", "seconds", "accept"))
    values = {**blank, **_words(env), **values}
    style, script = _source("page.css"), _source("page.js")
    values["style"], values["script"] = Markup(style), Markup("")
    if state == "pick":
        values["script"] = Markup("<script>{}</script>").format(Markup(script))
    lang = _spoken(env)
    html = Markup(_source("page.html")).format(
        state=state,
        lang=lang.replace("_", "-"),
        direction=env["res.lang"]._get_data(code=lang).direction or "ltr",
        **{name: "" if value is None else value for name, value in values.items()},
    )
    policy = POLICY.format(script=_hash(script), style=_hash(style))
    headers = {**HEADERS, "Content-Security-Policy": policy}
    return Response(html, status, headers, content_type="text/html; charset=utf-8")


def _spoken(env: api.Environment) -> str:
    """The language of the page's words: English where they are not translated.

    English read from right to left has its full stops and numbers in the wrong places.
    """
    lang = env.lang or "en_US"
    is_ours = code_translations.get_python_translations("odoo_mcp", lang)
    return lang if is_ours else "en_US"


def _words(env: api.Environment) -> dict[str, str]:
    megabytes = uploads.most_bytes(env) // uploads.MEGABYTE
    new = env._("Ask your assistant for a new one.")
    return {
        "title": env._("A file for your assistant"),
        "choose": env._("Choose a file"),
        "drop": env._("or drop it here"),
        "sending": env._("Sending…"),
        "done": env._("The file has arrived. Go back to your assistant and say so."),
        "large": env._("The file is larger than %s MB.") % megabytes,
        "lost": env._("The file did not get through. Try again."),
        "used": env._("A file has arrived by this link; it takes no other.")
        + f" {new}",
        "gone": env._("This link was used or has expired.") + f" {new}",
        "script_off": env._("This page needs JavaScript."),
    }


@functools.cache
def _source(name: str) -> str:
    with file_open(f"{FOLDER}/{name}") as file:
        return file.read()


@functools.cache
def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
