"""What there is to do to keep the register clean, as numbers that are what their lists count."""

import datetime
from collections import Counter

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.sections import sections_of

from ..duplicates import compared, is_private
from ..models import Batch, Duplicate, Import, Link, Quality
from ..quality.descriptions import COMPLETE
from ..quality.scoring import judged

SHOWN = 10  # of each list
WAITING = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.FAILED)


def desk(request):
    user, now = request.user, timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - datetime.timedelta(days=today.weekday())
    waiting = Import.objects.visible_to(user).filter(state__in=WAITING)
    batches = Batch.objects.visible_to(user).filter(made_at__gte=today)
    batches = batches.select_related("made_by", "undone__undone")
    kinds = _kinds(user, now)
    counts = {
        name: sum(line["counts"][name] for line in kinds) for name in ("incomplete", "stale", "doubled")
    }
    broken = Link.objects.visible_to(user).to_fix().count()
    imports, of_today = waiting.count(), batches.count()
    here = reverse("curation:quality")
    tiles = [
        _tile(counts["incomplete"], _("incomplete"), f"{here}?state=incomplete"),
        _tile(counts["stale"], _("stale"), f"{here}?state=stale&ordering=fresh_until"),
        _tile(counts["doubled"], _("possible duplicates"), reverse("curation:duplicates")),
        _tile(broken, _("dead or moved links"), reverse("curation:links")),
        _tile(imports, _("imports waiting or stopped"), "#imports"),
        _tile(of_today, _("batches of today"), "#batches", is_work=False),
    ]
    page = {
        "tiles": tiles,
        "is_clean": not any(counts.values()) and not imports and not broken,
        "kinds": kinds,
        "least": COMPLETE,
        "lists": [
            _tile(0, _("Quality of the records"), here, is_work=False),
            _tile(counts["doubled"], _("Possible duplicates"), reverse("curation:duplicates")),
            _tile(
                _pairs_of_parks(),
                _("Possible duplicates among contacts of the parks"),
                reverse("curation:contact_duplicates"),
            ),
            _tile(broken, _("Dead links"), reverse("curation:links")),
            _tile(imports, _("Imports"), reverse("curation:imports")),
            _tile(0, _("Batches of changes"), reverse("curation:batches"), is_work=False),
        ],
        "sections": sections_of("register", None, user),
        "week": _week(user, monday),
        "imports": waiting[:SHOWN],
        "batches": batches[:SHOWN],
        "crumbs": [{"label": _("A clean register"), "url": request.path}],
    }
    return render(request, "curation/desk.html", page)


def _pairs_of_parks() -> int:
    """How many open pairs there are of what parks keep for themselves; which ones, only their list tells."""
    own = [label for label, model in compared().items() if is_private(model)]
    return Duplicate.objects.filter(state=Duplicate.State.OPEN, kind__in=own).count()


def _tile(count: int, label: str, url: str, is_work: bool = True) -> dict:
    return {"value": count, "label": label, "url": url, "tone": "warn" if is_work and count else ""}


def _kinds(user, now) -> list[dict]:
    """For each kind of record how many there are, and how many are to be worked on."""
    counted = {
        row["kind"]: row
        for row in Quality.objects.visible_to(user)
        .order_by()
        .values("kind")
        .annotate(
            number=Count("pk"),
            incomplete=Count("pk", filter=Q(score__lt=COMPLETE)),
            stale=Count("pk", filter=Q(fresh_until__lt=now)),
        )
    }
    public = [label for label, model in compared().items() if not is_private(model)]
    pairs = Duplicate.objects.filter(state=Duplicate.State.OPEN, kind__in=public).order_by()
    doubled = Counter(dict(pairs.values_list("kind").annotate(number=Count("pk"))))
    models = judged() | compared()
    lines = []
    for label, model in models.items():
        of_kind = counted.get(label, {"number": 0, "incomplete": 0, "stale": 0})
        if not of_kind["number"] and not doubled[label]:
            continue
        lines.append(
            {
                "label": capfirst(model._meta.verbose_name_plural),
                "counts": of_kind | {"doubled": doubled[label]},
                "cells": [
                    _cell(of_kind["number"], "quality", kind=label),
                    _cell(of_kind["incomplete"], "quality", kind=label, state="incomplete"),
                    _cell(of_kind["stale"], "quality", kind=label, state="stale", ordering="fresh_until"),
                    _cell(doubled[label], "duplicates", kind=label),
                ],
            }
        )
    return lines


def _cell(count: int, route: str, **query: str) -> dict:
    return {"count": count, "url": f"{reverse(f'curation:{route}')}?{urlencode(query)}" if count else ""}


def _week(user, monday) -> dict[str, int]:
    """What was done since Monday."""
    done = Quality.objects.visible_to(user).aggregate(
        improved=Count("pk", filter=Q(improved_at__gte=monday)),
        confirmed=Count("pk", filter=Q(confirmed_at__gte=monday)),
    )
    public = [label for label, model in compared().items() if not is_private(model)]
    told_apart = Duplicate.objects.filter(decided_at__gte=monday, kind__in=public).count()
    return done | {"told_apart": told_apart}
