"""Tables as people have them: encodings, delimiters, sheets, and what is wrong with them, told in time."""

import datetime
import io
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import spreadsheets
from common.spreadsheets import UnreadableFile, open_table
from common.spreadsheets.encodings import ENCODINGS

WORDS = {
    "gb18030": "清华大学|启迪控股,北京|国家高新技术产业开发区|深圳市南山区|中关村|哈尔滨|联系人|李",
    "cp1251": "Сколково|МГУ|ООО «Ромашка»|Московский государственный университет|г. Москва|США|Казань",
    "cp1252": "Université de Genève|köln|Müller|São Paulo|Göteborg|Côte d’Azur|Électricité|FÜR TECHNIK",
}


def opened(data: bytes | str, name="rows.csv", **given_):
    return open_table(name, io.BytesIO(data if isinstance(data, bytes) else data.encode()), **given_)


def codes(table) -> dict[str, tuple]:
    for _row in table.rows():
        pass
    return {finding.code: (finding.column, finding.rows) for finding in table.findings}


def workbook(fill) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "word"), [(encoding, word) for encoding, words in WORDS.items() for word in words.split("|")]
)
def test_an_encoding_is_known_by_one_word_of_its_language(encoding, word):
    table = opened(f"name;note\n{word};x\n".encode(encoding))
    assert table.encoding == encoding
    assert [row.cells for row in table.rows()] == [[word, "x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_gives_the_same_rows(encoding):
    table = opened('名称;城市\n\n清华;"北\n京"\nКазань;y\n'.encode(encoding))
    assert table.headers == ["名称", "城市"]
    assert list(table.rows()) == [(3, ["清华", "北\n京"], []), (4, ["Казань", "y"], [])]
    assert table.encoding in ENCODINGS
    assert not table.findings


def test_who_knows_the_encoding_and_the_delimiter_better_says_so():
    table = opened("a|b\nПриве|т\n".encode("cp1251"), encoding="cp1252", delimiter="\t")
    assert table.headers == ["a|b"]
    assert next(table.rows()).cells == ["Ïðèâå|ò"]
    with pytest.raises(UnreadableFile):
        opened("a,b", encoding="koi8-r")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_though_cells_hold_others(delimiter):
    lines = [["name", "note", "n"], ["a, b; c", "x", "1"], ["d", "y; z, and", "2"]]
    quoted = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    table = opened(quoted, "rows.tsv" if delimiter == "\t" else "rows.csv")
    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows()] == lines[1:]


def test_a_line_for_excel_and_a_title_stand_above_the_names():
    table = opened("sep=;\nname;city\nx;y\n")
    assert (table.headers, [row.number for row in table.rows()]) == (["name", "city"], [3])
    table = opened("Our partners,,\nname,city,\nx,y,\n")
    assert (table.head, table.headers) == (2, ["name", "city"])
    assert codes(table) == {"title": ("", (1,))}


def test_what_stands_beyond_the_last_column_is_told_with_its_row():
    assert list(opened("a,b\n1,2,3\n4\n").rows()) == [(2, ["1", "2"], ["3"]), (3, ["4", ""], [])]


def test_a_workbook_gives_days_numbers_and_words_as_they_were_meant():
    def fill(book):
        book.active.append(["day", "moment", "whole", "part", "yes", "code", "empty", "small"])
        moment = datetime.datetime(2024, 5, 31, 14, 30)
        book.active.append(
            [datetime.date(2024, 5, 31), moment, 7.0, 0.1, True, "007", None, 0.0000001],
        )

    rows = list(opened(workbook(fill), "rows.xlsx").rows())
    assert rows[0].cells == [
        "2024-05-31",
        "2024-05-31T14:30",
        "7",
        "0.1",
        "yes",
        "007",
        "",
        "0.0000001",
    ]


def test_a_sheet_can_be_chosen_and_the_one_in_front_is_taken():
    def fill(book):
        book.active.append(["read me"])
        sheet = book.create_sheet("Partners 伙伴")
        sheet.append(["name"])
        sheet.append(["x"])
        book.active = 1

    table = opened(workbook(fill), "rows.xlsx")
    assert (table.sheets, table.sheet) == (["Sheet", "Partners 伙伴"], "Partners 伙伴")
    assert [row.cells for row in table.rows()] == [["x"]]
    assert opened(workbook(fill), "rows.xlsx", sheet="Sheet").headers == ["read me"]
    with pytest.raises(UnreadableFile):
        opened(workbook(fill), "rows.xlsx", sheet="None")


def test_merged_cells_of_the_head_name_each_column_below_them():
    def fill(book):
        sheet = book.active
        for line in (
            ["Name", "Contact", None, "City"],
            [None, "name", "mail", None],
            ["x", "Li", "l@x", "y"],
        ):
            sheet.append(line)
        for merged in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(merged)

    table = opened(workbook(fill), "rows.xlsx")
    assert table.headers == ["Name", "Contact name", "Contact mail", "City"]
    assert list(table.rows()) == [(3, ["x", "Li", "l@x", "y"], [])]

    def alone(book):
        book.active.append(["Name", "Site", None])
        book.active.append(["x", "a", "b"])
        book.active.merge_cells("B1:C1")

    table = opened(workbook(alone), "rows.xlsx")
    assert table.headers == ["Name", "Site", "Site 2"]
    assert list(table.rows()) == [(2, ["x", "a", "b"], [])]


def test_empty_rows_and_gaps_of_a_workbook_keep_the_numbers_that_people_see():
    def fill(book):
        book.active["A1"], book.active["B1"] = "name", "note"
        book.active["A4"] = "x"
        book.active["B900"] = "y"

    assert list(opened(workbook(fill), "rows.xlsx").rows()) == [(4, ["x", ""], []), (900, ["", "y"], [])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name,Name\nx,y\n", {"header_twice": ("name", ())}),
        ("name,city\nx,y\nname,city\nz,w\n", {"head_again": ("", (3,))}),
        ('name,note\nx,y\nz,"cut off', {"cut_off": ("", (3,))}),
        ("name,note,n\nx,y,1\nz,w,2\nv", {"cut_off": ("", (4,))}),
        ("name,on\na,2024-05-31\nb,31.5.2024\nc,2024年5月31日\n", {"dates": ("on", (2, 3, 4))}),
        ("name,on\na,31/5/2024\nb,5/31/2024\n", {"dates": ("on", (2, 3))}),
        ("name,on\na,4/5/2024\nb,2024-05-31\n", {"dates": ("on", (2, 3))}),
        ("isni,name\n0000000404961234,a\n404961234567,b\n0000000404961235,c\n", {"zeros": ("isni", (3,))}),
        ("isni,x\n0000000121032683,a\n121032683,b\n0000000404961234,c\n", {"zeros": ("isni", (3,))}),
        ("编号,x\n10001,a\n10002,a\n345,b\n10004,a\n", {"zeros": ("编号", (4,))}),
        ("code,name\n1.23E+15,a\n", {"powers": ("code", (2,))}),
        ("code,name\nA-7,a\n1-Mar,b\n", {"days_for_ids": ("code", (3,))}),
        ("name,x\nMÃ¼ller,a\n", {"encoding": ("name", (2,))}),
        ("name,x\n�,a\n", {"encoding": ("name", (2,))}),
        ("name,x\nä¸\xadå›½,a\n", {"encoding": ("name", (2,))}),
    ],
)
def test_what_makes_a_table_doubtful_is_found_with_column_and_row(text, found):
    assert codes(opened(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "name,city\nx,y",
        "name,city\nx\nz,w\n",
        "name,year\na,2024\nb,199\nc,2023\n",
        "name,on\na,4/5/2024\nb,1/2/2023\n",
        "name,on\na,4/5/2024\nb,31/2/2023\n",
        "name,on\na,2024-05-31\nb,2024\n",
        "name,x\nSÃO PAULO,Â\nМосква,É\nété…,ESPAÑA\n",
        'name,note\nx,"quoted, and ""whole"""',
    ],
)
def test_a_table_without_fault_is_not_blamed(text):
    assert codes(opened(text)) == {}


