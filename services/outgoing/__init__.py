"""Requests that leave this server, by the one client for them.

client                  sends JSON, within one deadline
destinations            where nothing may be sent
deadline                one time limit over everything
lookup                  names, for no longer than that
phone_home              registers this server with a receiver
"""

from .client import Answer, OutgoingError, post_json
from .destinations import Destination, check, resolve
