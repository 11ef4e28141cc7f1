"""A table as somebody sends it: 200 bodies under heads of their own, a twentieth of the rows wrong."""

import csv
import io
from collections.abc import Sequence
from itertools import product

PLACES = [
    ("清迈", "Chiang Mai", "泰国"),
    ("槟城", "Penang", "马来西亚"),
    ("河内", "Hanoi", "越南"),
    ("万隆", "Bandung", "印度尼西亚"),
    ("宿务", "Cebu", "菲律宾"),
    ("万象", "Vientiane", "老挝"),
    ("金边", "Phnom Penh", "柬埔寨"),
    ("拉合尔", "Lahore", "巴基斯坦"),
    ("阿拉木图", "Almaty", "哈萨克斯坦"),
    ("蒙巴萨", "Mombasa", "肯尼亚"),
]
SUBJECTS = [
    ("橡胶", "Rubber"),
    ("航天", "Spaceflight"),
    ("水稻", "Rice"),
    ("地震", "Earthquakes"),
    ("纺织", "Textiles"),
    ("疫苗", "Vaccines"),
    ("风能", "Wind Power"),
    ("陶瓷", "Ceramics"),
    ("港口", "Harbours"),
    ("遥感", "Remote Sensing"),
    ("珊瑚", "Corals"),
    ("冶金", "Metallurgy"),
    ("法学", "Law"),
    ("竹材", "Bamboo"),
    ("制糖", "Sugar"),
    ("造船", "Shipbuilding"),
    ("芯片", "Microchips"),
    ("茶叶", "Tea"),
    ("玩具", "Toys"),
    ("电影", "Film"),
]
#: Heads of the file, with the column that each is; twice 备注, as in tables that were put together.
HEADS = {
    "序号": "",
    "单位全称": "name_zh_hans",
    "英文全称": "name_en",
    "单位性质": "kind",
    "所在国": "country",
    "所在城市": "city_zh_hans",
    "成立年月": "founded_on",
    "ISNI编码": "isni",
}
HEADER = [*HEADS, "备注", "备注"]
NUMBER, CHINESE, ENGLISH, KIND, COUNTRY, CITY, FOUNDED, ISNI = range(len(HEADS))
#: What is wrong, by the place of the row: the column, what stands there, and what should.
WRONG = {
    7: (COUNTRY, "暹罗国"),
    28: (COUNTRY, "待定"),
    49: (CHINESE, ""),
    70: (CHINESE, ""),
    91: (FOUNDED, "2009年13月"),
    112: (FOUNDED, "去年"),
    133: (ISNI, None),
    155: (ISNI, None),
    175: (KIND, "俱乐部"),
}
#: The row of a body that the register has already, under a name a little different.
DOUBLE = 196


def isni(number: int) -> str:
    """A number as ISNI gives them, with its check digit."""
    digits, total = f"{number:015}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return digits + "0123456789X"[(12 - total % 11) % 11]


def right_rows(mark: tuple[str, str]) -> list[list[str]]:
    """All of them as they should be.

    mark   a word in Chinese and English that stands in the names, so that each test has bodies of its own
    """
    rows = []
    for number, (place, subject) in enumerate(product(PLACES, SUBJECTS)):
        rows.append(
            [
                str(number + 1),
                f"{place[0]}{mark[0]}{subject[0]}研究院",
                f"{place[1]} {mark[1]} Institute of {subject[1]}",
                "科研机构",
                place[2],
                place[0],
                f"{1950 + number % 60}年{number % 12 + 1}月",
                isni(100_000_000 + number * 7919 + 1_000_000 * len(mark[0])) if number % 2 else "",
                "",
                "核对" if number % 9 == 0 else "",
            ]
        )
    return rows


def wrong_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """As they were sent."""
    sent = [list(row) for row in rows]
    for place, (column, text) in WRONG.items():
        sent[place][column] = sent[place][column].lstrip("0") if text is None else text
        if column == CHINESE:
            sent[place][ENGLISH] = ""
    return sent


def as_file(
    rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, encoding: str = "gb18030"
) -> bytes:
    lines = io.StringIO()
    csv.writer(lines).writerows([header, *rows])
    return lines.getvalue().encode(encoding)


def read(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