def test_digits_that_a_workbook_has_rounded_are_told():
    def fill(book):
        book.active.append(["account", "name"])
        book.active.append([622202120500123456, "x"])

    assert codes(opened(workbook(fill), "rows.xlsx"))["rounded"] == ("", (2,))


def test_a_workbook_cut_off_says_so():
    data = workbook(lambda book: book.active.append(["name"] * 50))
    with pytest.raises(UnreadableFile, match="cut off"):
        opened(data[: len(data) * 2 // 3], "rows.xlsx")


def test_rows_come_in_tables_of_a_size():
    table = opened("a,b\n" + "".join(f"{n},x\n" for n in range(5)))
    assert [chunk.numbers for chunk in table.chunks(2)] == [[2, 3], [4, 5], [6]]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12).map(str.strip)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from("=+-@|%'＝")), min_size=1, max_size=4))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same(kind, rows):
    rows = [[f"x{one}", two, f"{live}{two}".strip()] for one, two, live in rows]
    data = spreadsheets.write(kind, ["a", "b", "c"], rows)
    if kind == "xlsx":  # what the standard has no way to hold
        rows = [[cell.replace("\ufffe", "").replace("\uffff", "") for cell in row] for row in rows]
    assert [row.cells for row in open_table(f"x.{kind}", io.BytesIO(data)).rows()] == rows


