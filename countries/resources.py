"""What can be imported and exported, and what each row is known by."""

from common.exchange import exchange

from .models import Country, CountryGroup, CountryGroupMember

exchange(Country, "code")
exchange(CountryGroup, "slug")
exchange(CountryGroupMember, "group", "country")
