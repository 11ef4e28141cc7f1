"""The arithmetic audit: what the claims of the sources say when one reckons with them.

Each rule is a function over observations that knows no case in advance: it calculates, allows for
rounding and for words such as "nearly" (`spans`), and tells what does not add up. It sees only the
observations it is given; give it those of `figures.figures_to_audit(user)`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext

from common import numbers
from common.dates import PartialDate

from .figures import period_said, said
from .findings import Check, Finding, Severity
from .models import Indicator, Observation
from .spans import ENDLESS, Span, claimed, count, rate

Observations = Sequence[Observation]
Rule = Callable[[Observations], Iterator[Finding]]
Row = TypeVar("Row")


def audit(observations: Iterable[Observation]) -> list[Finding]:
    """All findings of all rules, the gravest first."""
    given = list(observations)
    findings = [finding for rule in RULES for finding in rule(given)]
    return sorted(findings, key=lambda finding: list(Severity).index(finding.severity))


def parts_against_whole(observations: Observations) -> Iterator[Finding]:
    """Parts that make up a whole, against the whole. More than the whole is a contradiction; less may
    only mean that not all parts are told."""
    for whole, parts in _parts_of(observations, Observation.PartKind.COMPONENT):
        total = _sum(parts)
        if total.meets(claimed(whole)):
            continue
        value = _total(parts)
        is_more = total.low > claimed(whole).high
        words = {
            "sum": _in_unit(value, whole),
            "whole": said(whole),
            "difference": _in_unit(abs(value - whole.value), whole),
        }
        if is_more:
            text = gettext(
                "The parts add up to %(sum)s, but the whole is told as %(whole)s: %(difference)s too many."
            )
        else:
            text = gettext(
                "The parts that are told add up to %(sum)s of %(whole)s: %(difference)s are not told."
            )
        yield Finding(
            Check.PARTS,
            Severity.CONTRADICTION if is_more else Severity.IMPLAUSIBLE,
            (whole, *parts),
            text % words,
            (
                f"{' + '.join(said(part) for part in parts)} = {words['sum']} ≠ {words['whole']}",
                *_left_for(whole, parts),
            ),
            whole.value,
            value,
        )


def _left_for(whole: Observation, parts: Observations) -> Iterator[str]:
    """Whether the whole fits without one of its parts: what the others leave for each."""
    for part in parts:
        others = [other for other in parts if other is not part]
        left = whole.value - _total(others)
        if others:
            sums = " − ".join(_in_unit(one.value, whole) for one in (whole, *others))
            words = {
                "calculation": f"{sums} = {_in_unit(left, whole)}",
                "part": part.indicator,
                "told": said(part),
            }
            if left == 0:
                yield gettext("It fits without “%(part)s”: %(calculation)s.") % words
            else:
                yield gettext("Left for “%(part)s”: %(calculation)s; told is %(told)s.") % words


def subset_above_whole(observations: Observations) -> Iterator[Finding]:
    """Some of a whole that is more than the whole."""
    for whole, parts in _parts_of(observations, Observation.PartKind.SUBSET):
        for part in parts:
            if claimed(part).low > claimed(whole).high:
                words = {"part": said(part), "whole": said(whole)}
                yield Finding(
                    Check.SUBSET,
                    Severity.CONTRADICTION,
                    (whole, part),
                    gettext("%(part)s is told as some of %(whole)s, but is more.") % words,
                    (f"{said(part)} > {said(whole)}",),
                    whole.value,
                    part.value,
                )


def order_of_events(observations: Observations) -> Iterator[Finding]:
    """Events told as some of those that they can only follow on, within one period: grants among the
    applications of the same year."""
    for whole, parts in _parts_of(observations, Observation.PartKind.SUBSET):
        for part in parts:
            if part.indicator.follows_id != whole.indicator_id or not _same_period(part, whole):
                continue
            rate = numbers.percent(numbers.rounded(part.value / whole.value * 100)) if whole.value else "–"
            words = {
                "part": part.indicator,
                "whole": whole.indicator,
                "period": period_said(part),
                "told": said(part),
                "of": said(whole),
            }
            yield Finding(
                Check.ORDER,
                Severity.IMPLAUSIBLE,
                (whole, part),
                gettext(
                    "“%(part)s” (%(told)s) is told as some of “%(whole)s” (%(of)s) of the same period,"
                    " %(period)s, but can only follow on it. Read them as two series."
                )
                % words,
                (f"{said(part)} ÷ {said(whole)} = {rate}",),
                whole.value,
                part.value,
            )


def shares_of_one_base(observations: Observations) -> Iterator[Finding]:
    """Values and their shares of one total and period, which give different totals."""
    for shares in _grouped(_shares(observations), Share.key):
        highest = max(shares, key=lambda share: share.whole.low)
        lowest = min(shares, key=lambda share: share.whole.high)
        if highest.whole.meets(lowest.whole):
            continue
        low, high = lowest.implied_said, highest.implied_said
        crossing = {
            "value": said(highest.claim),
            "total": low,
            "share": numbers.percent(numbers.rounded(highest.claim.value / lowest.implied * 100)),
            "told": numbers.percent(highest.told),
        }
        others = [share for share in shares if share not in (highest, lowest)]
        steps = (
            f"{said(share.claim)} ÷ {numbers.percent(share.told)} = {share.implied_said}" for share in shares
        )
        yield Finding(
            Check.SHARES,
            Severity.CONTRADICTION,
            tuple(share.claim for share in (highest, lowest, *others)),
            gettext("“%(base)s” cannot be both %(high)s and %(low)s, as these shares of it imply.")
            % {"base": highest.base, "high": high, "low": low},
            (*steps, gettext("%(value)s of %(total)s would be %(share)s, not %(told)s.") % crossing),
            lowest.implied,
            highest.implied,
        )


def share_of_known_total(observations: Observations) -> Iterator[Finding]:
    """A share of a total that is itself observed for the period."""
    totals = defaultdict(list)
    for one in observations:
        totals[one.indicator_id, one.period_on, one.currency].append(one)
    for share in _shares(observations):
        part = share.claim
        for total in totals[share.key()]:
            if total is part or not total.value or (claimed(part) / claimed(total)).meets(share.span):
                continue
            found = numbers.rounded(part.value / total.value * 100)
            words = {"told": numbers.percent(share.told), "found": numbers.percent(found)}
            yield Finding(
                Check.KNOWN_TOTAL,
                Severity.CONTRADICTION,
                (part, total),
                gettext("The share is told as %(told)s, but the two values give %(found)s.") % words,
                (f"{said(part)} ÷ {said(total)} = {words['found']}",),
                share.told,
                found,
            )


def sum_of_shares(observations: Observations) -> Iterator[Finding]:
    """Shares of one base and period that add up to more than 100 per cent."""
    for shares in _grouped(_shares(observations), Share.key):
        among = {share.claim.pk for share in shares}
        apart = {
            _thing(share.claim): share for share in shares if share.claim.part_of_id not in among
        }.values()
        if sum(share.span.low for share in apart) <= 1:
            continue
        total = sum((share.told for share in apart), Decimal(0))
        words = {"base": shares[0].base, "total": numbers.percent(total)}
        yield Finding(
            Check.SUM_OF_SHARES,
            Severity.IMPLAUSIBLE,
            tuple(share.claim for share in apart),
            gettext("Shares of “%(base)s” add up to %(total)s; they must overlap, or one is wrong.") % words,
            (f"{' + '.join(numbers.percent(share.told) for share in apart)} = {words['total']}",),
            Decimal(100),
            total,
        )


def ratio_of_parts(observations: Observations) -> Iterator[Finding]:
    """A ratio that is told, against the ratios of the parts and wholes that it is told of: a
    contradiction where they disagree; worth knowing where "over" holds, but says little."""
    by_id = {one.pk: one for one in observations}
    for claim in observations:
        pairs = [
            (part, by_id[part.part_of_id])
            for part in (by_id.get(one.pk) for one in claim.ratio_of.all())
            if part is not None and part.part_of_id in by_id and by_id[part.part_of_id].value
        ]
        measures = {_measure(one) for pair in pairs for one in pair}
        if len(measures) != 1 or claim.indicator.unit != Indicator.Unit.PERCENT:
            continue
        parts, wholes = zip(*pairs, strict=True)
        part_sum, whole_sum = _total(parts), _total(wholes)
        together = numbers.rounded(part_sum / whole_sum * 100)
        span = (_sum(parts) / _sum(wholes)).times(100)
        words = {"told": said(claim), "found": numbers.percent(together)}
        if not span.meets(claimed(claim)):
            severity = Severity.CONTRADICTION
            text = gettext("The ratio is told as %(told)s, but the values give %(found)s.")
        elif claimed(claim).high == ENDLESS and together > claim.value * FAR:
            severity = Severity.NOTE
            text = gettext("“%(told)s” holds, but the values give as much as %(found)s.")
        else:
            continue
        steps = [_division(part.indicator, part.value, whole.value) for part, whole in pairs]
        if len(pairs) > 1:
            steps.append(_division(gettext("together"), part_sum, whole_sum))
        yield Finding(
            Check.RATIO,
            severity,
            (claim, *(one for pair in pairs for one in pair)),
            text % words,
            tuple(steps),
            claim.value,
            together,
        )


#: "Over 60" for a value of 66 is a manner of speaking; beyond a tenth it leaves something out.
FAR = Decimal("1.1")


def growth_against_earlier(observations: Observations) -> Iterator[Finding]:
    """The change that is told, against the value of the period before where that is told too."""
    for series in _grouped(observations, lambda one: (*_thing(one), one.period_kind)):
        dated = sorted((one for one in series if one.period_on), key=lambda one: one.period_on)
        for before, now in pairwise(dated):
            if now.change is None or not before.value or not _a_year_apart(before.period_on, now.period_on):
                continue
            difference = claimed(now) - claimed(before)
            found = now.value - before.value
            text = numbers.number
            if now.change_is_percent:
                ratio = (claimed(now) / claimed(before)).times(100)
                difference = Span(ratio.low - 100, ratio.high - 100)
                found, text = numbers.rounded(found / before.value * 100), numbers.percent
            if difference.meets((rate if now.change_is_percent else count)(now.change_printed, now.change)):
                continue
            words = {
                "told": numbers.signed(text(now.change), now.change),
                "found": numbers.signed(text(found), found),
            }
            yield Finding(
                Check.GROWTH,
                Severity.CONTRADICTION,
                (now, before),
                gettext("The change is told as %(told)s, but the two values give %(found)s.") % words,
                (f"{said(before)} → {said(now)} = {words['found']}",),
                now.change,
                found,
            )


def growth_multiple(observations: Observations) -> Iterator[Finding]:
    """What a growth and its multiple say of the growth that it is compared with."""
    for one in observations:
        if not one.multiple or not one.change or not one.change_is_percent:
            continue
        implied = rate(one.change_printed, one.change) / rate("", one.multiple)
        found = numbers.rounded(one.change / one.multiple)
        words = {
            "base": one.multiple_of,
            "found": numbers.percent(found),
            "low": numbers.percent(numbers.rounded(implied.low, 2)),
            "high": numbers.percent(numbers.rounded(implied.high, 2)),
        }
        yield Finding(
            Check.MULTIPLE,
            Severity.NOTE,
            (one,),
            gettext("This implies a growth of %(found)s (%(low)s to %(high)s) of: %(base)s.") % words,
            (f"{numbers.percent(one.change)} ÷ {numbers.number(one.multiple)} = {words['found']}",),
            one.change,
            found,
        )


def ages(observations: Observations) -> Iterator[Finding]:
    """An age in years, against the date of the source and the founding of the body or of its
    predecessors; where no founding is told, against the first event that is."""
    for one in observations:
        today = _told_on(one)
        if one.indicator.unit != Indicator.Unit.YEARS or today is None:
            continue
        earlier = [relation.organisation for relation in one.organisation.relations_in.all()]
        bodies = [one.organisation, *earlier]
        founded = [(body, body.founded_on) for body in bodies if body.founded_on]
        begun = founded or [
            (body, events[0].happened_on) for body in bodies if (events := body.milestones.all())
        ]
        spans = [_years(since, today) for _, since in begun]
        fitting = [span.meets(claimed(one)) for span in spans]
        has_own = bool(founded) and founded[0][0] is one.organisation
        if not begun or (fitting[0] if has_own else any(fitting)):
            continue
        words = {"told": said(one), "organisation": one.organisation, "years": _span_said(spans[0])}
        if not has_own:
            severity = Severity.IMPLAUSIBLE
            text = gettext(
                "“%(told)s” is told of “%(organisation)s”, but the dates that are told give %(years)s."
            )
        elif any(fitting):
            severity = Severity.NOTE
            text = gettext(
                "“%(told)s” counts from a predecessor; “%(organisation)s” itself is %(years)s old."
            )
        else:
            severity = Severity.CONTRADICTION
            text = gettext("“%(told)s” is told, but “%(organisation)s” is %(years)s old.")
        steps = (
            _age_step(*beginning, today, span, bool(founded))
            for beginning, span in zip(begun, spans, strict=True)
        )
        yield Finding(Check.AGE, severity, (one,), text % words, tuple(steps), one.value, spans[0].high)


def claims_about_the_same(observations: Observations) -> Iterator[Finding]:
    """Different values for the same thing in the same period; undated ones may be of different times."""
    for claims in _grouped(observations, lambda one: (*_thing(one), one.period_kind, one.period_on)):
        highest = max(claims, key=lambda one: claimed(one).low)
        lowest = min(claims, key=lambda one: claimed(one).high)
        if claimed(highest).meets(claimed(lowest)):
            continue
        words = {"high": said(highest), "low": said(lowest), "period": period_said(highest)}
        yield Finding(
            Check.SAME,
            Severity.CONTRADICTION if highest.period_on else Severity.IMPLAUSIBLE,
            tuple(claims),
            gettext("%(high)s and %(low)s are told of the same thing (%(period)s).") % words,
            (f"{said(highest)} ≠ {said(lowest)}",),
            lowest.value,
            highest.value,
        )


RULES: tuple[Rule, ...] = (
    parts_against_whole,
    subset_above_whole,
    shares_of_one_base,
    share_of_known_total,
    sum_of_shares,
    order_of_events,
    ratio_of_parts,
    growth_against_earlier,
    growth_multiple,
    ages,
    claims_about_the_same,
)


def _parts_of(observations: Observations, kind: str) -> Iterator[tuple[Observation, list[Observation]]]:
    """Each whole with its parts of this kind that are counted as it is."""
    by_id: dict[str | None, Observation] = {one.pk: one for one in observations}
    parts = defaultdict(list)
    for one in observations:
        whole = by_id.get(one.part_of_id)
        if whole and one.part_kind == kind and _measure(one) == _measure(whole):
            parts[whole.pk].append(one)
    for pk, found in parts.items():
        yield by_id[pk], found


def _total(observations: Observations) -> Decimal:
    return sum((one.value for one in observations), Decimal(0))


def _sum(observations: Observations) -> Span:
    return sum((claimed(one) for one in observations), Span(Decimal(0), Decimal(0)))


def _grouped(rows: Iterable[Row], key: Callable[[Row], tuple]) -> Iterator[list[Row]]:
    """Groups of two or more that have the key in common."""
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return (group for group in groups.values() if len(group) > 1)


class Share(NamedTuple):
    """A claim that tells which share (in per cent) it is of which base."""

    claim: Observation
    told: Decimal
    base: Indicator

    def key(self) -> tuple:
        """The same for shares of the same total."""
        return self.base.pk, self.claim.period_on, self.claim.currency

    @property
    def span(self) -> Span:
        """As a part of 1."""
        span = rate(self.claim.share_printed, self.told)
        return Span(span.low / 100, span.high / 100)

    @property
    def whole(self) -> Span:
        return claimed(self.claim) / self.span

    @property
    def implied(self) -> Decimal:
        """The total, to four digits."""
        total = self.claim.value / self.told * 100
        return total.quantize(Decimal(1).scaleb(total.adjusted() - 3), "ROUND_HALF_UP")

    @property
    def implied_said(self) -> str:
        return _in_unit(self.implied, self.claim)


def _shares(observations: Observations) -> list[Share]:
    return [
        Share(one, one.share, one.share_of)
        for one in observations
        if one.share is not None and one.share > 0 and one.share_of is not None
    ]


def _measure(one: Observation) -> tuple[str, str]:
    return one.indicator.unit, one.currency


def _thing(one: Observation) -> tuple:
    """What is told of whom, whenever."""
    return one.indicator_id, one.organisation_id, one.scope, one.currency


def _same_period(one: Observation, other: Observation) -> bool:
    return one.period_on is not None and one.period_on == other.period_on


def _a_year_apart(before: PartialDate, now: PartialDate) -> bool:
    return before.year + 1 == now.year and before.text[4:] == now.text[4:]


def _told_on(one: Observation) -> PartialDate | None:
    """The date that an age is told for: its own, else that of its source."""
    sources = (passage.source.published_on for passage in one.passages.all())
    return one.period_on or next((date for date in sources if date), None)


def _years(since: PartialDate, today: PartialDate) -> Span:
    """Full years between two dates, each as precise as it is told."""
    return Span(
        *(
            Decimal(_full_years(*ends))
            for ends in ((since.latest, today.earliest), (since.earliest, today.latest))
        )
    )


def _full_years(start, end) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _age_step(organisation, since: PartialDate, today: PartialDate, age: Span, is_founding: bool) -> str:
    words = {
        "organisation": organisation,
        "since": since.display(),
        "today": today.display(),
        "years": _span_said(age),
    }
    if is_founding:
        return gettext("%(organisation)s: founded %(since)s, told %(today)s: %(years)s") % words
    return gettext("%(organisation)s: first event %(since)s, told %(today)s: %(years)s") % words


def _span_said(age: Span) -> str:
    """ "17–18 years"."""
    words = {"from": numbers.number(age.low), "to": numbers.quantity(age.high, Indicator.Unit.YEARS)}
    return words["to"] if age.low == age.high else gettext("%(from)s to %(to)s") % words


def _in_unit(value: Decimal, like: Observation) -> str:
    return numbers.quantity(value, like.indicator.unit, like.currency)


def _division(label, part: Decimal, whole: Decimal) -> str:
    ratio = numbers.percent(numbers.rounded(part / whole * 100))
    words = {"label": label, "value": f"{numbers.number(part)} ÷ {numbers.number(whole)} = {ratio}"}
    return gettext("%(label)s: %(value)s") % words
