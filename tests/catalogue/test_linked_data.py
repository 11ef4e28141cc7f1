import datetime
import json
import re

import pytest

from tests.factories import ListingFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2027, 3, 5, 1, tzinfo=datetime.UTC)
PRICE = {"price_model": "fixed", "price_from": 900, "currency": "MYR"}
EVENT = {"starts_at": AT, "ends_at": AT + datetime.timedelta(hours=8), "time_zone": "Asia/Kuala_Lumpur"}
#: By kind of listing: what it is told by, the type, and some of what is told.
TOLD = [
    (
        "service",
        PRICE,
        "Service",
        {"offers.priceSpecification.priceCurrency": "MYR", "provider.name": "Helper"},
    ),
    ("policy", {"level": "national", "support": "grant"}, "GovernmentService", {"areaServed.0.name": "MY"}),
    (
        "event",
        EVENT | {"attendance": "both", "place": "Hall 3", "link": "https://fair.example/"},
        "Event",
        {
            "startDate": "2027-03-05T09:00:00+08:00",
            "endDate": "2027-03-05T17:00:00+08:00",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "location.0.name": "Hall 3",
            "location.1.url": "https://fair.example/",
            "organizer.@type": "Corporation",
        },
    ),
    (
        "opportunity",
        {"direction": "offer", "subject": "technology", "partner_sought": "A maker", "closes_on": AT.date()},
        "Offer",
        {"validThrough": "2027-03-05", "offeredBy.name": "Helper"},
    ),
    ("opportunity", {"direction": "request", "subject": "technology", "partner_sought": "A"}, "Demand", {}),
    (
        "talent",
        {"direction": "request", "skills": ["law"]},
        "JobPosting",
        {"hiringOrganization.name": "Helper", "jobLocation.0.address.addressCountry": "MY", "skills": "law"},
    ),
    ("talent", {"direction": "offer", "skills": ["law"]}, "Service", {"provider": None}),
    (
        "site",
        {"space": "office", "place": "Tower 2", "capacity": 12} | PRICE,
        "Offer",
        {"itemOffered.name": "Tower 2", "priceSpecification.minPrice": "900.00"},
    ),
    (
        "finance",
        {"conditions": "None", "sum_min": 5, "sum_max": 90, "currency": "USD"},
        "FinancialProduct",
        {"offers.eligibleTransactionVolume.maxPrice": "90.00"},
    ),
]


def told(client, record):
    """What its page tells machines; None where it tells them nothing."""
    page = client.get(record.get_absolute_url()).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def at(thing, path):
    for step in path.split("."):
        thing = thing[int(step)] if step.isdigit() else thing.get(step)
    return thing


@pytest.mark.parametrize(("kind", "values", "type_", "some"), TOLD)
def test_each_kind_is_told_in_its_own_words(client, kind, values, type_, some):
    provider = OrganisationFactory(name_en="Helper", kind="company")
    listing = ListingFactory(kind=kind, owner=provider, title_en="A title", countries=["MY"], **values)
    thing = told(client, listing)
    assert (thing["@context"], thing["@type"]) == ("https://schema.org", type_)
    assert thing["name"] == "A title"
    assert thing["url"] == f"http://testserver{listing.get_absolute_url()}"
    assert {path: at(thing, path) for path in some} == some


def test_nobody_learns_whose_an_anonymous_listing_is(client):
    secret = OrganisationFactory(name_en="Secret owner")
    values = {"direction": "request", "skills": ["law"], "is_anonymous": True}
    listing = ListingFactory(kind="talent", owner=secret, provider=None, **values)
    thing = told(client, listing)
    assert thing["hiringOrganization"] == "confidential"
    assert "Secret" not in json.dumps(thing)


def test_an_example_is_not_told_as_real(client):
    assert "invented" in told(client, ListingFactory(is_example=True, **PRICE))["disambiguatingDescription"]
    assert "disambiguatingDescription" not in told(client, ListingFactory(**PRICE))


def test_of_a_draft_machines_are_told_nothing(client, admin_client):
    draft = ListingFactory(status="draft", publish_at=None, **PRICE)
    assert told(admin_client, draft) is None


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "]]>",
        '"}, {"x": "',
        "&lt;/script&gt;",
        "\u2028",
    ],
)
def test_no_title_ends_the_script(client, title):
    assert told(client, ListingFactory(title_en=title, **PRICE))["name"] == title
