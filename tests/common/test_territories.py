import pytest
from django.utils import translation
from django_countries import countries

NAMES = [
    ("NP", "Nepal", "尼泊尔"),
    ("BW", "Botswana", "博茨瓦纳"),
    ("WS", "Samoa", "萨摩亚"),
    ("GB", "United Kingdom", "英国"),
    ("HK", "Hong Kong", "中国香港"),
    ("MO", "Macao", "中国澳门"),
]


@pytest.mark.parametrize(("code", "english", "chinese"), NAMES)
def test_countries_are_named_as_readers_of_each_language_write_them(code, english, chinese):
    with translation.override("en"):
        assert countries.name(code) == english
    with translation.override("zh-hans"):
        assert countries.name(code) == chinese


def test_every_country_has_a_chinese_name():
    with translation.override("zh-hans"):
        assert [country.name for country in countries if country.name.isascii()] == []
