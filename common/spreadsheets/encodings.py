"""In which of the encodings that tables come in a file is written.

UTF-8 and UTF-16 prove themselves. The three older ones, GB18030, Windows-1251 and Windows-1252, take
almost any bytes: each is tried on what is not ASCII, and the one that reads most like its language wins.
"""

import codecs
import re
from typing import BinaryIO

#: As Python calls them, with what people call them.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030 (GBK)",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
}
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
CHUNK = 1 << 18
SAMPLE = 1 << 16  # bytes of words that are not ASCII, enough to tell
WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
CYRILLIC = re.compile(r"(?:[А-ЯЁІЇЄҐЎ]?[а-яёіїєґў]+|[А-ЯЁІЇЄҐЎ]+)")
VOWEL = re.compile(r"[аеёиоуыэюяіїє]", re.IGNORECASE)
LATIN = re.compile(r"(?:[A-ZÀ-ÖØ-ÞŠŽŒ]?[a-zß-öø-ÿšžœ]+|[A-ZÀ-ÖØ-ÞŠŽŒ]+)")
SIGNS = set("«»“”„‘’‚–—…№•©®°§€£")


def encoding_of(file: BinaryIO) -> str:
    """A key of ENCODINGS. Reads the whole file, and leaves it at its start."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    if head.count(0) > len(head) // 8:  # ASCII in UTF-16: commas and line ends at the least
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    whole, sample = _is_utf8(file)
    file.seek(0)
    return "utf-8" if whole else best_of_the_older(sample)


def _is_utf8(file: BinaryIO) -> tuple[bool, bytes]:
    """Whether it is UTF-8 (broken off at its end, or in a few places of many, at the worst); else the words
    that are not ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, good, bad = bytearray(), 0, 0
    while chunk := file.read(CHUNK):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            decoder.reset()
            text = chunk.decode("utf-8", "replace")
            # One at either end may be a character that the chunk cuts in two.
            bad += max(1, text.count("\ufffd") - 2)
        if not text.isascii():
            good += len(text) - len(text.encode("ascii", "ignore"))
            if len(sample) < SAMPLE:
                for word in WORD.findall(chunk):
                    sample += word + b" "
    return bad * 50 <= good, bytes(sample[:SAMPLE])


def best_of_the_older(sample: bytes) -> str:
    """gb18030, cp1251 or cp1252: what most of the sample's words read well in; the first where all do."""
    points = {
        "gb18030": _as_chinese(sample),
        "cp1252": _as_words(sample, "cp1252", LATIN),
        "cp1251": _as_words(sample, "cp1251", CYRILLIC),
    }
    return max(points, key=lambda encoding: points[encoding])


def _as_chinese(sample: bytes) -> float:
    """The share of bytes that are common characters (GB 2312's first level) or full-width signs."""
    good, total, place = 0.0, 0, 0
    while place < len(sample):
        first = sample[place]
        if first < 0x80:
            place += 1
            continue
        second = sample[place + 1] if place + 1 < len(sample) else 0
        total += 2
        if second < 0x40:
            if 0x30 <= second <= 0x39:  # of four bytes: a rare character
                place += 4
                continue
            good -= 2  # none at all
            place += 1
            continue
        if second >= 0xA1 and (0xB0 <= first <= 0xD7 or first in (0xA1, 0xA3)):
            good += 2
        elif 0xD8 <= first <= 0xF7:
            good += 0.5
        place += 2
    return good / max(total, 1)


def _as_words(sample: bytes, encoding: str, word: re.Pattern[str]) -> float:
    """The share of characters that stand in words of one case, with a vowel where they are long."""
    good = total = 0
    for piece in sample.decode(encoding, "replace").split():
        strange = sum(character > "\x7f" for character in piece)
        total += strange
        bare = piece.strip("".join(SIGNS))
        good += strange - sum(character > "\x7f" for character in bare)  # signs around it
        inside = sum(character > "\x7f" for character in bare)
        if word.fullmatch(bare):
            is_spoken = encoding == "cp1252" or len(bare) < 5 or VOWEL.search(bare)
            mixed = encoding == "cp1252" and inside > max(1, len(bare) // 2)
            good += inside if is_spoken and not mixed else 0
        else:
            good -= inside // 2
    return good / max(total, 1)
