"""What the columns of a file are, told by their heads: by the name of the column, or as people call it."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .sheets import Column, Sheet

#: The column that says why a row was refused; it is left out when the file comes back.
REASON = _("Why it was refused")
TAGS = _("Tags")
#: What people write above columns besides their names, by the name of the column.
ALSO = {
    "name": ("full name", "person", "姓名", "联系人", "联系人姓名"),
    "name_en": (
        "english name",
        "organisation",
        "organization",
        "company",
        "institution",
        "英文名",
        "英文名称",
    ),
    "name_zh_hans": (
        "chinese name",
        "中文名",
        "中文名称",
        "单位",
        "单位名称",
        "机构",
        "机构名称",
        "公司名称",
    ),
    "native_name": ("native name", "local name", "本国文字姓名", "外文名", "原文姓名"),
    "email": ("email", "mail", "email address", "邮箱", "邮件", "电子邮箱", "电子邮件", "邮箱地址"),
    "phone": ("phone", "tel", "mobile", "phone number", "电话", "手机", "联系电话", "手机号"),
    "organisations": (
        "organisation",
        "organization",
        "company",
        "employer",
        "affiliation",
        "works at",
        "单位",
        "工作单位",
        "机构",
        "公司",
        "所属机构",
    ),
    "job_title": ("title", "position", "function", "role", "职务", "职位", "头衔"),
    "note": ("notes", "remark", "remarks", "comment", "备注", "说明"),
    "notes": ("note", "minutes", "content", "记录", "备注", "内容"),
    "title": ("subject", "topic", "about", "主题", "标题", "事由"),
    "happened_on": ("date", "day", "日期", "时间", "活动日期"),
    "partners": ("partner", "with", "organisation", "organization", "合作伙伴", "合作方", "伙伴", "单位"),
    "country": ("nation", "国家", "国别", "国家和地区"),
    "city": ("town", "location", "城市", "所在地"),
    "website": ("web", "url", "homepage", "网址", "网站", "官网"),
    "kind": ("type", "category", "类型", "类别", "性质"),
    "founded_on": ("founded", "established", "成立时间", "成立日期", "成立年份"),
    "names": ("other names", "aliases", "also known as", "其他名称", "别名", "曾用名", "简称"),
    "uscc": ("统一社会信用代码", "social credit code"),
    "languages": ("language", "语言", "语种"),
    "place": ("venue", "地点"),
    "value": ("figure", "数值", "值"),
    "year": ("年份", "年度"),
}


def signature(headers: Sequence[str]) -> str:
    """The same for the same names in the same order, however they are written, with reasons or without."""
    told = [_plain(header) for header in headers if not is_reason(header)]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def guess(sheet: Sheet, headers: Sequence[str]) -> list[str]:
    """The column of the model for each of the file, once each; empty where none is like it."""
    known = _known(sheet)
    taken: set[str] = set()
    found = []
    for header in headers:
        candidates = [] if is_reason(header) else known.get(_plain(header), [])
        name = next((one for one in candidates if one not in taken), "")
        taken.add(name)
        found.append(name)
    return found


def is_reason(header: str) -> bool:
    """Whether this is the column that the portal itself added to refused rows, in whichever language."""
    return _plain(header) in {_plain(text) for text in _in_all_languages(lambda: str(REASON))}


def is_tags(header: str) -> bool:
    """Whether this is the column of tags of an exported list, in whichever language: tags are not read in."""
    return _plain(header) in {"tags", *(_plain(text) for text in _in_all_languages(lambda: str(TAGS)))}


def _known(sheet: Sheet) -> dict[str, list[str]]:
    """Columns by the ways to write them, the surest first."""
    known: dict[str, list[str]] = {}

    def add(text: str, column: Column) -> None:
        names = known.setdefault(_plain(text), [])
        if column.name not in names:
            names.append(column.name)

    columns = sheet.columns.values()
    for column in columns:
        add(column.name, column)
    for column in columns:
        for label in _in_all_languages(lambda column=column: column.label):
            add(label, column)
    for column in columns:
        for text in _bare_labels(column):
            add(text, column)
    for column in columns:
        for text in ALSO.get(column.name, ()):
            add(text, column)
    return known


def _bare_labels(column: Column) -> list[str]:
    """Of a text in one language what people call it in that language: 名称 is the Chinese name."""
    original = getattr(column.field, "translated_field", None)
    if original is None or column.part:
        return []
    code = next(code for code, _name in settings.LANGUAGES if column.name.endswith(code.replace("-", "_")))
    with translation.override(code):
        return [str(capfirst(original.verbose_name))]


def _in_all_languages(text) -> list[str]:
    told = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told.append(text())
    return told


def _plain(text: str) -> str:
    """Without what differs by chance: case, width, blanks, underscores and signs around."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_\-–*:/.]+", " ", text).strip()
