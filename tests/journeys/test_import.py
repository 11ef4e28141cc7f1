"""A curator reads in a messy sheet, corrects what was refused, and takes everything back later."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from curation.models import Import
from curation.operations import imports
from organisations.models import Organisation
from search.operations import reindex
from tests.curation.tables import differences
from tests.factories import CuratorFactory, OrganisationFactory

from . import messy
from .conftest import enter, let_sign_in
from .watch import flaws

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
WALKS = [
    pytest.param("", WIDE, ("北方", "Northern"), id="en-wide"),
    pytest.param("/zh-hans", NARROW, ("南方", "Southern"), id="zh-narrow"),
]
EDITED = "改过的城市"
GO = "form.pw-form [type=submit]"


@pytest.fixture
def at_work(in_journeys, portal_home, settings, monkeypatch):
    """A function: do the worker's part of the import in the page, and see it tell how far that is."""

    def work(page, at: int):
        kept = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        kept["OPTIONS"] = {"location": portal_home / "files"}
        settings.STORAGES = settings.STORAGES | {"default": kept}
        tell = imports.Beside.tell

        def told(beside, progress):
            tell(beside, progress)
            if progress == at:
                expect(page.get_by_role("status").filter(has_text=str(at))).to_be_visible()

        with in_journeys(), monkeypatch.context() as patch:
            patch.setattr(imports.Beside, "tell", told)
            patch.setattr(imports, "CHUNK", 50)
            imports.work_at(id_in(page.url))

    return work


def curators(mark: str) -> list[str]:
    """Two who can sign in: one who reads in, one who edits."""
    emails = [f"{who}.{mark.lower()}@example.org" for who in ("reads", "edits")]
    for email in emails:
        let_sign_in(CuratorFactory(email=email, name=email.split(".")[0].title(), is_superuser=False))
    return emails


def there_already(rows: list[list[str]], mark: str) -> None:
    """Bodies that the sheet tells more of, and one that it calls a little otherwise."""
    for row in rows[:4]:
        OrganisationFactory(name_en=row[messy.ENGLISH], kind="company", country="TH", city_zh_hans="旧")
    OrganisationFactory(name_en=f"Mombasa {mark} Institute for Microchips", kind="research", country="KE")
    reindex()


@pytest.mark.parametrize(("prefix", "screen", "mark"), WALKS)
def test_a_messy_sheet_is_read_in_corrected_and_taken_back(
    page, watch, second, in_journeys, at_work, rooms, prefix, screen, mark
):
    rows = messy.right_rows(mark)
    with in_journeys():
        reader, editor = curators(mark[1])
        there_already(rows, mark[1])
    before = rooms()
    page.set_viewport_size(screen)
    enter(page, reader, f"{prefix}/curation/imports/", prefix)

    upload(page, messy.as_file(messy.wrong_rows(rows)))
    for head, column in messy.HEADS.items():
        page.get_by_label(head, exact=True).select_option(column)
    assert flaws(page) == []
    page.locator(GO).last.click()
    first = look_at_rows(page, at_work, at=150)
    for head in ("备注", "ISNI编码"):
        expect(page.locator("main li", has_text=head)).to_be_visible()
    assert counts(in_journeys, page) == {"new": 186, "update": 4, "error": 9, "double": 1}
    page.locator("#rows a[href*='rows=error']").click()
    for place, (column, text) in messy.WRONG.items():
        row = page.locator("#rows tbody tr", has_text=re.compile(rf"^\s*{place + 2}\b"))
        expect(row).to_contain_text(messy.HEADER[column] if text != "" else str(place + 2))
    assert flaws(page) == []
    run(page, at_work, which="good")

    refused = download(page)
    assert [row[messy.NUMBER] for row in refused[1:]] == [str(p + 1) for p in (*messy.WRONG, messy.DOUBLE)]
    corrected = [[*rows[place], ""] for place in messy.WRONG]  # but for the double: it is here already
    page.goto(f"{prefix}/curation/imports/")
    upload(page, messy.as_file(corrected, refused[0], "utf-8-sig"))
    for head, column in messy.HEADS.items():
        expect(page.get_by_label(head, exact=True)).to_have_value(column)
    page.locator(GO).last.click()
    second_import = look_at_rows(page, at_work)
    assert counts(in_journeys, page) == {"new": 9}
    run(page, at_work, which="all")

    edited = [rows[50], rows[1]]  # one is new, one was here before
    enter(second, editor, "/admin/", "")
    for row in edited:
        edit(second, row[messy.ENGLISH])
    for address, stay in ((second_import, []), (first, edited)):
        page.goto(address)
        take_back(page, stay)
    with in_journeys():
        left = set(
            Organisation.objects.filter(name_en__in=[row[messy.ENGLISH] for row in edited]).values_list(
                "pk", flat=True
            )
        )
    assert len(left) == 2
    assert differences(before, rooms()) == {
        "organisations_organisation": {repr((pk,)) for pk in left},
        "search_entry": {repr(("organisation", pk)) for pk in left},
    }


