from portal.loading.reading import read


def test_lines_of_chinese_are_joined_without_a_space(tmp_path):
    file = tmp_path / "terms.yaml"
    file.write_text(
        """\
- text:
    en: >-
      Two lines
      of it, “Never Quit”
      and 启迪
      as well.
    zh-hans: >-
      两行文字，
      “Never Quit”
      与其他企业，
      IASP的成员。
""",
        encoding="utf-8",
    )
    (entry,) = read(file)
    assert entry.fields["text"] == {
        "en": "Two lines of it, “Never Quit” and 启迪 as well.",
        "zh-hans": "两行文字，“Never Quit”与其他企业，IASP的成员。",
    }
