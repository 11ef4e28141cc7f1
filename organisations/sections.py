"""What the page of an organisation tells: people, distinctions, networks, relations, names."""

from collections.abc import Sequence

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common.dates import period_display
from common.sections import Section, contributes
from common.templatetags.components import fallback_lang
from sources.models import Record
from sources.places import places

from .maps import relation_map
from .models import Distinction, NetworkMembership, Organisation, OrganisationRelation, Position
from .names import language_name

Kind = OrganisationRelation.Kind

#: A relation read from its right end: `other` ... `organisation`.
READ_BACK = {
    Kind.PREDECESSOR: gettext_lazy("is the successor of"),
    Kind.SUBSIDIARY: gettext_lazy("has the subsidiary"),
    Kind.SHAREHOLDER: gettext_lazy("has the shareholder"),
    Kind.ESTABLISHED_WITH: gettext_lazy("was relied on to establish"),
    Kind.OPERATES: gettext_lazy("is developed, built and operated by"),
    Kind.HOSTED_BY: gettext_lazy("hosts"),
    Kind.LOCATED_IN: gettext_lazy("is the location of"),
    Kind.COOPERATES: Kind.COOPERATES.label,
    Kind.ADVISES: gettext_lazy("is advised by"),
    Kind.COVERS: gettext_lazy("is covered by"),
    Kind.RELATED: Kind.RELATED.label,
}


def line(thing: Organisation, record: Record, *, relation: str = "", meta: str = "", text: str = "") -> dict:
    """A related organisation as `components/related_list.html` shows it, with what vouches for it."""
    return {
        "title": thing.name,
        "url": thing.get_absolute_url(),
        "lang": fallback_lang(thing, "name"),
        "relation": relation,
        "meta": meta,
        "text": text,
        "passages": record.passages,
        "note": record.curator_note,
        "conflicts": record.discrepancies.all(),
    }


@contributes("organisation", position=50)
def people(organisations: Sequence[Organisation], user) -> Section | None:
    """Who holds or held a post here, and who holds an office elsewhere on its behalf."""
    here = organisations[0]
    seen = Organisation.objects.visible_to(user)
    positions = list(
        Position.objects.visible_to(user)
        .filter(Q(organisation=here) | Q(on_behalf_of=here))
        .select_related("person", "organisation")
        .prefetch_related(Prefetch("on_behalf_of", seen), places(), "discrepancies")
    )
    rows = [position_line(position, here) for position in positions]
    return _section("people", _("People"), "organisations/_people.html", rows, positions)


def position_line(position: Position, here: Organisation) -> dict:
    """A position as `components/people_list.html` shows it on the page of one of its organisations."""
    elsewhere = position.organisation if position.organisation_id != here.pk else position.on_behalf_of
    return {
        "name": position.person.name,
        "url": position.person.get_absolute_url(),
        "lang": fallback_lang(position.person, "name"),
        "role": position.title,
        "organisation": elsewhere.name if elsewhere and elsewhere.pk != here.pk else "",
        "period": period_display(position.started_on, position.ended_on),
        "passages": position.passages,
        "note": position.curator_note,
        "conflicts": position.discrepancies.all(),
    }


@contributes("organisation", position=60)
def distinctions(organisations: Sequence[Organisation], user) -> Section | None:
    """Awards, grades, ranks and claims: those it received and those it gave."""
    here = organisations[0]
    given = Distinction.objects.filter(granted_by=here)
    found = list(
        Distinction.objects.visible_to(user)
        .filter(Q(organisation=here) | Q(pk__in=given.values("pk")))
        .select_related("organisation")
        .prefetch_related(
            Prefetch("granted_by", Organisation.objects.visible_to(user)), places(), "discrepancies"
        )
    )
    rows = [{"distinction": one, "is_given": one.organisation_id != here.pk} for one in found]
    return _section("distinctions", _("Distinctions"), "organisations/_distinctions.html", rows, found)


@contributes("organisation", position=70)
def networks(organisations: Sequence[Organisation], user) -> Section | None:
    """The networks it belongs to, and its own members."""
    here = organisations[0]
    memberships = list(
        NetworkMembership.objects.visible_to(user)
        .filter(Q(network=here) | Q(member=here))
        .select_related("network", "member")
        .prefetch_related(places(), "discrepancies")
    )
    rows = []
    for membership in memberships:
        is_member = membership.member_id == here.pk
        other = membership.network if is_member else membership.member
        relation = _("member of") if is_member else pgettext("in a network", "has the member")
        period = period_display(membership.joined_on, membership.left_on)
        rows.append(line(other, membership, relation=relation, meta=period, text=membership.note))
    return _section("networks", _("Networks"), "organisations/_related.html", rows, memberships)


@contributes("organisation", position=80)
def relations(organisations: Sequence[Organisation], user) -> Section | None:
    """How it stands to others, read from its own side."""
    here = organisations[0]
    found = list(
        OrganisationRelation.objects.visible_to(user)
        .filter(Q(organisation=here) | Q(other=here))
        .select_related("organisation", "other")
        .prefetch_related(places(), "discrepancies")
    )
    rows = []
    for relation in found:
        outward = relation.organisation_id == here.pk
        other = relation.other if outward else relation.organisation
        words = relation.get_kind_display() if outward else READ_BACK[relation.kind]
        period = period_display(relation.started_on, relation.ended_on)
        rows.append(line(other, relation, relation=str(words), meta=period, text=relation.note))
    return _section(
        "relations",
        _("Relations"),
        "organisations/_related.html",
        rows,
        found,
        maps=[relation_map(one) for one in found],
    )


@contributes("organisation", position=90)
def parts(organisations: Sequence[Organisation], user) -> Section | None:
    """The bodies that are part of it."""
    rows = list(organisations[0].branches.visible_to(user).prefetch_related(places(), "discrepancies"))
    lines = [line(row, row, relation=row.get_kind_display()) for row in rows]
    return _section("parts", _("Parts of it"), "organisations/_related.html", lines, rows)


@contributes("organisation", position=10)
def names(organisations: Sequence[Organisation], user) -> Section | None:
    """Every other name it is known by, with its language."""
    rows = [
        {"name": name, "language": language_name(name.language) if name.language else ""}
        for name in organisations[0].names.visible_to(user)
    ]
    return _section("names", _("Names"), "organisations/_names.html", rows, aside=True)


@contributes("organisation", position=20)
def identifiers(organisations: Sequence[Organisation], user) -> Section | None:
    """What public registries call it."""
    rows = [
        {"label": one.get_scheme_display(), "value": one.value, "url": one.link}
        for one in organisations[0].identifiers.visible_to(user)
    ]
    return _section("identifiers", _("Identifiers"), "organisations/_facts.html", rows, aside=True)


def _section(anchor, title, template, rows, records=(), **others) -> Section | None:
    return Section(anchor, title, template, rows, records, **others) if rows else None
