"""Why two records may be the same, or may not, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .naming.cards import AGAINST, Reason

WORDS: dict[Reason, str | Promise] = {
    Reason.IDENTIFIER: _("the same identifier"),
    Reason.ADDRESS: _("the same e-mail address or telephone"),
    Reason.SAME_NAME: _("the same name"),
    Reason.FORM: _("the same name but for the legal form"),
    Reason.SAME_WORDS: _("the same words, written in another way"),
    Reason.OTHER_SCRIPT: _("the same name in another script or language"),
    Reason.PINYIN: _("the same as the Chinese name, by its meaning or pinyin"),
    Reason.TOGETHER: _("the same letters, divided in another way"),
    Reason.ORDER: _("the same words in another order"),
    Reason.SPELLING: _("a name spelt a little differently"),
    Reason.PART: _("the names have words in common"),
    Reason.ACRONYM: _("one name is the acronym of the other, in the same country"),
    Reason.INITIALS: _("one name has initials of the other"),
    Reason.WEBSITE: _("the same web site"),
    Reason.TIES: _("both are at the same organisation"),
    Reason.PARTIES: _("the same parties"),
    Reason.NEAR: _("dated within a month"),
    Reason.REPORTED: _("a reader reported it"),
    Reason.KIN: _("one is part of the other"),
    Reason.OTHER_IDENTIFIER: _("another identifier in the same registry"),
    Reason.OTHER_COUNTRY: _("another country"),
    Reason.OTHER_KIND: _("another kind"),
    Reason.OTHER_CHARACTERS: _("their Chinese names differ"),
    Reason.OTHER_TIES: _("they are at different organisations"),
}


def words_for(reasons: Iterable[str]) -> list[str | Promise]:
    """What speaks for it."""
    return [WORDS[Reason(one)] for one in reasons if one not in AGAINST]


def words_against(reasons: Iterable[str]) -> list[str | Promise]:
    return [WORDS[Reason(one)] for one in reasons if one in AGAINST]
