"""Pages of figures: the explorer, its download, one indicator, one claim, and the audit."""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import BadRequest
from django.db.models import Prefetch
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.csvstream import csv_response
from common.listing import ListPage
from common.paging import Page
from sources.places import cited, places

from .audit import audit
from .charts import charts_of
from .figure_filters import ObservationFilter
from .figures import around, figures_seen_by, figures_to_audit, period_said
from .findings import Check, Finding, Severity
from .models import Indicator, Observation

RESPECTS = Indicator.Respect.values
CSV_CHUNK = 500


class Explorer(ListPage):
    """Figures picked by what they measure, whom and when: as a table, as charts, and to take away."""

    filterset_class = ObservationFilter
    template_name = "figures/explorer.html"
    results_template = "figures/_explorer_results.html"
    page_size = 100
    has_forms = False
    title = _("Figures")
    lead = _(
        "Each figure is the claim of a source: as printed, with the place where it stands. "
        "Where claims do not agree, they stand side by side."
    )
    sortings = {
        "indicator": _("What is measured"),
        "organisation": _("Organisation"),
        "-period_on": _("Newest first"),
        "period_on": _("Oldest first"),
    }

    def get_queryset(self):
        return figures_seen_by(self.request.user)

    def get_page(self) -> Page:
        page = super().get_page()
        if self.is_by_subject:
            page.rows.sort(key=_by_subject)
        return page

    @property
    def is_by_subject(self) -> bool:
        """Whether the table is in groups by respect, as it is unless asked otherwise."""
        return self.request.GET.get("ordering", "") in ("", "indicator")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = context["rows"]
        query = self.request.GET.copy()
        query.pop("cursor", None)
        return context | {
            "groups": _by_respect(rows) if self.is_by_subject else [{"rows": rows}],
            "charts": charts_of(rows),
            "disputed": _disputed(audit(around(rows, self.request.user))),
            "csv_url": f"{reverse('figures:csv')}?{query.urlencode()}",
            "crumbs": [{"label": gettext("Figures"), "url": self.request.path}],
        }


def figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The figures that the explorer shows with the same filters, row by row."""
    filterset = ObservationFilter(request.GET, figures_seen_by(request.user), request=request)
    if not filterset.form.is_valid():
        raise BadRequest("; ".join(f"{name}: {text[0]}" for name, text in filterset.form.errors.items()))
    rows = filterset.qs.order_by(
        "indicator__respect", "indicator__ordinal", "indicator__slug", "period_on", "pk"
    )
    return csv_response("parkway-figures.csv", CSV_COLUMNS, _csv_rows(request, rows))


CSV_COLUMNS = (
    "id",
    "indicator",
    "respect",
    "organisation",
    "scope",
    "period",
    "period_kind",
    "qualifier",
    "value",
    "unit",
    "currency",
    "printed",
    "change",
    "change_unit",
    "change_printed",
    "share_percent",
    "share_of",
    "share_printed",
    "source",
    "places",
    "discrepancies",
    "curator_note",
    "address",
)


def _csv_rows(request: HttpRequest, observations) -> Iterator[Sequence]:
    for one in observations.iterator(chunk_size=CSV_CHUNK):
        passages = one.passages.all()
        change_unit = "percent" if one.change_is_percent else "count"
        yield (
            one.pk,
            one.indicator.name,
            one.indicator.respect,
            one.organisation.name,
            one.scope,
            one.period_on,
            one.period_kind,
            one.qualifier or "exactly",
            one.value,
            one.indicator.unit,
            one.currency,
            one.printed,
            one.change,
            "" if one.change is None else change_unit,
            one.change_printed,
            one.share,
            one.share_of,
            one.share_printed if one.share_of else "",
            "; ".join(dict.fromkeys(passage.source.title for passage in passages)),
            "; ".join(passage.label for passage in passages),
            "; ".join(note.title for note in one.discrepancies.all()),
            one.curator_note,
            request.build_absolute_uri(one.get_absolute_url()),
        )


class IndicatorDetail(DetailView):
    """What is measured, all that is told of it, and what is told as a share of it."""

    template_name = "figures/indicator_detail.html"
    context_object_name = "indicator"

    def get_queryset(self):
        visible = Indicator.objects.visible_to(self.request.user)
        return visible.prefetch_related(
            places(),
            "discrepancies",
            Prefetch("follows", visible),
            Prefetch("followed_by", visible.order_by("ordinal", "slug")),
        )

    def get_context_data(self, **kwargs):
        indicator, user = self.object, self.request.user
        figures = figures_seen_by(user).order_by("organisation__sort_en", "period_on", "pk")
        rows = list(figures.filter(indicator=indicator))
        shares = list(figures.filter(share_of=indicator))
        return super().get_context_data(
            groups=[{"rows": rows}] if rows else [],
            share_groups=[{"rows": shares}] if shares else [],
            charts=charts_of(rows),
            disputed=_disputed(audit(around([*rows, *shares], user))),
            passages=cited(indicator, rows, shares),
            facts=[
                {"label": gettext("Respect"), "value": indicator.get_respect_display()},
                {"label": gettext("Unit"), "value": indicator.get_unit_display()},
                *(_linked(gettext("Can only come after"), one) for one in [indicator.follows] if one),
                *(_linked(gettext("Has to come before"), one) for one in indicator.followed_by.all()),
            ],
            csv_url=f"{reverse('figures:csv')}?indicator={indicator.slug}",
            crumbs=_crumbs((str(indicator), self.request.path)),
            **kwargs,
        )


class ObservationDetail(DetailView):
    """One claim in full, with the claims that it does not agree with beside it."""

    template_name = "figures/observation_detail.html"
    context_object_name = "observation"

    def get_queryset(self):
        parts = figures_seen_by(self.request.user).order_by("indicator__ordinal", "pk")
        return figures_seen_by(self.request.user).prefetch_related(
            Prefetch("parts", parts), Prefetch("ratio_of", parts), Prefetch("ratios", parts)
        )

    def get_context_data(self, **kwargs):
        observation, user = self.object, self.request.user
        findings = [
            finding for finding in audit(around([observation], user)) if observation in finding.observations
        ]
        related = [
            *((gettext("Told as a part of"), one) for one in [observation.part_of] if one),
            *((gettext("A part of it"), one) for one in observation.parts.all()),
            *((gettext("A ratio of"), one) for one in observation.ratio_of.all()),
            *((gettext("Enters the ratio"), one) for one in observation.ratios.all()),
        ]
        return super().get_context_data(
            findings=findings,
            related=related,
            is_disputed=observation.pk in _disputed(findings),
            passages=cited(observation, *(finding.observations for finding in findings)),
            crumbs=_crumbs(
                (str(observation.indicator), observation.indicator.get_absolute_url()),
                (f"{observation.organisation} · {period_said(observation)}", self.request.path),
            ),
            **kwargs,
        )


def audit_page(request: HttpRequest):
    """Everything that does not add up, with the calculation and the claims side by side."""
    findings = audit(figures_to_audit(request.user).order_by("indicator__ordinal", "pk"))
    groups = [
        {"check": check, "findings": found}
        for check in Check
        if (found := [finding for finding in findings if finding.check == check])
    ]
    counts = [
        {"value": sum(finding.severity == severity for finding in findings), "label": severity.label}
        for severity in Severity
    ]
    context = {
        "groups": groups,
        "counts": counts,
        "silent": [check for check in Check if check not in {group["check"] for group in groups}],
        "passages": cited(*(finding.observations for finding in findings)),
        "crumbs": _crumbs((gettext("What does not add up"), request.path)),
    }
    return render(request, "figures/audit.html", context)


def _disputed(findings: Iterable[Finding]) -> set[str]:
    """The figures that contradict each other, or of which one must be wrong."""
    return {
        one.pk for finding in findings if finding.severity != Severity.NOTE for one in finding.observations
    }


def _by_subject(one: Observation) -> tuple:
    period = str(one.period_on or "")
    return RESPECTS.index(one.indicator.respect), one.indicator.ordinal, one.indicator.slug, period


def _by_respect(rows: Sequence[Observation]) -> list[dict]:
    groups: dict[str, list[Observation]] = {}
    for one in rows:
        groups.setdefault(one.indicator.get_respect_display(), []).append(one)
    return [{"title": title, "rows": found} for title, found in groups.items()]


def _linked(label: str, indicator: Indicator) -> dict:
    return {"label": label, "value": str(indicator), "url": indicator.get_absolute_url()}


def _crumbs(*further: tuple[str, str]) -> list[dict]:
    way = [(gettext("Figures"), reverse("figures:explorer")), *further]
    return [{"label": label, "url": url} for label, url in way]
