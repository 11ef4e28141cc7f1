"""Who signs, by the name that somebody types."""

import secrets

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import get_language

from organisations.models import Person

from ..models import AgreementParty
from .keeping import writable_by


def signatory(name: str, by) -> Person | None:
    """The person of this name whom the user knows; a new one, not published, where it is nobody's yet."""
    name = " ".join(name.split())
    if not name:
        return None
    met = AgreementParty.objects.filter(agreement__in=writable_by(by).values("pk")).values("signatory")
    known = Person.objects.filter(
        Q(pk__in=Person.objects.visible_to(by).values("pk")) | Q(pk__in=met),
        Q(name_en__iexact=name) | Q(name_zh_hans__iexact=name),
    )
    found = list(known[:2])
    if len(found) == 1:
        return found[0]
    language = (get_language() or "en").replace("-", "_")
    person = Person(slug=f"{slugify(name)[:80] or 'person'}-{secrets.token_hex(4)}", is_published=False)
    setattr(person, f"name_{language}", name)
    person.save()
    return person
