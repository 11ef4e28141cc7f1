"""What the lists of the work on the register show in tables and files."""

from common.columns import Listing

from .descriptions import describe
from .models import Link

describe(Link, listing=Listing(usual=["address", "state", "status", "problem", "moved_to", "failing_since"]))
