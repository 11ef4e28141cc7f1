"""The one way out of the portal by HTTP: whoever gives an address cannot lead it to what is not public.

A request goes only to addresses on the public internet, is over after a while whatever the other side does,
and brings back little. Nothing else in the house opens connections to addresses that people wrote.
"""

from .client import Answer, fetch
from .errors import Failed, OutgoingError, Refused
from .rules import Rules

__all__ = ["Answer", "Failed", "OutgoingError", "Refused", "Rules", "fetch"]
