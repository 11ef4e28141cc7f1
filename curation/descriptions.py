"""One description per model: from it follow import, export, duplicates, merging and quality.

A room declares in its ``resources.py`` what each of its models is known by, those first that others
point to::

    describe(Agreement, "slug")
    describe(AgreementParty, "agreement", "organisation", "role")

The columns follow from the model (`common.exchange`).
"""

from dataclasses import dataclass, replace

from django.db.models import Model

from common.columns import LISTINGS, Listing, has_columns
from common.exchange import exchange

from .editing import Editing
from .importing.descriptions import Importing
from .naming.descriptions import Naming
from .quality.descriptions import Checks
from .tag_column import OfTags
from .tags import goes_with_its_tags


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the portal must know of a model to keep its rows clean.

    key       the fields that tell one row from all others; none where rows are not imported
    listing   what its lists show in tables and files beyond its own fields
    importing how tables of it are read in, where its key and its fields do not say it all
    editing   what can be changed of many of its rows at once
    naming    how its rows are compared, to find those that are twice
    checks    what makes its rows complete, and how long they stay fresh
    """

    model: type[Model]
    key: tuple[str, ...]
    listing: Listing | None = None
    importing: Importing | None = None
    editing: Editing | None = None
    naming: Naming | None = None
    checks: Checks | None = None


DESCRIPTIONS: dict[type[Model], Description] = {}


def describe(model: type[Model], *key: str, **more) -> None:
    """Declare the description of a model.

    more   the other fields of `Description`
    """
    if key:
        exchange(model, *key)
    described = DESCRIPTIONS[model] = Description(model=model, key=key, **more)
    if described.listing:
        LISTINGS[model] = described.listing
    if described.editing:  # what can be changed together can be tagged
        goes_with_its_tags(model)
        if has_columns(model):
            listing = described.listing or Listing()
            LISTINGS[model] = replace(listing, more=[*listing.more, OfTags("tags", model)])
