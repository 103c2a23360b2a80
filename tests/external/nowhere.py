"""A server that has the addon in ``server_wide_modules``, asked without a database.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given.
"""

from __future__ import annotations

import sys

import requests
from _calls import HEADERS, URL, run

MODE = "both"
ASKED = (
    ("POST", ""),
    ("GET", "/capabilities"),
    ("GET", "/files/some-token"),
    ("PUT", "/files/some-token/a.txt"),
    ("GET", "/health"),
)


async def every_answer_without_a_database_is_json() -> None:
    """It says that it is not there, and for how long not to ask again."""
    for method, below in ASKED:
        answer = requests.request(
            method,
            URL + below,
            headers={**HEADERS, "X-Odoo-Database": "no_such_database"},
            data=b"{}",
            timeout=60,
        )
        assert answer.status_code == 503, (method, below, answer.text)
        assert answer.headers["Content-Type"] == "application/json", below
        if below != "/health":
            assert "X-Odoo-Database" in answer.json()["error"]["message"], below
            assert int(answer.headers["Retry-After"]), below


async def a_method_that_the_endpoint_has_not_is_405_all_the_same() -> None:
    """Clients loop on anything else."""
    nowhere = {**HEADERS, "X-Odoo-Database": "no_such_database"}
    answer = requests.get(URL, headers=nowhere, timeout=60)
    assert answer.status_code == 405, answer.text
    assert "POST" in answer.headers["Allow"], answer.headers


CHECKS = (
    every_answer_without_a_database_is_json,
    a_method_that_the_endpoint_has_not_is_405_all_the_same,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
