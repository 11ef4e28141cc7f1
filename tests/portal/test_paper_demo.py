"""One command loads all that the portal shows when it is tried."""

import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from countries.models import Country
from parks.models import Park
from portal.loading import demo
from search.models import Entry


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "DATA", shutil.copytree(settings.BASE_DIR / "data", tmp_path / "data"))
    return demo.DATA


@pytest.mark.slow
def test_the_demo_is_loaded_once_and_again_when_its_data_changed(paper, data, settings, capsys):
    settings.LOCAL = True
    call_command("load_demo")
    assert Country.objects.count() == 249
    assert Park.objects.filter(organisation__slug="mvv-science-park").exists()
    assert User.objects.filter(is_staff=True).exists()
    assert Entry.objects.filter(title_zh_hans="马来西亚愿景谷科技园").exists()
    call_command("load_demo")
    said = capsys.readouterr().out
    assert said.splitlines()[-2:] == ["The demo data is loaded.", "The demo data is up to date."]

    file = data / "paper" / "people.yaml"
    file.write_text(file.read_text("utf-8").replace("吴恩达", "吴先生"), "utf-8")
    assert demo.load_demo()
    assert Entry.objects.filter(title_zh_hans="吴先生").exists()
    assert not demo.load_demo()


def test_looking_whether_there_is_anything_to_do_asks_the_database_once(
    paper, data, django_assert_num_queries
):
    demo.load_demo()
    with django_assert_num_queries(1):
        assert not demo.load_demo()
