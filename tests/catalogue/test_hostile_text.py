"""Whatever stands in a text of a listing, it stays text: in each page, feed, file and form that shows it."""

import csv
import datetime
import io
import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from catalogue.models import Listing
from catalogue.operations import life
from common.richtext import TAGS, as_html, clean
from common.spreadsheets.guard import LIVE
from notifications import operations as notifying
from notifications.models import Delivery, OutboxEvent
from tests.factories import CategoryFactory, ListingFactory, MembershipFactory, UserFactory
from tests.pages import version_of
from tests.security import payloads

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: Plain texts of a service, with how long each may be.
PLAIN = {
    "title_en": 200,
    "title_zh_hans": 200,
    "summary_en": 400,
    "summary_zh_hans": 400,
    "eligibility_en": 9999,
    "credentials_en": 9999,
    "source": 300,
}
AT = datetime.datetime(2027, 3, 5, 1, tzinfo=datetime.UTC)
EVENT = {"starts_at": AT, "ends_at": AT + datetime.timedelta(hours=3), "time_zone": "Asia/Shanghai"}
HARMLESS = ["Plain words"] * len(PLAIN)
AROUND = ["{}", "<p>before</p>{}<b>after</b>", "<ul><li>{}</li></ul>", '<a href="{}">x</a>']
LISTS = ["/catalogue/", "/zh-hans/catalogue/?show=table", "/catalogue/?q=script", "/search/?q=script"]
LEADING = {"href", "src", "action", "formaction"}
RUNNING = ("javascript:", "data:", "vbscript:", "blob:", "file:")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: What no page of ours is made of.
STRANGE = {
    "base",
    "embed",
    "iframe",
    "image",
    "marquee",
    "math",
    "object",
    "plaintext",
    "style",
    "video",
    "xmp",
}


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes; those of rich texts apart."""

    def __init__(self, page: bytes | str):
        super().__init__()
        self.elements: list[tuple] = []
        self.rich: list[tuple] = []
        self.addresses: list[str] = []
        self.depth = 0  # of elements inside a rich text
        self.feed(page if isinstance(page, str) else page.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        names = tuple(sorted(name for name, _value in attrs))
        self.addresses += [value or "" for name, value in attrs if name in LEADING]
        if self.depth:
            self.rich.append((tag, names))
            self.depth += tag not in VOID
            return
        self.elements.append((tag, names))
        if dict(attrs).get("class") == "pw-prose":
            self.depth = 1

    def handle_endtag(self, tag):
        if self.depth and tag not in VOID:
            self.depth -= 1

    @property
    def leading_astray(self) -> list[str]:
        """Addresses that run something."""
        plain = ["".join(char for char in one if char > " ").casefold() for one in self.addresses]
        return [one for one in plain if one.startswith(RUNNING)]

    @property
    def strange(self) -> list:
        """What none of our pages has by itself."""
        handlers = [one for one in self.elements if any(name.startswith("on") for name in one[1])]
        inside = [one for one in self.elements if one[0] == "script" and not {"src", "type"} & set(one[1])]
        return [one for one in self.elements if one[0] in STRANGE] + handlers + inside + self.leading_astray

    @property
    def beyond_markup(self) -> list[tuple]:
        """What a rich text must not bring."""
        allowed = {"a": {"href", "rel", "lang"}}
        return [one for one in self.rich if one[0] not in TAGS or set(one[1]) - allowed.get(one[0], {"lang"})]


def rich(text: str) -> Skeleton:
    return Skeleton(f'<div class="pw-prose">{text}</div>')


def plant(listing: Listing, texts: list[str]) -> None:
    """Past all forms, straight into the table."""
    columns = {name: text[:most] for (name, most), text in zip(PLAIN.items(), texts, strict=True)}
    columns |= {"text_en": "".join(f"<p>{text}</p>" for text in texts), "title": columns["title_en"]}
    columns |= {"text_zh_hans": f"<b>x</b>{texts[0]}"}
    names = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE catalogue_listing SET {names} WHERE id = %s", [*columns.values(), listing.pk])


@pytest.fixture
def category():
    return CategoryFactory(takes_two=False)


@pytest.fixture
def planted(category):
    """A listing of harmless words, and as many as it takes to hold all that is hostile."""
    portions = [HARMLESS, *payloads.in_portions(len(PLAIN))]
    told = {"category": category, "owner": None, "price_model": "free"}
    listings = ListingFactory.create_batch(len(portions), **told)
    for listing, texts in zip(listings, portions, strict=True):
        plant(listing, texts)
    return listings


def test_there_are_enough_of_them():
    assert len(set(payloads.ALL)) == len(payloads.ALL) >= 200


@pytest.mark.parametrize("around", AROUND)
def test_nothing_but_plain_markup_is_left_of_a_rich_text(around):
    wrong = {}
    for text in payloads.ALL:
        told = rich(as_html(around.replace("{}", text)))
        if told.beyond_markup or told.leading_astray:
            wrong[text] = told.beyond_markup + told.leading_astray
    assert wrong == {}


@pytest.mark.parametrize("address", ["/catalogue/{}/", "/zh-hans/catalogue/{}/", "/catalogue/{}/preview/"])
def test_a_page_is_made_of_the_same_elements_whatever_is_told(client, curator, planted, address):
    client.force_login(curator)
    told = [Skeleton(client.get(address.format(one.slug)).content) for one in planted]
    assert len(told[0].rich) > 2
    assert [one.beyond_markup for one in told if one.beyond_markup] == []
    assert [one.leading_astray for one in told if one.leading_astray] == []
    odd = [one for one in told if one.elements != told[0].elements]
    assert [set(one.elements) ^ set(told[0].elements) for one in odd] == []


@pytest.mark.parametrize("address", ["/admin/catalogue/listing/{}/change/", "/catalogue/{}/ask/"])
def test_so_is_a_form(client, curator, planted, address):
    client.force_login(curator)
    key = "pk" if "admin" in address else "slug"
    told = [Skeleton(client.get(address.format(getattr(one, key))).content) for one in planted]
    odd = [one for one in told if one.elements != told[0].elements or one.strange != told[0].strange]
    assert [set(one.elements) ^ set(told[0].elements) for one in odd] == []


def test_a_history_shows_what_it_was_as_text(client, curator, planted):
    client.force_login(curator)
    for listing in planted:
        told = Skeleton(client.get(f"/curation/history/{listing.pk}/").content)
        assert told.strange == []


@pytest.mark.parametrize("address", LISTS)
def test_lists_and_search_show_texts_as_texts(client, planted, address):
    while address:
        answer = client.get(address)
        assert Skeleton(answer.content).strange == []
        address = answer.context.get("next_url")


def test_what_one_searches_for_is_shown_as_typed(client):
    answers = {text: client.get("/search/", {"q": text}) for text in payloads.ALL[::3]}
    wrong = {text for text, one in answers.items() if one.status_code not in (200, 400)}
    assert wrong == set()
    assert [text for text, one in answers.items() if Skeleton(one.content).strange] == []


def test_files_hold_no_formula_and_the_api_tells_the_words_themselves(client, planted):
    answer = client.get("/catalogue/?format=csv&columns=title_en,summary_en,eligibility_en")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == len(planted) + 1
    assert [cell for row in rows for cell in row if LIVE.match(cell) and not cell.startswith("'")] == []
    for listing, texts in zip(planted[1:], payloads.in_portions(len(PLAIN)), strict=True):
        answer = client.get(f"/api/v1/listings/{listing.pk}/", {"lang": "en", "fields": "title"})
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")
        assert json.loads(answer.content)["title"] == texts[0][:200]


def test_a_feed_holds_them_as_text(client, planted):
    feed = ElementTree.fromstring(client.get("/catalogue/feed.atom").content)
    names = {one.tag.rpartition("}")[2] for one in feed.iter()}
    entry = {"id", "title", "link", "updated", "published", "summary", "author", "name", "category"}
    assert names <= {"feed", "entry", "subtitle", "rights"} | entry


def test_a_calendar_holds_them_as_text(client, category):
    category = CategoryFactory(kind="event")
    for text in payloads.INTO_OTHER_LANGUAGES:
        told = {"title_en": text[:200], "summary_en": text, "place_en": text[:200]}
        event = ListingFactory(kind="event", category=category, attendance="on_site", **EVENT, **told)
        lines = client.get(f"/catalogue/{event.slug}/event.ics").content.decode().split("\r\n")
        names = {line.partition(":")[0].partition(";")[0] for line in lines if not line.startswith(" ")}
        assert not {"ATTENDEE", "ACTION"} & names
        assert "BEGIN:VALARM" not in lines


def test_side_by_side_and_on_the_shortlist(client, planted):
    for start in range(0, len(planted), 4):
        slugs = [one.slug for one in planted[start : start + 4]]
        assert Skeleton(client.get("/catalogue/compare/", {"slug": slugs}).content).strange == []
        for slug in slugs:
            client.post(f"/catalogue/{slug}/star/", {"keep": "yes"})
    assert Skeleton(client.get("/catalogue/shortlist/").content).strange == []


@pytest.fixture
def keeper():
    return MembershipFactory(user=UserFactory(), role="editor")


@pytest.mark.parametrize("door", ["page", "API", "admin"])
def test_by_whatever_door_a_rich_text_is_kept_clean(client, curator, keeper, category, door):
    told = {"owner": keeper.organisation, "category": category, "price_model": "free"}
    listing = ListingFactory(status="draft", publish_at=None, **told)
    client.force_login(curator if door == "admin" else keeper.user)
    for texts in payloads.in_portions(24):
        text = "<b>kept</b>" + "".join(f"<p>{text}</p>" for text in texts)
        answer = send(client, door, listing, text)
        assert answer.status_code in (200, 302), answer.content
        listing.refresh_from_db()
        assert listing.text_en == clean(text)
        assert rich(listing.text_en).beyond_markup == []
        Listing.objects.filter(pk=listing.pk).update(text_en="")


def send(client, door: str, listing: Listing, text: str):
    if door == "API":
        address = f"/api/v1/listings/{listing.pk}/"
        seen = client.get(address)["ETag"]
        body = json.dumps({"text": text})
        return client.patch(f"{address}?lang=en", body, "application/json", headers={"if-match": seen})
    places = {"admin": f"/admin/catalogue/listing/{listing.pk}", "page": f"/catalogue/{listing.slug}"}
    page = client.get(f"{places[door]}/change/")
    form = page.context["adminform"].form if door == "admin" else page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in values.items() if value not in (None, "")} | {"text_en": text}
    for one in page.context["inline_admin_formsets"] if door == "admin" else ():
        given |= {f"{one.formset.prefix}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")}
    return client.post(f"{places[door]}/change/", given | {"version": version_of(page)})


def test_a_mail_holds_them_as_text(keeper, curator, category, mailoutbox):
    EmailAddress.objects.create(user=keeper.user, email=keeper.user.email, verified=True, primary=True)
    told = {"owner": keeper.organisation, "category": category, "price_model": "free"}
    for texts in payloads.in_portions(len(PLAIN)):
        listing = ListingFactory(status="in_review", publish_at=None, **told)
        plant(listing, texts)
        listing.refresh_from_db()
        life.send_back(listing, texts[1], curator)
    for event in OutboxEvent.objects.all():
        notifying.work_out(event.pk)
    for delivery in Delivery.objects.filter(channel=Delivery.Channel.EMAIL):
        notifying.deliver(delivery.pk)
    assert len(mailoutbox) >= len(list(payloads.in_portions(len(PLAIN))))
    for mail in mailoutbox:
        assert mail.to == [keeper.user.email] and "\n" not in mail.subject
        (html, _kind), *_others = mail.alternatives
        assert Skeleton(html).strange == []
        assert not mail.message().get("Bcc")
