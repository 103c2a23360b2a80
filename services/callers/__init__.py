"""Who calls, and from where.

principal               the user, the credential, and how far it reaches
api_keys                Odoo's own API keys as bearers
addresses, hosts, transport_checks    networks, our host names, https
last_use                when a credential was last used
failures, turned_away   wrong bearers, and valid ones that are refused
"""
