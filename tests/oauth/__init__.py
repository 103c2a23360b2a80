"""OAuth 2.1: connecting, consent, tokens, and the requests that leave for it."""
