"""What the arithmetic audit can find, and how a finding is told."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sources.models import Discrepancy

from .models import Observation


class Check(TextChoices):
    """What is checked; one rule each."""

    PARTS = "parts-and-whole", _("Parts and their whole")
    SUBSET = "subset-above-whole", _("Some of it, and all of it")
    SHARES = "shares-of-one-base", _("Shares of one total")
    KNOWN_TOTAL = "share-of-known-total", _("Shares of a total that is known")
    SUM_OF_SHARES = "sum-of-shares", _("Shares that add up to too much")
    ORDER = "order-of-events", _("Events that can only come later")
    RATIO = "ratio-of-parts", _("Ratios told, and ratios calculated")
    GROWTH = "growth-and-earlier-value", _("Growth and the value before")
    MULTIPLE = "growth-multiple", _("Growth told as a multiple")
    AGE = "age", _("Ages and founding dates")
    SAME = "claims-about-the-same", _("Claims about the same thing")

    @property
    def method(self) -> str:
        """How it is checked, in a sentence."""
        return str(METHODS[self])


METHODS = {
    Check.PARTS: _("The parts of a whole are added up and compared with the whole."),
    Check.SUBSET: _("What is some of a whole cannot be more than the whole."),
    Check.SHARES: _("A value divided by its share gives the total; shares of one total must give the same."),
    Check.KNOWN_TOTAL: _("Where the total itself is told, the value divided by it must give the share."),
    Check.SUM_OF_SHARES: _("Shares of one total that do not overlap cannot be more than all of it."),
    Check.ORDER: _("What can only follow on something else is rarely a part of that in the same period."),
    Check.RATIO: _("A ratio that is told is compared with the ratios of the values that are told."),
    Check.GROWTH: _("Where two periods are told, the growth between them is compared with the growth told."),
    Check.MULTIPLE: _("A growth divided by its multiple gives the growth that it is compared with."),
    Check.AGE: _("An age that is told is compared with the founding date and the date of the source."),
    Check.SAME: _("Claims about the same thing and the same period must agree."),
}


class Severity(TextChoices):
    """How sure it is that something is wrong; the gravest first."""

    CONTRADICTION = "contradiction", _("contradiction")
    IMPLAUSIBLE = "implausible", _("implausible")
    NOTE = "note", _("worth knowing")


@dataclass(frozen=True)
class Finding:
    """Something that does not add up.

    statement         the finding in the active language
    steps             the calculation, line by line
    expected, found   what the source says, and what the calculation gives, as plain numbers
    """

    check: Check
    severity: Severity
    observations: tuple[Observation, ...]
    statement: str
    steps: tuple[str, ...]
    expected: Decimal
    found: Decimal

    @property
    def discrepancies(self) -> list[Discrepancy]:
        """What curators have written about it: the notes that these claims share, else all of theirs."""
        of_each = [
            {note for note in one.discrepancies.all() if note.kind == Discrepancy.Kind.ARITHMETIC}
            for one in self.observations
        ]
        shared = set.intersection(*of_each) or set.union(*of_each)
        return sorted(shared, key=lambda note: note.code)

    @property
    def key(self) -> str:
        """The same for the same finding, to link to."""
        return f"{self.check.value}-{self.observations[0].slug}"
