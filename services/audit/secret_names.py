"""What fields and columns with credentials are called: one list for the ORM and SQL.

The expression is of Python and of PostgreSQL alike; it is used without regard to case.
"""

from __future__ import annotations

SECRET = (
    r"passw|passphrase|passcode|secret|credential|bearer|hmac|csid|token|cookie"
    r"|authorization_code|access_code|session_?id|totp|smtp_pass$|_hash$|key_(hash|pem)"
    r"|api_?key|private_?key|access_?key|_key_(id|secret)$|pem_(key|certificate)|pkcs12"
    r"|(signature|encryption|server|shared|merchant|transaction|client|service_account"
    r"|webhook|webhook_verification|pem|migration|kiosk|website|app|edi|aade|session"
    r"|notification)_key$"
    r"|(^|_)(pin|otp|cvc|salt|mac|sha_(in|out|request|response))$|(^|_)otp_"
)
