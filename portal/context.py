"""What the shell of every page shows."""

from functools import partial

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.current import memberships_of, organisation_of


def shell(request):
    """What the shell needs on every page.

    nav, footer_nav   [{label, url}]
    account_nav       the same in groups: [{label, id, links}]
    languages         [{code, label, url, active}]
    acts_for          asks the database only where the account menu is drawn
    """
    main = [
        (_("Catalogue"), reverse("catalogue:list")),
        (_("Parks"), reverse("parks:list")),
        (_("Partners"), reverse("partners:list")),
        (_("Projects"), reverse("projects:list")),
        (_("Agreements"), reverse("partners:agreements")),
        (_("Enterprises"), reverse("parks:enterprises")),
        (_("Countries"), reverse("countries:list")),
        (_("Figures"), reverse("figures:explorer")),
    ]
    groups = [
        (
            _("Workspace"),
            "pw-workspace",
            [
                (_("My desk"), reverse("partners:desk")),
                (_("Interactions"), reverse("partners:interactions")),
                (_("Contacts"), reverse("partners:contacts")),
                (_("Partnerships"), reverse("partners:partnerships")),
                (_("Saved searches"), reverse("search:saved")),
                (_("Our requests"), reverse("cases:mine")),
                (_("Requests"), reverse("cases:queue")),
                (_("My listings"), reverse("catalogue:mine")),
                (_("What may we have?"), reverse("catalogue:eligible")),
                (_("My enterprise's profile"), reverse("catalogue:profile")),
                (_("Shares"), reverse("partners:shares")),
            ],
        ),
        (
            _("Account"),
            "pw-account",
            [
                (_("My account"), reverse("accounts:me")),
                (_("Where I am signed in"), reverse("accounts:sessions")),
                (_("API keys"), reverse("accounts:keys")),
            ],
        ),
    ]
    foot = [
        (_("About"), reverse("about")),
        (_("Story"), reverse("parks:story")),
        (_("Sources"), reverse("sources:list")),
        (_("Discrepancies"), reverse("sources:discrepancies")),
        (_("Arithmetic audit"), reverse("figures:audit")),
        (_("API documentation"), reverse("api:docs")),
    ]
    return {
        "nav": [{"label": label, "url": url, "active": request.path.startswith(url)} for label, url in main],
        "account_nav": [
            {"label": label, "id": id_, "links": [{"label": name, "url": url} for name, url in links]}
            for label, id_, links in groups
        ],
        "acts_for": partial(_acts_for, request),
        "footer_nav": [{"label": label, "url": url} for label, url in foot],
        "languages": [
            {"code": code, "label": label, "url": translate_url(_address(request), code)}
            | {"active": code == get_language()}
            for code, label in settings.LANGUAGES
        ],
    }


def _acts_for(request):
    """Between which organisations the user can switch, if there are several: [{organisation, is_current}]."""
    memberships = memberships_of(request)
    if len(memberships) < 2:
        return []
    current = organisation_of(request)
    return [
        {"organisation": membership.organisation, "is_current": membership.organisation == current}
        for membership in memberships
    ]


def _address(request):
    """This page without its cursor: another language sorts otherwise, so a list begins anew."""
    query = request.GET.copy()
    query.pop("cursor", None)
    path = escape_leading_slashes(request.path)  # `//else.where/` would lead a reader away from here
    return f"{path}?{query.urlencode()}" if query else path