BOMBS = """
import io, resource, sys, time, zipfile
import django
django.setup()
from common.spreadsheets import UnreadableFile, open_table
data = open(sys.argv[2], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    for row in open_table(sys.argv[1], io.BytesIO(data)).rows():
        pass
    told = "READ"
except UnreadableFile as error:
    told = str(error)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(round(time.process_time() - start, 2), grown // 1024, told)
"""
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def bomb(sheet, strings=None, more=0, lie=None) -> bytes:
    """A workbook with this XML for its sheet (an iterable of pieces), and other parts."""
    plain, out = workbook(lambda book: book.active.append(["name", "note"])), io.BytesIO()
    with zipfile.ZipFile(plain_file := io.BytesIO(plain)) as whole, zipfile.ZipFile(out, "w", 8) as new:
        for part in whole.infolist():
            if part.filename == "xl/worksheets/sheet1.xml" and sheet is not None:
                with new.open(part.filename, "w", force_zip64=False) as file:
                    for piece in sheet:
                        file.write(piece)
            else:
                new.writestr(part.filename, whole.read(part))
        if strings is not None:
            new.writestr("xl/sharedStrings.xml", strings)
        for number in range(more):
            new.writestr(f"xl/media/{number}.xml", b"")
    plain_file.close()
    data = bytearray(out.getvalue())
    if lie is not None:  # the directory's size of the sheet
        place = data.rindex(b"xl/worksheets/sheet1.xml") - 46
        data[place + 24 : place + 28] = lie.to_bytes(4, "little")
    return bytes(data)


def large(piece: bytes, times: int):
    yield HEAD.encode()
    for _time in range(times):
        yield piece
    yield b"</sheetData></worksheet>"


CELLS = b"<row>" + b"<c><v>1</v></c>" * 60_000 + b"</row>"
ENTITIES = (
    "<!DOCTYPE w ["
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    + "]>"
)
KINDS = {
    "unpacks to 400 MB": lambda: bomb(large(b" " * 1_000_000, 400)),
    "one cell of 150 MB": lambda: bomb(large(b'<row><c t="str"><v>' + b"a" * 150_000_000, 1)),
    "texts of 200 MB": lambda: bomb(None, b"<sst><si><t>" + b"a" * 200_000_000 + b"</t></si></sst>"),
    "100,000 parts": lambda: bomb(None, more=100_000),
    "a size that lies": lambda: bomb(large(b" " * 1_000_000, 400), lie=1000),
    "entities": lambda: bomb(
        [(ENTITIES + HEAD + "<row><c><v>&a11;</v></c></row></sheetData></worksheet>").encode()]
    ),
    "16,384 columns": lambda: bomb(large(b'<row><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>', 1000)),
    "60,000 cells a row": lambda: bomb(large(CELLS, 20)),
    "a million empty rows": lambda: bomb(large(b"<row/>" * 1000, 1000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_bombs_are_refused_soon_and_with_little_memory(kind, tmp_path):
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(KINDS[kind]())
    told = subprocess.run(
        [sys.executable, "-c", BOMBS, "bomb.xlsx", str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split(maxsplit=2)
    assert float(told[0]) <= 2
    assert int(told[1]) <= 100
    assert not told[2].startswith("READ")


@pytest.mark.slow
@pytest.mark.parametrize(
    "data", [b"a,b\n" + b"x" * 50_000_000, b'a,b\n"' + b"x,\n" * 10_000_000], ids=["a line", "an open quote"]
)
def test_a_file_that_never_ends_its_line_or_cell_is_refused(data, tmp_path):
    file = tmp_path / "bomb.csv"
    file.write_bytes(data)
    told = subprocess.run(
        [sys.executable, "-c", BOMBS, "bomb.csv", str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split(maxsplit=2)
    assert float(told[0]) <= 2
    assert int(told[1]) <= 100
    assert not told[2].startswith("READ")
