"""What the OAuth controllers share: JSON, limits, hosts, a cursor of their own."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.exceptions import Forbidden, NotFound

from odoo import SUPERUSER_ID, _, api
from odoo.http import Response, request

from ..services import rate, settings
from ..services.callers import addresses, transport_checks
from ..services.log import logger
from ..services.oauth.errors import OAuthError
from ..services.transactions.own_cursor import own_cursor
from .dispatcher import json_response

_logger = logger(__name__)
NO_STORE = [("Cache-Control", "no-store"), ("Pragma", "no-cache")]
PUBLIC = {
    "type": "http",
    "auth": "none",
    "csrf": False,
    "save_session": False,
    "readonly": False,
}


def for_machines(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Make an endpoint answer JSON, whatever goes wrong, and refuse foreign hosts."""

    @functools.wraps(handler)
    def answered(*args: Any, **kwargs: Any) -> Response:
        try:
            refuse_foreign()
            return handler(*args, **kwargs)
        except OAuthError as error:
            return error_response(error)
        except (Forbidden, NotFound) as error:
            text = str(error.description)
            return error_response(OAuthError("invalid_request", text, error.code))

    return answered


def for_clients(handler: Callable[..., Response]) -> Callable[..., Response]:
    """``for_machines``, for what the client calls itself, as it calls the endpoint.

    A person's browser, which opens the consent page, may well be elsewhere.
    """

    @for_machines
    @functools.wraps(handler)
    def answered(*args: Any, **kwargs: Any) -> Response:
        networks = settings.get(request.env, "allowed_addresses")
        if not addresses.within(addresses.caller_of(request.httprequest), networks):
            raise Forbidden(
                _("This address may not use the endpoint (mcp.allowed_addresses).")
            )
        return handler(*args, **kwargs)

    return answered


def refuse_foreign() -> None:
    """Refuse a request while OAuth is off, or that came by a wrong host or over http.

    Raises:
        NotFound, Forbidden: with what an administrator has to change.
    """
    http = request.httprequest
    if not request.db or settings.get(request.env, "oauth_off"):
        raise NotFound()
    if problem := transport_checks.host_problem(request.env, http):
        raise NotFound(problem)
    if problem := transport_checks.transport_problem(request.env, http):
        raise Forbidden(problem)


def error_response(error: OAuthError) -> Response:
    """RFC 6749, section 5.2."""
    headers = list(NO_STORE)
    if error.status == 401:
        headers.append(("WWW-Authenticate", 'Basic realm="odoo_mcp"'))
    if isinstance(error, TooMany):
        headers.append(("Retry-After", str(error.wait)))
    body = {"error": error.code, "error_description": error.text}
    return json_response(body, error.status, headers)


class TooMany(OAuthError):
    def __init__(self, wait: int):
        super().__init__("temporarily_unavailable", "Too many requests; wait.", 429)
        self.wait = wait


def limit(kind: str) -> None:
    """Count one request of this address; the limit holds over all workers.

    Args:
        kind: of the setting ``mcp.rate_<kind>``.
    """
    address = addresses.neighbourhood(request.httprequest.remote_addr)
    most = settings.get(request.env, f"rate_{kind}")
    if wait := rate.take(request.env.registry, f"{kind}:{address}", most):
        raise TooMany(math.ceil(wait))


@contextmanager
def own_env() -> Iterator[api.Environment]:
    """A superuser environment on a READ COMMITTED cursor that commits at the end.

    Of several callers with the same code, one is the first and wins.
    """
    with own_cursor(request.env.registry) as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


def form() -> dict[str, str]:
    """The fields of the body; those in the URL do not count.

    Raises:
        OAuthError: a field is there twice (RFC 6749, section 3.2).
    """
    fields = request.httprequest.form
    if any(len(fields.getlist(name)) > 1 for name in fields):
        raise OAuthError("invalid_request", "A field is there twice.")
    return dict(fields)
