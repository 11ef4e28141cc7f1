"""What an enterprise is asked for, step by step: only what rules of published policies are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Rule
from .subjects import Subject as About


@dataclass(frozen=True)
class Step:
    """fields   of the profile, by the subject of rules that they answer"""

    code: str
    title: str | Promise
    fields: Mapping[str, Sequence[str]]


STEPS: Sequence[Step] = (
    Step(
        "enterprise",
        gettext_lazy("The enterprise"),
        {
            About.AGE: ["founded_on"],
            About.EMPLOYEES: ["employees"],
            About.GROWTH: ["growth"],
            About.INDUSTRY: ["industries"],
        },
    ),
    Step(
        "money",
        gettext_lazy("Revenue, exports and research"),
        {
            About.REVENUE: ["revenue", "currency"],
            About.EXPORT_SHARE: ["export_share"],
            About.RESEARCH_SHARE: ["research_share"],
        },
    ),
    Step(
        "knowledge",
        gettext_lazy("Patents and certificates"),
        {About.PATENTS: ["patents"], About.CERTIFICATE: ["certificates", "has_certificates"]},
    ),
    Step(
        "abroad",
        gettext_lazy("Going abroad"),
        {About.TARGET_COUNTRY: ["target_countries"], About.HAS_BEEN_ABROAD: ["has_been_abroad"]},
    ),
)
#: By subject the first field that answers it; what the register of organisations answers is not asked.
FIELD_OF: Mapping[str, str] = {
    str(subject): names[0] for step in STEPS for subject, names in step.fields.items()
}
STEP_OF: Mapping[str, Step] = {str(subject): step for step in STEPS for subject in step.fields}


def why_asked() -> dict[str, str]:
    """By subject the sentence that says which policies ask for it; nothing of what none asks for.

    Counts policies that are out and have a version in force today or later.
    """
    rules = Rule.objects.filter(
        Q(policy_version__valid_until=None) | Q(policy_version__valid_until__gte=timezone.localdate()),
        policy_version__listing__is_published=True,
    )
    counts = rules.order_by().values_list("subject").annotate(Count("policy_version__listing", distinct=True))
    one_each = rules.order_by("subject", "policy_version__listing__sort_en", "pk").distinct("subject")
    example = {rule.subject: rule for rule in one_each.select_related("policy_version__listing")}
    return {
        subject: _why(count, str(example[subject].policy_version.listing))
        for subject, count in counts
        if subject in example
    }


def fields_asked(step: Step, why: Mapping[str, str]) -> dict[str, str]:
    """The fields of a step that somebody asks for, each with the reason; the second of two without."""
    return {
        name: why[subject] if place == 0 else ""
        for subject, names in step.fields.items()
        if subject in why
        for place, name in enumerate(names)
    }


def _why(count: int, example: str) -> str:
    if count == 1:
        return _("Asked for “%(policy)s”.") % {"policy": example}
    words = ngettext(
        "Asked for %(count)s policy, such as “%(policy)s”.",
        "Asked for %(count)s policies, such as “%(policy)s”.",
        count,
    )
    return words % {"count": count, "policy": example}
