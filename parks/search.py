from django.utils.translation import gettext_lazy as _

from organisations.search import bodies, document_of
from search.registry import Document, follow, register

from .models import Enterprise, Indicator, Milestone, Park


def profiles(model):
    return model.objects.select_related("organisation").prefetch_related(
        "organisation__names", "organisation__identifiers"
    )


def profile_document(profile) -> Document:
    return document_of(profile.organisation, (profile.description_en, profile.description_zh_hans))


def _milestone(milestone: Milestone) -> Document:
    return Document(
        slug=milestone.slug,
        title=(milestone.title_en, milestone.title_zh_hans),
        summary=(milestone.text_en, milestone.text_zh_hans),
        names=[str(milestone.happened_on)],
    )


def _indicator(indicator: Indicator) -> Document:
    return Document(
        slug=indicator.slug,
        title=(indicator.name_en, indicator.name_zh_hans),
        summary=(indicator.definition_en, indicator.definition_zh_hans),
    )


register(
    "park",
    Park,
    label=_("Parks"),
    label_of_one=_("Park"),
    url_name="parks:detail",
    rows=lambda: profiles(Park),
    document=profile_document,
)
register(
    "enterprise",
    Enterprise,
    label=_("Enterprises"),
    label_of_one=_("Enterprise"),
    url_name="parks:enterprise",
    rows=lambda: profiles(Enterprise),
    document=profile_document,
)
register(
    "milestone",
    Milestone,
    label=_("Milestones"),
    label_of_one=_("Milestone"),
    url_name="parks:milestone",
    document=_milestone,
)
register(
    "indicator",
    Indicator,
    label=_("Figures"),
    label_of_one=_("Figure"),
    url_name="figures:indicator",
    document=_indicator,
)
for _profile in (Park, Enterprise):
    follow(_profile, bodies)
