"""What secrets look like: one list for the audit and for what is shown.

Those who use it add expressions of their own, and compile it with ``re.IGNORECASE``.
"""

from __future__ import annotations

from ..route import FILES

MASK = "***"
SHAPES = (
    r"(?<=bearer )\S+|(?<=authorization: basic )\S+"
    # keys; access and refresh tokens, codes and client secrets of OAuth
    r"|mcp(?:at|rt|ac|cs)?_[A-Za-z0-9_-]{30,}"
    # the token of a link to a file
    rf"|(?<={FILES}/)[A-Za-z0-9_-]+"
    # what opens an account, or a document, to whoever has the link
    r"|(?<=token=)[\w%.~-]{8,}"
    # user and password in a URL
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----"
)
