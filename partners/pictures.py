"""Pictures without what a camera writes into them: where and when, with what, by whom, and a small copy.

What a picture looks like stays, its colours and which side is up among it. Nothing is decoded.
"""

import struct

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
#: Parts of a PNG that only tell about it.
PNG_TELLS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
#: Segments of a JPEG: the picture's start, end and data, and those without a length.
END, DATA, LONE = 0xD9, 0xDA, frozenset({0x01, *range(0xD0, 0xD8)})
JFIF, COLOURS, ADOBE, COMMENT = 0xE0, 0xE2, 0xEE, 0xFE
EXIF_HEAD = b"Exif\0\0"
UPRIGHT, ORIENTATION = 1, 0x0112


class BrokenPicture(ValueError):
    """It is not made as pictures of its kind are."""


def bare(kind: str, content: bytes) -> bytes:
    """The file without its tales; other kinds than PNG and JPEG as they are. Raises BrokenPicture"""
    try:
        return {"image/png": _bare_png, "image/jpeg": _bare_jpeg}.get(kind, bytes)(content)
    except (struct.error, IndexError) as error:
        raise BrokenPicture from error


def _bare_png(content: bytes) -> bytes:
    kept, place = [PNG_HEAD], len(PNG_HEAD)
    while place < len(content):
        size, name = struct.unpack_from(">I4s", content, place)
        part = content[place : place + size + 12]
        if len(part) < size + 12:
            raise BrokenPicture
        if name not in PNG_TELLS:
            kept.append(part)
        if name == b"IEND":
            return b"".join(kept)
        place += len(part)
    raise BrokenPicture


def _bare_jpeg(content: bytes) -> bytes:
    kept: list[bytes] = []
    place, side = 2, UPRIGHT
    while True:
        if content[place] != 0xFF:
            raise BrokenPicture
        mark = content[place + 1]
        if mark == 0xFF:  # filling
            place += 1
            continue
        if mark == END:
            return b"".join([b"\xff\xd8", _upright_note(side), *kept, b"\xff\xd9"])
        size = 0 if mark in LONE else struct.unpack_from(">H", content, place + 2)[0]
        end = place + 2 + size
        body = content[place + 4 : end]
        if mark not in LONE and (size < 2 or end > len(content)):
            raise BrokenPicture
        if mark == 0xE1 and body.startswith(EXIF_HEAD):
            side = _side_up(body[len(EXIF_HEAD) :])
        if mark == DATA:
            end = _end_of_data(content, end)
        if _shows(mark, body):
            kept.append(content[place:end])
        place = end


def _shows(mark: int, body: bytes) -> bool:
    if mark == JFIF:
        return body.startswith(b"JFIF\0")
    if mark == COLOURS:
        return body.startswith(b"ICC_PROFILE\0")
    return mark == ADOBE or not (0xE0 <= mark <= 0xEF or mark == COMMENT)


def _end_of_data(content: bytes, place: int) -> int:
    """Where the next segment begins; in the data, 0xFF is followed by 0 or by a mark of restart."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise BrokenPicture
        after = content[place + 1]
        if after not in LONE - {0x01} and after != 0:
            return place
        place += 2


def _side_up(tiff: bytes) -> int:
    """The orientation that the camera noted."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else UPRIGHT
    except (KeyError, struct.error):
        pass  # a note that cannot be read says nothing
    return UPRIGHT


def _upright_note(side: int) -> bytes:
    """A note that holds the orientation and nothing else; none for a picture that stands upright."""
    if side == UPRIGHT:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, side, 0, 0)
    note = EXIF_HEAD + tiff
    return struct.pack(">BBH", 0xFF, 0xE1, len(note) + 2) + note
