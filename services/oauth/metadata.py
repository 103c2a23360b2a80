"""The metadata documents that clients discover (RFC 9728 and RFC 8414)."""

from __future__ import annotations

from typing import Any

from odoo import api

from . import scopes, urls

AUTH_METHODS = ["none", "client_secret_post", "client_secret_basic"]
GRANTS = ["authorization_code", "refresh_token", "client_credentials"]


def of_resource(env: api.Environment, http: Any) -> dict[str, Any]:
    """Protected resource metadata (RFC 9728, section 2)."""
    return {
        "resource": urls.resource(env, http),
        "authorization_servers": [urls.issuer(env, http)],
        "scopes_supported": list(scopes.OF_RESOURCE),
        "bearer_methods_supported": ["header"],
        "resource_name": "Odoo",
    }


def of_server(env: api.Environment, http: Any) -> dict[str, Any]:
    """Authorization server metadata (RFC 8414, section 2)."""
    issuer = urls.issuer(env, http)
    return {
        "issuer": issuer,
        "authorization_endpoint": issuer + urls.AUTHORIZE,
        "token_endpoint": issuer + urls.TOKEN,
        "registration_endpoint": issuer + urls.REGISTER,
        "revocation_endpoint": issuer + urls.REVOKE,
        "introspection_endpoint": issuer + urls.INTROSPECT,
        "scopes_supported": list(scopes.ALL),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": GRANTS,
        "token_endpoint_auth_methods_supported": AUTH_METHODS,
        "revocation_endpoint_auth_methods_supported": AUTH_METHODS,
        "introspection_endpoint_auth_methods_supported": AUTH_METHODS[1:],
        "code_challenge_methods_supported": ["S256"],
        "client_id_metadata_document_supported": True,
        "authorization_response_iss_parameter_supported": True,
    }


def challenge(
    env: api.Environment, http: Any, asked: list[str], error: str | None = None
) -> str:
    """The value of ``WWW-Authenticate`` (RFC 6750, section 3; RFC 9728, section 5.1)."""
    facts = {
        "realm": "odoo_mcp",
        "resource_metadata": urls.resource_metadata(env, http),
        "scope": " ".join(asked),
        **({"error": error} if error else {}),
    }
    return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in facts.items())
