"""What can be imported and exported, and what each row is known by."""

from curation.descriptions import describe

from .models import Country, CountryGroup, CountryGroupMember

describe(Country, "code")
describe(CountryGroup, "slug")
describe(CountryGroupMember, "group", "country")
