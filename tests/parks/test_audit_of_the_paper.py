"""On the paper the audit finds by calculation what a careful reader finds, and nothing when it is mended."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from parks.audit import audit
from parks.figures import figures_to_audit
from parks.findings import Check
from parks.models import Observation

BASES = "tusholdings-innovation-bases-2015"
EARNINGS = "zones-foreign-exchange-earnings-2014"
PRODUCTS = "zones-high-tech-product-exports-2014"
APPLIED = "zhongguancun-patent-applications-abroad-2014"
GRANTED = "zhongguancun-patent-grants-abroad-2014"
CONTROLLED = "zones-domestic-share-of-overseas-property"
INVESTED = "zones-actual-foreign-investment-2014"


def findings():
    return audit(figures_to_audit(AnonymousUser()))


def about(slug, check):
    """The finding of a kind that is about a figure; None where there is none."""
    found = [
        one for one in findings() if one.check == check and slug in {claim.slug for claim in one.observations}
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("slug", "check", "expected", "found", "code"),
    [
        (BASES, Check.PARTS, 134, 143, "innovation-bases"),
        (EARNINGS, Check.SHARES, Decimal("660.1") * 10**9, Decimal("706.1") * 10**9, "base-of-export-shares"),
        (GRANTED, Check.ORDER, 2340, 490, "grants-among-applications"),
        (CONTROLLED, Check.RATIO, 60, Decimal("72.5"), "domestic-share-of-property"),
        (INVESTED, Check.MULTIPLE, Decimal("5.2"), Decimal("1.7"), "growth-of-foreign-investment"),
        ("zhongguancun-age", Check.AGE, 20, 18, None),
        ("tusholdings-experience", Check.AGE, 21, 16, None),
    ],
)
def test_the_audit_finds_what_does_not_add_up_in_the_paper(paper, slug, check, expected, found, code):
    finding = about(slug, check)
    assert (finding.expected, finding.found) == (expected, found)
    if code:
        assert [note.code for note in finding.discrepancies] == [code]


def test_the_audit_finds_nothing_else_in_the_paper(paper):
    assert len(findings()) == 7


@pytest.mark.parametrize(
    ("slug", "mended", "check"),
    [
        (BASES, {"value": 143, "printed": "143"}, Check.PARTS),
        (PRODUCTS, {"share": Decimal("32.25"), "share_printed": "32.25%"}, Check.SHARES),
        (GRANTED, {"period_on": "2015"}, Check.ORDER),
        (CONTROLLED, {"value": 70, "printed": "exceed 70%"}, Check.RATIO),
        (INVESTED, {"multiple": None, "multiple_of_en": "", "multiple_of_zh_hans": ""}, Check.MULTIPLE),
        ("zhongguancun-age", {"value": 15, "printed": "more than 15 years"}, Check.AGE),
    ],
)
def test_a_mended_figure_is_found_no_more(paper, slug, mended, check):
    assert about(slug, check)
    assert Observation.objects.filter(slug=slug).update(**mended) == 1
    assert about(slug, check) is None


def test_the_audit_does_not_need_the_curators_notes(paper):
    before = [(one.check, one.found) for one in findings()]
    Observation.discrepancies.through.objects.all().delete()
    assert [(one.check, one.found) for one in findings()] == before


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_pages_of_figures_show_the_paper(paper, prefix):
    for address in ("/figures/", "/figures/audit/", f"/figures/{BASES}/", f"/figures/{EARNINGS}/", "/story/"):
        assert Client().get(prefix + address).status_code == 200
    for figure in Observation.objects.select_related("indicator"):
        for one in (figure, figure.indicator):
            assert Client().get(prefix + one.get_absolute_url().removeprefix("/zh-hans")).status_code == 200
