from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.current import organisation_of
from common.richtext import as_html
from common.templatetags.components import fallback_lang

from .. import shortlist, versions
from ..answers import lines, words_of
from ..comparing import with_differences
from ..eligibility import judge
from ..enterprises import facts_of, profile_of
from ..facts import brief_of, label_of
from ..in_force import versions_in_force
from ..kinds import KINDS, TEXTS
from ..models import Listing
from ..operations.keeping import writable_by

register = template.Library()


register.filter("brief", brief_of)
register.filter("rich", as_html)
register.filter("period", versions.period_of)
register.filter("gives", versions.gives)
register.filter("rule_words", versions.words_of_rule)


@register.filter
def texts(listing: Listing) -> list[dict[str, str | SafeString]]:
    """The longer texts of a listing that are there: name, label, lang where it is not the reader's, html."""
    names = ["text", *(name for name in KINDS[listing.kind].fields if name in TEXTS and name != "place")]
    return [
        {
            "name": name,
            "label": label_of(name),
            "lang": fallback_lang(listing, name),
            "html": as_html(getattr(listing, name)),
        }
        for name in names
        if getattr(listing, name)
    ]


@register.inclusion_tag("catalogue/_star.html", takes_context=True)
def star(context, listing: Listing) -> dict:
    """Puts it on the shortlist of who looks, or takes it away."""
    request = context["request"]
    page = {"listing": listing, "back": request.get_full_path(), "csrf_token": context.get("csrf_token")}
    return page | {"is_kept": listing.pk in shortlist.ids_of(request)}


@register.inclusion_tag("catalogue/_keeper_link.html", takes_context=True)
def keeper_link(context, listing: Listing) -> dict:
    """The way to where it is kept, for those who may change it; nothing for others."""
    user = context["request"].user
    is_theirs = user.is_authenticated and writable_by(user).filter(pk=listing.pk).exists()
    return {"listing": listing if is_theirs else None}


@register.inclusion_tag("catalogue/_eligibility_box.html", takes_context=True)
def eligibility_box(context, listing: Listing) -> dict:
    """Whether the enterprise that one acts for may have what a policy gives today, and what decides."""
    request, today = context["request"], timezone.localdate()
    acting_for = organisation_of(request)
    rows = list(versions_in_force(Listing.objects.filter(pk=listing.pk), today))
    page: dict = {"listing": listing, "version": rows[0] if rows else None, "is_signed_in": bool(acting_for)}
    if not rows or acting_for is None:
        return page
    facts = facts_of(profile_of(acting_for), today)
    verdict = judge(rows[0], rows[0].rules.all(), facts, today)
    deciding = lines(verdict.deciding, facts, today, may_tell=True)
    return page | {"answer": verdict.answer, "words": words_of(verdict.answer), "lines": deciding}


@register.filter
def gives_now(listing: Listing) -> str:
    """What the version of a policy in force today gives; its versions are prefetched."""
    today = timezone.localdate()
    now = [one for one in listing.versions.all() if one.valid_from <= today and not one.is_over]
    return versions.gives(now[0]) if now else ""


@register.filter
def with_changes(listed: list) -> list:
    """Versions of a policy, the newest first, each with what it changes of the one before it."""
    return with_differences(listed)
