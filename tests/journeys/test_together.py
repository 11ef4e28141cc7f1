"""Two people change one record at once, each in a browser: once they are merged, once the second is asked."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.factories import ContactFactory, CuratorFactory, MembershipFactory, UserFactory

from .conftest import CURATOR, enter, let_sign_in
from .watch import obstacles, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAFF = ("first@tuspark.example", "second@tuspark.example")
SCREENS = [("", {"width": 1280, "height": 900}), ("/zh-hans", {"width": 360, "height": 740})]


@pytest.fixture
def contact(in_journeys):
    """Somebody whom TusPark knows, with two of its staff who can sign in."""
    with in_journeys():
        tuspark = Organisation.objects.get(slug="tuspark")
        for email in STAFF:
            if not tuspark.memberships.filter(user__email=email).exists():
                user = UserFactory(email=email, name=email.split("@")[0].title())
                let_sign_in(MembershipFactory(organisation=tuspark, user=user).user)
        return ContactFactory(owner=tuspark, name="Amina Yusuf", phone="1", email="")


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_two_of_the_staff_change_one_contact(page, watch, second, contact, language, screen):
    address = f"{language}/contacts/{contact.pk}/change/"
    for one, email in zip((page, second), STAFF, strict=True):
        one.set_viewport_size(screen)
        enter(one, email, address, language)
    page.locator("[name=name]").fill("Amina Y. Yusuf")
    page.locator("[name=phone]").fill("22")
    page.locator("form.pw-form [type=submit]").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amina Y. Yusuf")

    second.locator("[name=native_name]").fill("أمينة يوسف")
    second.locator("[name=phone]").fill("333")
    second.locator("form.pw-form [type=submit]").last.click()
    main = second.get_by_role("main")
    for told in ("1", "22", "First"):
        expect(main.locator(".pw-error-summary")).to_contain_text(told)
    expect(second.locator("[name=phone]")).to_have_value("333")
    assert obstacles(second) == []
    assert too_wide(second) == []

    second.locator("[name=take_now][value=phone]").check()
    second.locator("form.pw-form [type=submit]").last.click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Amina Y. Yusuf")
    expect(main).to_contain_text("أمينة يوسف")
    expect(main).to_contain_text("22")
    assert obstacles(second) == []


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_two_curators_change_one_partner(page, watch, second, in_journeys, language, screen):
    email = f"second{language.replace('/', '.')}@example.org"
    with in_journeys():
        let_sign_in(CuratorFactory(email=email, name="Mr Second", is_superuser=False))
    address = f"{language}/admin/partners/partner/?q=NUST"
    for one, who in ((page, CURATOR), (second, email)):
        one.set_viewport_size(screen)
        enter(one, who, address, language)
        one.locator("#result_list tbody th a").first.click()
    english, chinese, theirs, mine = (
        f"{words}{language}" for words in ("A university", "大学", "理工", "综合")
    )
    page.locator("[name=description_en]").fill(english)
    _keep(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    second.locator("[name=description_zh_hans]").fill(chinese)
    _keep(second)
    expect(second.locator(".messagelist")).to_contain_text("Ms Curator")
    expect(second.locator("[name=description_en]")).to_have_value(english)
    assert obstacles(second) == []

    page.reload()
    page.locator("[name=description_zh_hans]").fill(theirs)
    _keep(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    second.locator("[name=description_zh_hans]").fill(mine)
    _keep(second)
    content = second.locator("#content")
    for told in (chinese, theirs):  # what it was, what it is now; what is wanted stands in the field
        expect(content).to_contain_text(told)
    expect(second.locator("[name=description_zh_hans]")).to_have_value(mine)
    assert obstacles(second) == []
    _keep(second)
    expect(second.locator(".messagelist .success")).to_be_visible()
    page.reload()
    expect(page.locator("[name=description_zh_hans]")).to_have_value(mine)


def _keep(page) -> None:
    page.locator("[name=_continue]").click()
