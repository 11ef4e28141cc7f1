"""What a version of a policy gives and asks for, in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from organisations.models import Organisation

from .facts import span
from .models import PolicyVersion, Rule
from .subjects import SHARES, Certificate
from .subjects import Subject as About
from .words import Growth, Industry

WORDS = {
    About.INDUSTRY: dict(Industry.choices),
    About.GROWTH: dict(Growth.choices),
    About.CERTIFICATE: dict(Certificate.choices),
}
ParkNames = Mapping[str, str]


def period_of(version: PolicyVersion) -> str:
    begins = formats.date_format(version.valid_from, "DATE_FORMAT")
    if version.valid_until is None:
        return _("from %(date)s") % {"date": begins}
    return f"{begins} – {formats.date_format(version.valid_until, 'DATE_FORMAT')}"


def gives(version: PolicyVersion) -> str:
    """How much, and which share of the cost; empty where neither is told."""
    share = f"{formats.number_format(version.percent.normalize())} %" if version.percent is not None else ""
    amount = span(version.amount_min, version.amount_max, version.currency)
    return pgettext("between names", ", ").join(filter(None, [share, amount]))


def words_of_rule(rule: Rule) -> str:
    """A rule as a reader reads it: "employees: 10 to 300"."""
    return _("%(subject)s: %(wanted)s") % {"subject": rule.get_subject_display(), "wanted": wanted(rule)}


def wanted(rule: Rule, parks: ParkNames | None = None) -> str:
    """What a rule asks for, without what it is about: "10 to 300".

    parks   names of parks by slug, where many rules are told; looked up otherwise
    """
    if rule.must_be is not None:
        return _("yes") if rule.must_be else _("no")
    unit = " %" if rule.subject in SHARES else ""
    if rule.subject == About.REVENUE and rule.policy_version.currency:
        unit = f" {rule.policy_version.currency}"
    low, high = (f"{number(one)}{unit}" if one is not None else "" for one in (rule.at_least, rule.at_most))
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("at least %(low)s") % {"low": low}
    if high:
        return _("at most %(high)s") % {"high": high}
    told = [codes_in_words(rule.subject, rule.one_of, parks)] if rule.one_of else []
    if rule.none_of:
        codes = codes_in_words(rule.subject, rule.none_of, parks)
        told.append(_("not %(codes)s") % {"codes": codes})
    return "; ".join(told)


def number(value: Decimal | int) -> str:
    return formats.number_format(f"{Decimal(value).normalize():f}", force_grouping=True)


def park_names(slugs: Iterable[str]) -> ParkNames:
    """Names of published parks by slug; of the others nothing is told."""
    bodies = Organisation.objects.filter(is_published=True, slug__in=set(slugs))
    return {body.slug: str(body) for body in bodies}


def codes_in_words(subject: str, codes: Iterable[str], parks: ParkNames | None = None) -> str:
    """Countries, parks, industries … by their names.

    parks   as in `wanted`
    """
    if subject in (About.COUNTRY, About.TARGET_COUNTRY):
        names = [str(countries.name(code) or code) for code in codes]
    elif subject == About.PARK:
        known = park_names(codes) if parks is None else parks
        names = [known.get(code, code) for code in codes]
    else:
        names = [str(WORDS[About(subject)].get(code, code)) for code in codes]
    return pgettext("between several choices", " / ").join(names)
