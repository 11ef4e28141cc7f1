"""What search engines may know: each public page in each language, in parts that cost the same far in.

After sitemaps.org/protocol.html, with alternates by language as Google and Yandex read them. There is no
`lastmod`: the index does not know when a record was last changed, and a wrong day is worse than none.
"""

from collections.abc import Iterator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control

from .models import Entry
from .registry import KINDS

AT_ONCE = 10_000  # ids of entries in a part; two languages of each stay below the 50,000 that a file may have
#: Pages that are no record's.
PAGES = (
    "home",
    "about",
    "catalogue:list",
    "parks:list",
    "parks:enterprises",
    "partners:list",
    "partners:agreements",
    "projects:list",
    "countries:list",
    "figures:explorer",
    "sources:list",
)
XMLNS = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}  # as BCP 47 writes them


@cache_control(public=True, max_age=3600)
def index(request):
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    places = range(1, last // AT_ONCE + 2)
    response, xml = _document()
    xml.startElement("sitemapindex", AttributesImpl({"xmlns": XMLNS["xmlns"]}))
    for place in places:
        xml.startElement("sitemap", AttributesImpl({}))
        xml.addQuickElement("loc", request.build_absolute_uri(reverse("sitemap_part", args=[place])))
        xml.endElement("sitemap")
    return _ended(response, xml, "sitemapindex")


@cache_control(public=True, max_age=3600)
def part(request, place: int):
    """Entries by their ids; the first part begins with the pages that are no record's."""
    first = (place - 1) * AT_ONCE
    if place < 1 or first > (Entry.objects.aggregate(last=Max("pk"))["last"] or 0):
        raise Http404
    entries = Entry.objects.visible_to(AnonymousUser()).filter(pk__gte=first, pk__lt=first + AT_ONCE)
    response, xml = _document()
    xml.startElement("urlset", AttributesImpl(XMLNS))
    for paths in [*(_of_pages() if place == 1 else ()), *_of_entries(entries)]:
        addresses = {code: request.build_absolute_uri(path) for code, path in paths.items()}
        for address in addresses.values():
            xml.startElement("url", AttributesImpl({}))
            xml.addQuickElement("loc", address)
            for code, other in addresses.items():
                _link(xml, LANGUAGES[code], other)
            _link(xml, "x-default", addresses[settings.LANGUAGE_CODE])
            xml.endElement("url")
    return _ended(response, xml, "urlset")


def robots(request):
    """Everything public may be read; what is asked for one reader alone is not worth a visit."""
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /*?cursor=",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _of_pages() -> Iterator[dict[str, str]]:
    for name in PAGES:
        yield _in_each_language(lambda name=name: reverse(name))


def _of_entries(entries) -> Iterator[dict[str, str]]:
    """Those with a page of their own; what is a place on another's page has none."""
    for kind, slug in entries.order_by("pk").values_list("kind", "slug").iterator():
        if "#" not in slug and kind in KINDS:
            yield _in_each_language(lambda kind=kind, slug=slug: KINDS[kind].url(slug))


def _in_each_language(path) -> dict[str, str]:
    paths = {}
    for code in LANGUAGES:
        with override(code):
            paths[code] = path()
    return paths


def _document() -> tuple[HttpResponse, SimplerXMLGenerator]:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    return response, xml


def _link(xml: SimplerXMLGenerator, language: str, address: str) -> None:
    told = {"rel": "alternate", "hreflang": language, "href": address}
    xml.addQuickElement("xhtml:link", "", told)


def _ended(response: HttpResponse, xml: SimplerXMLGenerator, element: str) -> HttpResponse:
    xml.endElement(element)
    xml.endDocument()
    return response
