"""What a version of a policy gives and asks for, in words."""

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
    return _("%(subject)s: %(wanted)s") % {"subject": rule.get_subject_display(), "wanted": _wanted(rule)}


def _wanted(rule: Rule) -> str:
    if rule.must_be is not None:
        return _("yes") if rule.must_be else _("no")
    unit = " %" if rule.subject in SHARES else ""
    low, high = (f"{_number(one)}{unit}" if one is not None else "" for one in (rule.at_least, rule.at_most))
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return _("at least %(low)s") % {"low": low}
    if high:
        return _("at most %(high)s") % {"high": high}
    told = [_codes(rule.subject, rule.one_of)] if rule.one_of else []
    if rule.none_of:
        told.append(_("not %(codes)s") % {"codes": _codes(rule.subject, rule.none_of)})
    return "; ".join(told)


def _number(value: Decimal) -> str:
    return formats.number_format(f"{value.normalize():f}", force_grouping=True)


def _codes(subject: str, codes: list[str]) -> str:
    if subject in (About.COUNTRY, About.TARGET_COUNTRY):
        names = [str(countries.name(code) or code) for code in codes]
    elif subject == About.PARK:
        parks = Organisation.objects.filter(is_published=True).in_bulk(codes, field_name="slug")
        names = [str(parks.get(code, code)) for code in codes]
    else:
        names = [str(WORDS[About(subject)].get(code, code)) for code in codes]
    return pgettext("between several choices", " / ").join(names)
