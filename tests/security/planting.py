"""Rows that nobody may see, hung onto everything that can be seen.

Each hidden row carries a canary: a word with a number of its own in every text it has, so that a
word found on a page tells which row leaked, and by which way it hangs there.
"""

import re
from dataclasses import dataclass, field

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from countries.models import Country
from sources.models import Record
from tests.security.house import factory_of

#: A word that the canaries stand beside: a search for it finds them if it finds what is hidden.
LURE = "tigerlily"
#: The number of hidden figures, the start of hidden registry entries, the place of hidden bodies.
NUMBER = 99817263540
ENTRY = "Q998172"
PLACE = ("12.98172", "77.98173")
CANARY = re.compile(r"kanari(\d+)x")
#: What a row needs beside one of its columns, by the rules of the database.
COMPANIONS = {"part_of": {"part_kind": "component"}, "share_of": {"share": 50}}


@dataclass
class Garden:
    """What was planted. `told[n]` describes the row with canary n."""

    hub: dict[type[models.Model], models.Model] = field(default_factory=dict)
    hidden: list[models.Model] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    #: Those that have no text for a word: parties, participants, identifiers.
    silent: set[str] = field(default_factory=set)

    def leaks(self, body: str, asked: str = "") -> set[str]:
        """What this body gives away: descriptions of hidden rows, whose text, id or number is in it.

        An id that stands in the address `asked` for is known already (a sign-in page repeats it).
        """
        found = {self.told[int(number)] for number in CANARY.findall(body)}
        found |= {
            f"id of {self.told[self.ids[word]]}"
            for word in {*self._ids_pattern.findall(body)}
            if word not in asked
        }
        return found | {f"number {number}" for number in (str(NUMBER), ENTRY, *PLACE) if number in body}

    def close(self):
        self.ids = {str(row.pk): place for place, row in enumerate(self.hidden)}
        self._ids_pattern = re.compile("|".join(map(re.escape, self.ids)) or "(?!)")
        return self


def record_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def part_models() -> list[type[models.Model]]:
    """Models without a publication of their own that belong to records: names, parties, deliverables.

    What may stand alone does not belong to a record: a registry tells of a body whether or not it is
    published here, and who signs in finds what a registry tells of.
    """
    return [
        model
        for model in factory_of()
        if not issubclass(model, Record)
        and hasattr(model.objects.all(), "visible_to")
        and not is_private(model)
        and any(issubclass(f.related_model, Record) and not f.null for f in _links(model))
    ]


def is_private(model) -> bool:
    """Whether none of its rows is ever for the public."""
    return getattr(model.objects.all(), "is_private", False)


def private_models() -> list[type[models.Model]]:
    return [model for model in factory_of() if is_private(model)]


def _links(model):
    return [f for f in model._meta.fields if f.is_relation and isinstance(f.related_model, type)]


def plant() -> Garden:
    """Every way that a hidden row can hang on a visible one."""
    garden = Garden()
    missing = [model.__name__ for model in record_models() if model not in factory_of()]
    assert not missing, f"tests/factories.py lacks {missing}"
    others = [
        model for model in factory_of() if model._meta.app_label != "accounts" and not is_private(model)
    ]
    for model in dict.fromkeys([*others, *record_models()]):
        _on_hub(garden, model)
    factory_of()[Country](code="TH", code3="THA")  # for what Malaysia has no more room for
    by_model = {}
    for model in record_models():
        by_model[model] = _hide(garden, model, is_published=False, because="is not published")
    for model in [*record_models(), *part_models()]:
        for link in _links(model):
            hidden = by_model.get(link.related_model)
            if hidden is None:
                continue
            extra = {link.name: hidden} | COMPANIONS.get(link.name, {})
            if link.name in _decisive(model):
                _hide(garden, model, because=f"hangs on a hidden {link.name}", **extra)
            else:
                _on_hub(garden, model, **extra)
        for path in getattr(model, "visible_through", ()):
            if "__" in path:
                _hide_at_two_removes(garden, model, *path.split("__"), by_model)
        for many in model._meta.many_to_many:
            if many.related_model in by_model:
                getattr(garden.hub[model], many.name).add(by_model[many.related_model])
    for model in private_models():
        _hide(garden, model, because="is a park's own")
        garden.hub[model] = garden.hidden[-1]
    return garden.close()


