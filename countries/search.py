from django.utils.translation import gettext_lazy as _

from search.registry import Document, register

from .models import Country


def _country(country: Country) -> Document:
    return Document(
        slug=country.code,
        title=(country.name_en, country.name_zh_hans),
        summary=(country.summary_en, country.summary_zh_hans),
        names=[country.code, country.code3],
        countries=[country.code],
    )


register(
    "country",
    Country,
    label=_("Countries"),
    label_of_one=_("Country"),
    url_name="countries:detail",
    document=_country,
)
