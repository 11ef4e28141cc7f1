from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from organisations.search import bodies
from parks.search import profile_document, profiles
from search.registry import Document, follow, register

from .models import Agreement, Partner


def _agreement(agreement: Agreement) -> Document:
    parties = [party.organisation for party in agreement.parties.all()]
    fields = agreement.fields_of_cooperation.all()
    return Document(
        slug=agreement.slug,
        title=(agreement.title_en, agreement.title_zh_hans),
        summary=(agreement.summary_en, agreement.summary_zh_hans),
        text=(
            " ".join(
                [
                    *(one.name_en or "" for one in parties if one.is_published),
                    *(term.name_en for term in fields),
                ]
            ),
            " ".join(
                [
                    *(one.name_zh_hans or "" for one in parties if one.is_published),
                    *(term.name_zh_hans or "" for term in fields),
                ]
            ),
        ),
        countries=agreement.countries,
    )


register(
    "partner",
    Partner,
    label=_("Partners"),
    label_of_one=_("Partner"),
    url_name="partners:detail",
    rows=lambda: profiles(Partner),
    document=profile_document,
)
register(
    "agreement",
    Agreement,
    label=_("Agreements"),
    label_of_one=_("Agreement"),
    url_name="partners:agreement",
    rows=lambda: Agreement.objects.prefetch_related("parties__organisation", "fields_of_cooperation"),
    document=_agreement,
)
follow(Partner, bodies)
follow(
    Organisation,
    lambda changed: Agreement.objects.filter(
        parties__organisation__in={body.pk for body in changed}
    ).distinct(),
)
