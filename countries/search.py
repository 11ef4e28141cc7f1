from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from search.registry import Document, follow, register

from .models import Country, GuideSection


def _country(country: Country) -> Document:
    return Document(
        slug=country.code,
        title=(country.name_en, country.name_zh_hans),
        summary=(country.summary_en, country.summary_zh_hans),
        names=[country.code, country.code3],
        countries=[country.code],
    )


def _section(section: GuideSection) -> Document:
    """Found by what it says, on its place in the guide."""

    def title(language: str) -> str:
        with override(language):
            return str(section)

    return Document(
        slug=f"{section.country_id}#{section.topic}",
        title=(title("en"), title("zh-hans")),
        summary=(strip_tags(section.text_en or ""), strip_tags(section.text_zh_hans or "")),
        countries=[section.country_id],
    )


register(
    "country",
    Country,
    label=_("Countries"),
    label_of_one=_("Country"),
    url_name="countries:detail",
    document=_country,
)
register(
    "guide",
    GuideSection,
    label=_("Country guides"),
    label_of_one=_("Country guide"),
    url_name="countries:detail",
    rows=lambda: GuideSection.objects.select_related("country"),
    document=_section,
)
follow(Country, lambda countries: GuideSection.objects.filter(country__in=[one.pk for one in countries]))
