"""Whether Odoo knows the address under which it is reached."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..callers.hosts import LOOPBACK
from .check import Check, Seen, Translate

FORWARDED = ("x-forwarded-host", "x-forwarded-proto", "x-forwarded-for")


def checks(seen: Seen, _: Translate) -> list[Check]:
    """All checks of this module.

    Args:
        seen: how the browser's request came in.
        _: translates a text for the person who looks.
    """
    return [base_url(seen, _), https(seen, _), proxy(seen, _)]


def base_url(seen: Seen, _: Translate) -> Check:
    """Whether ``web.base.url`` is the address that the browser asks for."""
    here, name = f"{seen.scheme}://{seen.host}", _("Base URL")
    if seen.origin and not _same(seen.origin, here):
        found = _("The browser asked for %(origin)s; Odoo was asked for %(here)s.")
        remedy = _(
            "Fix the proxy, not web.base.url: let it send "
            "X-Forwarded-Host, -Proto and -For with what the browser asked for, and "
            "set proxy_mode = True in odoo.conf."
        )
        found %= {"origin": seen.origin, "here": here}
        return Check(name, False, found, remedy)
    return Check(
        name,
        _same(seen.base, here),
        _("web.base.url is %(base)s; this page came from %(here)s.")
        % {"base": seen.base or "–", "here": here},
        _(
            "Open this page by the address that assistants will use. If they still "
            "differ, set the system parameter web.base.url to that address, and "
            "web.base.url.freeze to True."
        ),
    )


def _same(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme and host."""
    return _root(one) == _root(other)


def _root(url: str) -> tuple[str, str]:
    parts = urlsplit(url.lower())
    return parts.scheme, parts.netloc


def https(seen: Seen, _: Translate) -> Check:
    """Whether clients are told to use https."""
    parts = urlsplit(seen.base)
    local = parts.hostname in LOOPBACK
    return Check(
        _("HTTPS"),
        True if parts.scheme == "https" else None if local else False,
        _("Assistants are told to use %s.") % (parts.scheme or "–"),
        _("Only programs on this very machine can connect by this address.")
        if local
        else _(
            "Assistants send no login over plain http. Put a proxy with a certificate "
            "in front of Odoo, and set web.base.url to the https address."
        ),
    )


def proxy(seen: Seen, _: Translate) -> Check:
    """Whether a proxy in front of Odoo and ``proxy_mode`` fit together."""
    came = [name for name in FORWARDED if name in seen.forwarded]
    name = _("Proxy")
    if not came:
        found = _("No proxy is in front of Odoo.")
        if seen.proxy_mode:
            remedy = _(
                "Take proxy_mode out of odoo.conf, or keep Odoo's port from everybody "
                "but the proxy: whoever reaches it can claim any address."
            )
            return Check(name, None, _("proxy_mode is on without a proxy."), remedy)
        return Check(name, True, found)
    if not seen.proxy_mode:
        remedy = _("Set proxy_mode = True in odoo.conf, and restart Odoo.")
        return Check(name, False, _("A proxy's headers are not believed."), remedy)
    missing = [header for header in FORWARDED if header not in came]
    if missing:
        remedy = _("Let the proxy send these headers, with the values of the client.")
        found = _("The proxy does not send %s.") % ", ".join(missing)
        return Check(name, False, found, remedy)
    return Check(name, True, _("The proxy's headers are there, and believed."))
