"""What was looked for stands out in what was found, and nothing gets through as markup."""

import pytest

from search.marking import marked
from search.words import asked_words


@pytest.mark.parametrize(
    ("text", "query", "told"),
    [
        ("Vision Valley Park", "valleys", "Vision <mark>Valley</mark> Park"),
        ("Café in Cairo", "cafe", "<mark>Café</mark> in Cairo"),
        ("海外知识产权保护服务", "知识产权", "海外<mark>知识产权</mark>保护服务"),
        ("Parliament", "park", "Parliament"),
        ("IP and a tip", "IP", "<mark>IP</mark> and a tip"),
        ("<b>bold</b> & <script>", "script", "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;<mark>script</mark>&gt;"),
        ("nothing of it", "", "nothing of it"),
        ("ﷺ一", "一", "ﷺ一"),
    ],
)
def test_words_of_the_query_are_marked(text, query, told):
    assert marked(text, asked_words(query)) == told
