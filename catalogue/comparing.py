"""What another version of a policy gives and asks for, told against the one before it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from .models import PolicyVersion, Rule
from .versions import ParkNames, gives, park_names, wanted


def differences(old: PolicyVersion, new: PolicyVersion, parks: ParkNames | None = None) -> list[str]:
    """Sentences, such as "employees: at least 50 instead of at least 100"; none where nothing differs."""
    told = []
    if gives(old) != gives(new):
        words = _("Gives %(new)s instead of %(old)s.")
        told.append(words % {"new": gives(new) or _("no sum told"), "old": gives(old) or _("no sum told")})
    before, after = ({rule.subject: rule for rule in one.rules.all()} for one in (old, new))
    for subject in sorted(before.keys() | after.keys()):
        told += _of_one(before.get(subject), after.get(subject), parks)
    return told


def with_differences(versions: Sequence[PolicyVersion]) -> list[tuple[PolicyVersion, list[str]]]:
    """Versions, the newest first, each with what it changes of the one before it."""
    rules = [rule for one in versions for rule in one.rules.all() if rule.subject == "park"]
    parks = park_names(slug for rule in rules for slug in (*rule.one_of, *rule.none_of)) if rules else {}
    olders = [*versions[1:], None]
    return [
        (one, differences(older, one, parks) if older else [])
        for one, older in zip(versions, olders, strict=True)
    ]


def _of_one(before: Rule | None, after: Rule | None, parks: ParkNames | None) -> list[str]:
    if before is None and after is not None:
        return [_("New: %(rule)s.") % {"rule": _whole(after, parks)}]
    if after is None and before is not None:
        return [_("No longer asked for: %(rule)s.") % {"rule": _whole(before, parks)}]
    if before is None or after is None:
        return []
    old, new = wanted(before, parks), wanted(after, parks)
    if old == new:
        return []
    words = _("%(subject)s: %(new)s instead of %(old)s.")
    return [words % {"subject": after.get_subject_display(), "new": new, "old": old}]


def _whole(rule: Rule, parks: ParkNames | None) -> str:
    return _("%(subject)s: %(wanted)s") % {
        "subject": rule.get_subject_display(),
        "wanted": wanted(rule, parks),
    }