def _hide_at_two_removes(garden, model, first: str, second: str, by_model) -> None:
    """A row that hangs on a visible one, which hangs on a hidden one."""
    between = model._meta.get_field(first).related_model
    hidden = by_model[between._meta.get_field(second).related_model]
    known = between.objects.filter(**{second: hidden}).first()
    parent = known or factory_of()[between](**{second: hidden})
    _hide(garden, model, because=f"hangs on a {first} of a hidden {second}", **{first: parent})


def _decisive(model) -> set[str]:
    """The links through which a row is hidden together with what it hangs on."""
    paths = {path.split("__")[0] for path in getattr(model, "visible_through", ())}
    if not issubclass(model, Record):
        paths |= {link.name for link in _links(model) if not link.null}
    return paths


def _on_hub(garden: Garden, model, **given) -> models.Model:
    """A visible row, hung on the visible rows planted before it."""
    row = _make(garden, model, **given)
    garden.hub.setdefault(model, row)
    return row


def _hide(garden: Garden, model, because: str, **given) -> models.Model:
    row = _make(garden, model, **given)
    number = len(garden.told)
    garden.told.append(f"{model.__name__} that {because}")
    garden.hidden.append(row)
    if not _mark(row, number):
        garden.silent.add(garden.told[-1])
    row.save()
    for many in model._meta.many_to_many:
        if many.related_model in garden.hub:
            getattr(row, many.name).add(garden.hub[many.related_model])
    return row


def _make(garden: Garden, model, **given) -> models.Model:
    """A row of this model: on the hub where it needs something, else on rows of its own."""
    on_hub = {}
    for link in _links(model):
        shared = garden.hub.get(link.related_model)
        if shared and not (link.null or link.unique or link.name in given or shared in on_hub.values()):
            on_hub[link.name] = shared
    try:
        with transaction.atomic():
            return factory_of()[model](**on_hub, **given)
    except IntegrityError:  # the hub has such a row already
        return factory_of()[model](**given)


def hide_more(garden: Garden, rounds: int) -> None:
    """More rows that nobody may see, together with all that they need for themselves."""
    since = timezone.now()
    for _round in range(rounds):
        for model in record_models():
            _hide(garden, model, is_published=False, because="came later")
    for model in record_models():
        model.objects.filter(created_at__gte=since).update(is_published=False)


def _mark(row: models.Model, number: int) -> bool:
    """Write the canary into every text of the row that has room for it; False when none has."""
    word = f"kanari{number}x"
    before = vars(row).copy()
    for column in row._meta.fields:
        if column.primary_key or column.choices or column.is_relation:
            continue
        if column.name in getattr(row, "foreign_columns", ()):
            continue
        kind = type(column).__name__.removeprefix("Translation")
        if kind in ("CharField", "TextField", "RichTextField") and (column.max_length or 999) >= 40:
            setattr(row, column.attname, f"{word} {LURE}")
        elif kind == "SlugField":
            setattr(row, column.attname, word)
        elif kind == "URLField":
            setattr(row, column.attname, f"https://{word}.example/")
        elif column.name == "value":
            setattr(row, column.attname, NUMBER)
        elif column.name in ("latitude", "longitude"):
            setattr(row, column.attname, PLACE[column.name == "longitude"])
    if hasattr(row, "scheme"):
        row.value = f"{ENTRY}{number:03}"
    if hasattr(row, "multiple"):
        row.multiple = 2
    return any(word in str(value) for name, value in vars(row).items() if value != before.get(name))
