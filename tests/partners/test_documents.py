"""Files of agreements: what is taken, how it is given out, and to whom."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partners import uploads
from partners.models import Agreement, Document
from partners.operations import agreements
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.pages import Page

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IHDR\0\0\0\0" + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x08JFIF\0\1" + b"\xff\xda\0\2scan" + b"\xff\xd9"


def packed(**parts) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return written.getvalue()


def docx(**more) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", **more}.items():
            archive.writestr(name, content)
    return written.getvalue()


GOOD = {
    "agreement.pdf": (PDF, "application/pdf"),
    "agreement v1.2 final.pdf": (PDF, "application/pdf"),
    "协议.docx": (docx(), uploads.DOCX),
    "accord.odt": (packed(mimetype=uploads.ODT, content_xml="<x/>"), uploads.ODT),
    "scan.PNG": (PNG, "image/png"),
    "scan.jpeg": (JPEG, "image/jpeg"),
    "note.txt": ("Agreed: 5 < 6, 好".encode(), "text/plain"),
}
HOSTILE = {
    "nothing": ("empty.pdf", b""),
    "a program": ("setup.exe", b"MZ\x90\0" + b"\0" * 60),
    "a program called a paper": ("paper.pdf", b"MZ\x90\0" + b"\0" * 60),
    "a script": ("run.txt", b"#!/bin/sh\nrm -rf /"),
    "a page": ("page.html", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a page called a text": ("page.txt", b"hello <script>alert(1)</script>"),
    "a page called a picture": ("page.html.png", PNG),
    "a drawing with a script": ("drawing.svg", b"<svg xmlns='x' onload='alert(1)'/>"),
    "a drawing called a text": ("drawing.txt", b"<svg onload=alert(1)>"),
    "a double ending": ("contract.exe.pdf", PDF),
    "a double ending the other way": ("contract.pdf.exe", PDF),
    "a turned name": ("contract\u202efdp.exe.pdf", PDF),
    "a name with a bell": ("con\x07tract.pdf", PDF),
    "no ending": ("contract", PDF),
    "another ending": ("contract.png", PDF),
    "a picture and an archive": ("scan.png", PNG + packed(a="b")),
    "a paper and an archive": ("scan.pdf", PDF + packed(a="b")),
    "a picture with a tail": ("scan.jpg", JPEG + b"<script>alert(1)</script>"),
    "an animation with a script": ("scan.gif", b"GIF89a=1;alert(1)"),
    "an archive": ("all.zip", packed(a="b")),
    "an archive called a document": ("all.docx", packed(a="b")),
    "a broken archive": ("all.docx", b"PK\x03\x04 and then nothing"),
    "macros": ("macro.docx", docx(**{"word/vbaProject.bin": b"x"})),
    "a way out": ("path.docx", docx(**{"../../etc/passwd": "x"})),
    "a scanner's sample": ("sample.txt", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + uploads.EICAR + b"!$H+H*"),
    "half a character": ("half.txt", b"\xff\xfe\x00h"),
}


@pytest.fixture
def agreement(db):
    agreement = AgreementFactory(status="draft", owner=OrganisationFactory(), is_published=False)
    AgreementPartyFactory.create_batch(2, agreement=agreement)
    return agreement


@pytest.fixture
def member(agreement):
    return MembershipFactory(organisation=agreement.owner).user


@pytest.fixture
def browser(client, member):
    client.force_login(member)
    return client


def upload(browser, agreement, name="agreement.pdf", content=PDF, **given):
    url = reverse("partners:agreement_documents", args=[agreement.slug])
    file = SimpleUploadedFile("x", content)
    file._name = name  # as a hostile client sends it
    return browser.post(url, {"file": file, **given}, follow=True)


@pytest.mark.parametrize("name", GOOD)
def test_documents_of_the_usual_kinds_are_kept_and_given_out_inert(browser, agreement, name):
    content, kind = GOOD[name]
    Page(upload(browser, agreement, name, content))
    document = Document.objects.get()
    assert (document.name, document.content_type, document.size) == (name, kind, len(content))
    assert name.rpartition(".")[0] not in document.file.name and "." not in document.file.name
    answer = browser.get(reverse("partners:document", args=[document.pk]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert answer["Content-Type"].split(";")[0] == kind


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_before_anything_is_kept(what):
    name, content = HOSTILE[what]
    file = SimpleUploadedFile("x", content)
    file._name = name
    with pytest.raises(uploads.ValidationError):
        uploads.accepted(file)


def test_the_page_says_why_it_does_not_take_a_file(browser, agreement):
    page = Page(upload(browser, agreement, "page.html", b"<html></html>"))
    assert "The name of the file hides what it is" in page.text
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused(browser, agreement, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)
    assert "larger than" in Page(upload(browser, agreement)).text
    assert not Document.objects.exists()


def test_a_name_is_never_a_path():
    assert uploads.checked_name("../../etc/agreement.pdf") == "agreement.pdf"
    assert uploads.checked_name("C:\\temp\\agreement.pdf") == "agreement.pdf"


def test_a_name_with_quotes_and_line_ends_makes_no_header_of_its_own(browser, agreement):
    upload(browser, agreement, 'a"; filename="x.exe.pdf')
    assert not Document.objects.exists()
    upload(browser, agreement, 'a "quoted" ü.pdf')
    answer = browser.get(reverse("partners:document", args=[Document.objects.get().pk]))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''a%20%22quoted%22%20%C3%BC.pdf"


def test_one_text_prevails_and_one_file_is_kept_once(browser, agreement):
    page = Page(upload(browser, agreement, is_text="on", language="en", is_prevailing="on"))
    assert "prevails" in page.text and "English" in page.text
    assert "kept with the agreement already" in Page(upload(browser, agreement)).text
    given = {"is_text": "on", "is_prevailing": "on"}
    assert "Only one text can prevail." in Page(upload(browser, agreement, "b.png", PNG, **given)).text
    page = Page(upload(browser, agreement, "b.png", PNG, is_prevailing="on"))
    assert "Only a text of the agreement can prevail." in page.text
    assert Document.objects.count() == 1


def test_only_those_inside_get_a_document(client, browser, agreement):
    upload(browser, agreement)
    url = reverse("partners:document", args=[Document.objects.get().pk])
    party = MembershipFactory(organisation=agreement.parties.first().organisation).user
    client.force_login(party)
    assert client.get(url).status_code == 200
    Agreement.objects.update(is_published=True)
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_a_document_goes_only_as_long_as_the_text_is_open(
    browser, member, agreement, django_capture_on_commit_callbacks
):
    upload(browser, agreement)
    upload(browser, agreement, "b.png", PNG)
    first, second = Document.objects.order_by("uploaded_at")
    storage = first.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("partners:document_delete", args=[first.pk]))
    assert not storage.exists(first.file.name) and storage.exists(second.file.name)
    agreements.move(agreement, "negotiating", member)
    agreements.make_final(agreement, member)
    answer = browser.post(reverse("partners:document_delete", args=[second.pk]), follow=True)
    assert "Its text is final." in answer.content.decode()
    assert list(Document.objects.all()) == [second]
