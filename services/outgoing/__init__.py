"""The one client for requests that leave this server."""

from .client import Answer, OutgoingError, post_json
from .destinations import Destination, check, resolve
