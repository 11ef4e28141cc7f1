"""An enterprise asks for help: from a listing, or in its own words."""

import datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from notifications.kinds import kind_named
from notifications.models import OutboxEvent
from tests.cases.conftest import member_of
from tests.factories import (
    CategoryFactory,
    EnterpriseFactory,
    ListingFactory,
    MembershipFactory,
    QuestionFactory,
    UserFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db
DESCRIBE = "/requests/new/"


def ask_page(listing):
    return reverse("cases:ask", args=[listing.slug])


def typed(**more):
    return {"title": "A search in Malaysia", "text": "Who owns what?", "submission": "once"} | more


def test_it_goes_to_the_park_of_the_enterprise_and_to_the_provider(
    sign_in, asker, enterprise, park, listing, provider
):
    answer = sign_in(asker).post(ask_page(listing), typed(countries="Malaysia, 泰国"))
    case = Case.objects.get()
    assert answer.url == reverse("cases:case", args=[case.pk])
    assert (case.owner, case.park, case.provider, case.sent_to) == (enterprise, park, provider, provider)
    assert (case.listing, case.category, case.countries) == (listing, listing.category, ["MY", "TH"])
    event = OutboxEvent.objects.get()
    assert event.kind == "case.submitted"
    assert kind_named(event.kind).say(event, case).text == str(enterprise)


def test_a_second_click_makes_no_second_request(sign_in, asker, listing):
    client = sign_in(asker)
    first, second = (client.post(ask_page(listing), typed()) for _click in range(2))
    assert first.url == second.url
    assert Case.objects.count() == 1
    assert OutboxEvent.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(sign_in, asker, listing):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    sent = typed(text="", countries="Atlantis", wanted_by=str(yesterday), contact="after nine")
    answer = sign_in(asker).post(ask_page(listing), sent)
    page = Page(answer)
    assert "There is a problem" in page.text
    assert "No such country is known: Atlantis." in page.text
    assert "This day is over. Give a later one, or none." in page.text
    assert 'value="after nine"' in answer.content.decode()
    assert not Case.objects.exists()


def test_who_is_not_signed_in_signs_in_and_finds_what_they_typed(client, asker, listing):
    sent = client.post(ask_page(listing), typed(contact="after nine"))
    assert sent.url == f"/accounts/login/?next={ask_page(listing)}"
    assert not Case.objects.exists()
    client.force_login(asker)
    page = client.get(ask_page(listing)).content.decode()
    assert 'value="A search in Malaysia"' in page
    assert 'value="after nine"' in page
    assert 'value="A search in Malaysia"' not in client.get(DESCRIBE).content.decode()
    client.post(ask_page(listing), typed(contact="after nine"))
    assert 'value="A search in Malaysia"' not in client.get(ask_page(listing)).content.decode()


def test_who_belongs_to_no_enterprise_is_told_what_to_do(sign_in, listing, agent):
    for user in (UserFactory(), agent):
        client = sign_in(user)
        page = Page(client.get(ask_page(listing)))
        assert "You do not belong to an enterprise yet" in page.text
        assert reverse("accounts:join") in page.links
        client.post(ask_page(listing), typed())
    assert not Case.objects.exists()


def test_who_belongs_to_two_enterprises_says_for_which(sign_in, asker, listing):
    other = EnterpriseFactory().organisation
    MembershipFactory(user=asker, organisation=other)
    client = sign_in(asker)
    assert 'name="owner"' in client.get(ask_page(listing)).content.decode()
    client.post(ask_page(listing), typed(owner=other.slug))
    assert Case.objects.get().owner == other


def test_nobody_asks_in_the_name_of_another_enterprise(sign_in, asker, listing):
    MembershipFactory(user=asker, organisation=EnterpriseFactory().organisation)
    stranger = EnterpriseFactory().organisation
    page = Page(sign_in(asker).post(ask_page(listing), typed(owner=stranger.slug)))
    assert "For which enterprise" in page.text
    assert not Case.objects.exists()


def test_nobody_asks_their_own_organisation(sign_in, listing, provider):
    EnterpriseFactory(organisation=provider)
    page = Page(sign_in(member_of(provider)).post(ask_page(listing), typed()))
    assert "This is a listing of your own organisation." in page.text


def test_a_listing_that_is_not_out_cannot_be_asked_for(sign_in, asker, provider):
    draft = ListingFactory(owner=provider, status="draft", publish_at=None)
    assert sign_in(asker).get(ask_page(draft)).status_code == 404
    assert sign_in(member_of(provider)).get(ask_page(draft)).status_code == 404


def test_of_an_anonymous_listing_the_keeper_gets_it_and_nobody_is_named(sign_in, asker, provider):
    hidden = ListingFactory(
        kind="opportunity", owner=provider, provider=None, is_anonymous=True, title_en="A sensor"
    )
    client = sign_in(asker)
    answer = client.post(ask_page(hidden), typed())
    case = Case.objects.get()
    assert (case.sent_to, case.provider) == (provider, None)
    assert "Harbour" not in client.get(answer.url).content.decode()
    assert "anonymous until they accept" in Page(client.get(answer.url)).text


def test_who_keeps_a_listing_without_a_provider_is_named_unless_it_is_anonymous(sign_in, asker, provider):
    open_one = ListingFactory(owner=provider, provider=None)
    sign_in(asker).post(ask_page(open_one), typed())
    case = Case.objects.get()
    assert (case.sent_to, case.provider) == (provider, provider)


def test_text_that_is_none_breaks_nothing(sign_in, asker):
    client = sign_in(asker)
    for more in ({}, {"show": "1"}):
        assert client.post(DESCRIBE, typed(text="a\0b", category="a\0b", **more)).status_code == 200
    answer = client.post(DESCRIBE, typed(title="<script>alert(1)</script>"), follow=True)
    assert "<script>alert" not in answer.content.decode()


def test_without_a_park_the_curators_handle_it(sign_in, listing, curator):
    alone = EnterpriseFactory().organisation
    client = sign_in(member_of(alone))
    sent = client.post(ask_page(listing), typed(), follow=True)
    assert "The curators of the portal answer it here." in sent.content.decode()
    case = Case.objects.get()
    assert case.park is None
    told = kind_named("case.submitted").receivers(OutboxEvent.objects.get(), case)
    assert curator in {one.user for one in told}


def test_a_need_is_described_in_own_words_with_the_questions_of_a_category(sign_in, asker):
    above = CategoryFactory(slug="protection", name_en="Protection")
    category = CategoryFactory(slug="trade-marks", parent=above, name_en="Trade marks")
    QuestionFactory(category=above, slug="right", text_en="What is it?", answer="one_of",
                    options_en="Mark\nDesign", options_zh_hans="商标\n外观设计")  # fmt: skip
    QuestionFactory(
        category=category, slug="filed", text_en="Is it filed?", answer="yes_no", is_required=True
    )
    client = sign_in(asker)
    assert "Is it filed?" not in client.get(DESCRIBE).content.decode()
    part = client.get("/requests/new/questions/?category=trade-marks").content.decode()
    assert "Is it filed?" in part and "What is it?" in part
    shown = client.post(DESCRIBE, typed(text="", category="trade-marks", show="1"))
    assert "Is it filed?" in shown.content.decode() and "There is a problem" not in shown.content.decode()
    refused = Page(client.post(DESCRIBE, typed(category="trade-marks")))
    assert "Is it filed?: This field is required." in refused.text
    told = typed(category="trade-marks", ask_filed="no", ask_right="Design")
    address = client.post(DESCRIBE, told).url
    case = Case.objects.get()
    assert (case.category, case.listing, case.sent_to) == (category, None, None)
    assert case.answers == [
        {"slug": "right", "text": "What is it?", "answer": "Design"},
        {"slug": "filed", "text": "Is it filed?", "answer": "no"},
    ]
    assert "外观设计" in client.get(f"/zh-hans{address}").content.decode()
    QuestionFactory._meta.model.objects.all().delete()
    assert "Design" in Page(client.get(address)).text


def test_the_page_of_a_listing_leads_to_the_form(client, listing, sign_in, agent):
    assert ask_page(listing) in Page(client.get(listing.get_absolute_url())).links
    draft = ListingFactory(owner=listing.owner, status="draft", publish_at=None)
    page = sign_in(agent).get(draft.get_absolute_url())
    assert ask_page(draft) not in Page(page).links


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"status": "declined"}, {"status": "closed"}, {"ended_at": timezone.now()}]
)
def test_the_database_refuses_what_no_form_would_send(wrong, enterprise):
    with pytest.raises(IntegrityError):
        Case.objects.create(**{"owner": enterprise, "title": "A", "text": "B"} | wrong)
