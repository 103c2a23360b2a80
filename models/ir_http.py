"""Authentication of the MCP endpoint: ``auth="mcp"``.

IrHttp._auth_method_mcp_person           a person at a page: Odoo's own session
IrHttp._authenticate_explicit("mcp_link")     a signed link is the key
  └─ _auth_method_mcp_link                    the same hosts and places
IrHttp._authenticate_explicit("mcp")     no look at the session cookie
  └─ _auth_method_mcp                    a failing database → 503; a known
       │                                 caller who is refused: in the audit
       ├─ _refuse_pool                   too few connections → 503
       └─ _who
            ├─ _refuse_name              host, origin not ours → 403
            ├─ _refuse_place             allowed addresses, plain http → 403
            ├─ mcp.identity._identify    token → Principal → 401, 403, 429
            ├─ mcp.stop._refuse          the kill switches → 403
            └─ _become                   user, language, companies; no group → 403
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import psycopg2
from werkzeug.exceptions import Forbidden, ServiceUnavailable, abort

from odoo import _, models
from odoo.http import SessionExpiredException, request

from ..services import settings
from ..services.callers import addresses, hosts, transport_checks
from ..services.callers.principal import Mode, Narrowing, Principal
from ..services.callers.turned_away import TurnedAway
from ..services.log import logger
from ..services.oauth import urls
from ..services.transactions.own_cursor import pool_problem
from .mcp_identity import Unknown

_logger = logger(__name__)
BEARER = re.compile(r"bearer\s+(\S+)", re.IGNORECASE)
RETRY_AFTER_S = 2


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate_explicit(cls, auth: str) -> None:
        """Authenticate our own routes without a look at the session cookie."""
        if auth == "mcp":
            return cls._auth_method_mcp()
        if auth == "mcp_link":
            return cls._auth_method_mcp_link()
        return super()._authenticate_explicit(auth)

    @classmethod
    def _pre_dispatch(cls, rule: Any, args: dict[str, Any]) -> None:
        """Skip for our routes what only pages need: debug mode, a visitor's language.

        User, language and companies are already those of the key.
        """
        if rule.endpoint.routing["type"] == "mcp":
            return request.dispatcher.pre_dispatch(rule, args)
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _auth_method_mcp(cls) -> None:
        """Find out who calls.

        Sets ``request.mcp_principal`` and the request's user, language and companies.
        """
        _refuse_pool()
        try:
            _who()
        except TurnedAway as error:
            request.env["mcp.audit.log"]._note_turned_away(error)
            raise
        except psycopg2.Error as error:
            # never 401: clients would throw a good key away
            _logger.warning("authentication: the database failed: %s", error)
            raise ServiceUnavailable(
                "The database is not there.", retry_after=RETRY_AFTER_S
            ) from error

    @classmethod
    def _auth_method_mcp_person(cls) -> None:
        """Let in whoever is logged in; others get Odoo's login page, and come back.

        Odoo's own way back knows no base path, which a proxy may add.
        """
        try:
            cls._auth_method_user()
        except SessionExpiredException:
            base = urls.base_path(request.env, request.httprequest)
            if not base:
                raise
            back = {"redirect": base + request.httprequest.full_path}
            abort(request.redirect_query("/web/login", back))

    @classmethod
    def _auth_method_mcp_link(cls) -> None:
        """Let in whoever has a signed link; its rights are checked when it is used."""
        _refuse_name()
        _refuse_place()


def _refuse_pool() -> None:
    """At once, and with the reason: no key could be looked up."""
    if problem := pool_problem():
        _logger.error("authentication: %s", problem)
        raise ServiceUnavailable(problem)


def _who() -> None:
    http = request.httprequest
    _refuse_name()
    local, address = addresses.is_local(http), _refuse_place()
    token = BEARER.fullmatch(http.headers.get("Authorization", "").strip())
    if not token:
        raise Unknown(_("A bearer key is needed."))
    principal = request.env["mcp.identity"]._identify(token[1], address)
    request.env["mcp.stop"]._refuse(principal)
    _become(principal)
    request.mcp_principal = dataclasses.replace(
        principal, local=local, narrowing=_narrowing()
    )


def _refuse_name() -> None:
    """The name that the request asks, and the page that sent it."""
    env, headers = request.env, request.httprequest.headers
    if problem := transport_checks.host_problem(env, request.httprequest):
        raise Forbidden(problem)
    if not hosts.is_our_origin(env, headers.get("Origin")):
        raise Forbidden(_("This origin may not call (mcp.allowed_origins)."))


def _refuse_place() -> str | None:
    """Refuse by where the request comes from, and how, before any key is read.

    Answers the address of the caller, where it is known.
    """
    env, http = request.env, request.httprequest
    address, networks = (
        addresses.caller_of(http),
        settings.get(env, "allowed_addresses"),
    )
    if not addresses.within(address, networks):
        raise Forbidden(
            _("This address may not use the endpoint (mcp.allowed_addresses).")
        )
    if problem := transport_checks.transport_problem(env, http):
        raise Forbidden(problem)
    return address


def _become(principal: Principal) -> None:
    """Go on as the user, in his language, time zone and companies.

    The user first: 19.0 reads groups only in a transaction that has seen a user, and
    18.0 answers for the current user only.
    """
    request.update_env(user=principal.uid)
    user = request.env.user
    if request.env["mcp.policy"]._mode_of(user) == Mode.NONE:
        text = _(
            "This user may not use MCP. Ask an Odoo administrator for the group "
            "“MCP Observer” or a higher one (Settings › Users)."
        )
        raise TurnedAway(text, principal.uid, principal.credential)
    context = dict(user._mcp_context(user.id))
    if lang := _language():
        context["lang"] = lang
    # as Odoo's web client: without it ``with_company`` would leave that one alone
    context["allowed_company_ids"] = companies = _companies(user, principal)
    request.update_env(context=context)
    request.env["res.company"].browse(companies)._mcp_place()


def _language() -> str | None:
    """The language that the client asked for, when it is installed here."""
    http = request.httprequest
    code = http.args.get("lang") or http.headers.get("X-MCP-Language") or ""
    return request.env["res.lang"]._get_code(code) or None if code else None


def _companies(user: models.BaseModel, principal: Principal) -> list[int]:
    """The user's companies that the key allows, his main company first."""
    allowed = list(user._mcp_company_ids(user.id))
    if principal.companies is not None:
        allowed = [company for company in allowed if company in principal.companies]
    if not allowed:
        text = _("This key is limited to companies that are not the user's.")
        raise TurnedAway(text, principal.uid, principal.credential)
    return allowed


