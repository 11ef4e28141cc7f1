from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations
from sources.api import PASSAGE, RECORD_CARD

from .filters import CountryFilter
from .models import Country, CountryGroup, CountryGroupMember

GROUP = Shape("CountryGroup", CountryGroup, card=[Plain("id"), Plain("slug"), Text("name"), *RECORD_CARD])
GROUP_MEMBER = Shape(
    "CountryGroupMember",
    CountryGroupMember,
    card=[One("group", shape=GROUP), Plain("joined_on"), Many("passages", shape=PASSAGE)],
)
COUNTRY = Shape(
    "Country",
    Country,
    card=[Plain("code"), Plain("code3"), Text("name"), Plain("region")],
    detail=[
        Text("summary"),
        Many("groups", shape=GROUP_MEMBER, by="country"),
        Translations("translations", "name summary"),
    ],
)


class CountryViewSet(RecordViewSet):
    """Countries and areas by ISO 3166-1 alpha-2, and the groups they belong to."""

    shape, filterset = COUNTRY, CountryFilter