def upload(page, file: bytes) -> None:
    choose(page, file)
    assert flaws(page) == []
    page.locator(GO).last.click()
    page.wait_for_url("**/columns/")


def choose(page, file: bytes) -> None:
    page.locator("a[href*='/imports/new/']").first.click()
    page.locator("[name=model]").select_option("organisations.organisation")
    page.locator("[name=file]").set_input_files(
        {"name": "示例名单.csv", "mimeType": "text/csv", "buffer": file}
    )


def look_at_rows(page, at_work, at: int = 0) -> str:
    """Returns the address of the import"""
    progress = page.get_by_role("progressbar")
    expect(progress).to_be_visible()
    assert flaws(page) == []
    at_work(page, at)
    expect(progress).to_have_count(0)
    expect(page.locator("#rows")).to_be_visible()
    assert flaws(page) == []
    return page.url


def counts(in_journeys, page) -> dict[str, int]:
    with in_journeys():
        return Import.objects.get(pk=id_in(page.url)).counts


def id_in(address: str) -> str:
    return re.search(r"imp_\w+", address)[0]


def run(page, at_work, which: str) -> None:
    if page.locator("[name=in_spite]").count():
        page.locator("[name=in_spite]").check()
    page.locator(f"[name=which][value={which}]").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    at_work(page, 0)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.locator("a[href*='/batches/']")).to_be_visible()
    assert flaws(page) == []


def download(page) -> list[list[str]]:
    with page.expect_download() as told:
        page.locator("a[href$='/refused/']").click()
    return messy.read(Path(told.value.path()).read_bytes())


def edit(page, name: str) -> None:
    page.goto(f"/admin/organisations/organisation/?{urlencode({'q': name})}")
    page.locator("#result_list tbody th a").first.click()
    page.locator("[name=city_zh_hans]").fill(EDITED)
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def take_back(page, stay: list[list[str]]) -> None:
    page.locator("a[href*='/batches/']").last.click()
    page.locator("a[href$='/take-back/']").click()
    tell(page, stay)
    assert flaws(page) == []
    page.locator(GO).last.click()
    page.wait_for_url(re.compile(r"/batches/[^/]+/$"))
    tell(page, stay)
    assert flaws(page) == []


def tell(page, stay: list[list[str]]) -> None:
    """See just these named, by either name, and of each the one column that was edited."""
    expect(page.locator("#stays")).to_have_count(1 if stay else 0)
    told = page.locator("section[aria-labelledby=stays] li")
    expect(told).to_have_count(len(stay))
    for row in stay:
        expect(
            told.filter(has_text=re.compile(f"{row[messy.CHINESE]}|{row[messy.ENGLISH]}"))
        ).to_contain_text(EDITED)


def test_without_scripts_one_asks_how_far_it_is(browser, browser_context_args, in_journeys, at_work):
    with in_journeys():
        reader, _editor = curators("Plain")
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = enter(context.new_page(), reader, "/curation/imports/")
    page.set_default_timeout(60_000)  # milliseconds; the machine may be busy
    choose(page, messy.as_file([["Plainly Named Institute", "企业"]], ["name_en", "kind"]))
    page.locator(GO).last.click()  # on to the columns, which are known by their names
    page.locator(GO).last.click()
    again = page.get_by_role("link", name="Show how far it is")
    expect(again).to_be_visible()
    again.click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    at_work(page, 0)
    again.click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    context.close()