def _narrowing() -> Narrowing:
    """What the client asked to see less of; URL and headers both take away.

    So a proxy may set a header for clients that choose the URL themselves.
    """
    headers = request.httprequest.headers
    return Narrowing(
        toolsets=_in_all(_asked("toolsets", "X-MCP-Toolsets")),
        read_only=_is_read_only(),
        exclude=frozenset(
            name.lower() for name in settings.words(headers.get("X-MCP-Exclude-Tools"))
        ),
    )


def _is_read_only() -> bool:
    """Whatever is not a clear no: what is misspelt must not write."""
    http = request.httprequest
    asked = [
        value or "yes"
        for name, value in http.args.items(multi=True)
        if name.lower() == "read_only"
    ]
    words = settings.words(",".join([*asked, http.headers.get("X-MCP-Readonly", "")]))
    return any(word.lower() not in settings.FALSE_WORDS for word in words)


def _asked(parameter: str, header: str) -> list[str]:
    """The value in the URL, and the one in the header."""
    http = request.httprequest
    texts = (",".join(http.args.getlist(parameter)), http.headers.get(header))
    return [text for text in texts if text]


def _in_all(texts: list[str]) -> frozenset[str] | None:
    """The names that are in all of the lists; None where there is no list."""
    lists = [frozenset(settings.words(text)) for text in texts]
    return frozenset.intersection(*lists) if lists else None
