"""What a load found odd: a word for each reason, and what people read of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Those of a body itself, then those that come of what is here already.
WORDS: dict[str, str | Promise] = {
    "kind": _("kind of the registry without a word of its own here; the nearest was taken"),
    "founded": _("year of founding that is none; left out"),
    "name_long": _("name that is empty or longer than 300 characters; left out"),
    "no_english": _("no name in English or Chinese; shown in its own script"),
    "country": _("code that is no country of ISO 3166-1; left out"),
    "website": _("address of a website that is none; left out"),
    "identifier": _("identifier with a wrong form or check digit; left out"),
    "parents": _("part of several bodies; told as relations"),
    "same_name": _("same name and country as a body here that has no identifier; not merged"),
    "same_in_file": _("same name and country as another body of the registry"),
    "alike_in_file": _("name much like another of the same country in the file"),
    "shared_identifier": _("identifier that another body has already; left out"),
    "several_matches": _("its identifiers belong to several bodies here; not merged"),
    "ring": _("part of a body that is part of it; left out"),
    "withdrawn": _("withdrawn by the registry, and still kept here"),
    "deleted": _("deleted here; not brought back"),
    "unknown_other": _("related to a body that the registry's file does not hold"),
    "place": _("coordinates that are not on earth, or half of them; left out"),
    "no_country": _("country that has no code in the file; left out"),
}
#: Too many to list one by one: these are counted.
COUNTED = {"kind", "parents", "unknown_other"}
