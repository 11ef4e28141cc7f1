"""Uploaded pictures lose what the camera told of place, time and people."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partners import pictures, uploads

DATA = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"


def segment(mark, body):
    return struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body


def exif(side=6, order="<"):
    head = b"II" if order == "<" else b"MM"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, side, 0)
    return b"Exif\0\0" + head + struct.pack(f"{order}HIH", 42, 8, 1) + entry + b"\0\0\0\0GPS canary"


def jpeg(*segments, after=b""):
    return b"\xff\xd8" + b"".join(segments) + DATA + b"\xff\xd9" + after


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*chunks):
    return pictures.PNG_HEAD + b"".join(chunks) + chunk(b"IDAT", b"pixels") + chunk(b"IEND", b"")


JFIF = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
ICC = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours")
TALES = [
    segment(0xE1, exif(1)),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0canary"),
    segment(0xE2, b"MPF\0canary"),
    segment(0xED, b"Photoshop canary"),
    segment(0xFE, b"canary was here"),
]


def test_a_jpeg_keeps_what_is_seen_and_nothing_else():
    told = jpeg(JFIF, *TALES, ICC, after=b"\xff\xd8 canary, a small copy \xff\xd9")
    assert pictures.bare("image/jpeg", told) == jpeg(JFIF, ICC)


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_side_that_is_up_stays_up(order):
    bare = pictures.bare("image/jpeg", jpeg(segment(0xE1, exif(6, order))))
    assert b"canary" not in bare
    assert pictures._side_up(bare[12:]) == 6
    assert pictures.bare("image/jpeg", bare) == bare


def test_a_png_keeps_what_is_seen_and_nothing_else():
    tales = [chunk(name, b"canary") for name in sorted(pictures.PNG_TELLS)]
    told = png(chunk(b"IHDR", b"size"), *tales, chunk(b"iCCP", b"colours"))
    assert pictures.bare("image/png", told) == png(chunk(b"IHDR", b"size"), chunk(b"iCCP", b"colours"))


@pytest.mark.parametrize("cut", range(3, 40))
def test_a_cut_picture_is_told_from_a_whole_one(cut):
    whole = jpeg(JFIF, TALES[0])
    with pytest.raises(pictures.BrokenPicture):
        pictures.bare("image/jpeg", whole[:cut])


def test_an_upload_is_kept_without_its_tales():
    kept = uploads.accepted(SimpleUploadedFile("signing.jpg", jpeg(JFIF, *TALES)))
    assert kept.content == jpeg(JFIF)


def test_a_broken_picture_is_refused():
    with pytest.raises(uploads.ValidationError, match="not a file that can be kept"):
        uploads.accepted(SimpleUploadedFile("signing.jpg", b"\xff\xd8\xff\xe1\xff\xff canary \xff\xd9"))
