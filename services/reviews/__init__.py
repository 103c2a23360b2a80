"""Documents that somebody must review before they go on: OCA's tier validation.

waiting.py      which of them wait for the caller's review, and who asked
deciding.py     giving it, by Odoo's own buttons
blocked.py      what a button says that a missing review keeps from its work
lines.py        reviews as answers show them

A model takes part when an addon such as ``purchase_tier_validation`` makes it so
(https://github.com/OCA/server-ux, ``base_tier_validation``).
"""
