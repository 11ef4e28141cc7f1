"""Why something was found, and stands where it stands: for curators, who keep what it is found by."""

from django.utils.translation import gettext_lazy as _

from .models import Entry

#: What the rank is the sum of (`EntryQuerySet.ranked`), in words.
WORDS = {
    "name": _("It is called exactly so"),
    "title": _("Words in its name"),
    "parts": _("Parts of the search that it holds"),
    "words": _("Where its words stand: name, summary, text, category"),
    "alike": _("Words that mean the same"),
    "likeness": _("A name that looks alike"),
    "kind": _("Its kind"),
}


def why(entry: Entry) -> list[tuple[str, float]]:
    """What counted, in words, and its points, the most first; nothing of one that was not ranked."""
    points = {name: round(float(getattr(entry, f"by_{name}", 0)), 2) for name in WORDS}
    return sorted(
        ((str(WORDS[name]), each) for name, each in points.items() if each), key=lambda pair: -abs(pair[1])
    )
