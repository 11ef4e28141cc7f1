"""What may be uploaded: a few kinds of file, known by what is in them and not by what they are called."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from . import pictures

#: Bytes that a document may have.
LARGEST = 20 * 1024 * 1024
#: Parts that a packed document may have, and bytes that they may unfold to.
MOST_PARTS, MOST_UNFOLDED = 2_000, 200 * 1024 * 1024
#: What no part of a name may be, as "contract.exe.pdf" is made to deceive.
DECEIVING = frozenset(
    {
        "app",
        "bat",
        "bin",
        "cmd",
        "com",
        "cpl",
        "dll",
        "exe",
        "gadget",
        "hta",
        "htm",
        "html",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "msi",
        "php",
        "phtml",
        "pl",
        "ps1",
        "py",
        "reg",
        "scr",
        "sh",
        "shtml",
        "svg",
        "swf",
        "url",
        "vb",
        "vbe",
        "vbs",
        "wsf",
        "xht",
        "xhtml",
        "xml",
    }
)
#: What turns a text into something that a browser or a shell may run.
RUNS = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|object|embed|\?xml|\?php)|^#!|javascript:", re.I)
#: The text by which scanners are tried out.
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
#: The endings of each kind that may come in; nothing else is given out under its own kind either.
SUFFIXES = {
    "application/pdf": ("pdf",),
    DOCX: ("docx",),
    ODT: ("odt",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "text/plain": ("txt",),
}
ACCEPTED = ",".join(f".{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes)


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its name, its kind by content, and its bytes."""

    name: str
    content_type: str
    content: bytes


def accepted(upload) -> Accepted:
    """Look at an upload (a Django UploadedFile) before anything of it is kept.

    Raises  ValidationError that says what is wrong with it
    """
    if upload.size > LARGEST:
        raise ValidationError(
            _("The file is larger than %(most)s.") % {"most": filesizeformat(LARGEST)}, code="too-large"
        )
    name = checked_name(upload.name)
    content = upload.read()
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    kind = kind_of(content)
    if kind is None or EICAR in content[:256]:
        raise _no_kind()
    if name.rpartition(".")[2].lower() not in SUFFIXES[kind]:
        raise ValidationError(
            _("The name does not fit what is in the file: it should end in .%(suffix)s.")
            % {"suffix": SUFFIXES[kind][0]},
            code="suffix",
        )
    try:
        return Accepted(name, kind, pictures.bare(kind, content))
    except pictures.BrokenPicture:
        raise _no_kind() from None


def _no_kind() -> ValidationError:
    return ValidationError(
        _("This is not a file that can be kept here: PDF, DOCX, ODT, PNG, JPEG and plain text can."),
        code="kind",
    )


def checked_name(name: str) -> str:
    """The name as it may be shown and given out again; never a path.

    Raises  ValidationError for characters that nobody sees, and for endings that deceive
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2].strip())
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for letter in name):
        raise ValidationError(_("The name of the file has characters that cannot be seen."), code="name")
    stem, *endings = name.split(".")
    if not stem or not endings or len(name) > 200:
        raise ValidationError(
            _("Give the file a name of at most 200 characters, with its ending."), code="name"
        )
    if any(ending.strip().lower() in DECEIVING for ending in endings):
        raise ValidationError(
            _("The name of the file hides what it is: give it one ending only."), code="suffix"
        )
    return name


def kind_of(content: bytes) -> str | None:
    """The kind of a file by its content, as a MIME type; None for all that is not taken or is two at once."""
    if content.startswith(b"PK\x03\x04"):
        return _packed_kind(content)
    if zipfile.is_zipfile(io.BytesIO(content)):
        return None  # a picture or a paper that is an archive as well
    if content.startswith(b"%PDF-"):
        return "application/pdf" if b"%%EOF" in content[-2048:] else None
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png" if content.endswith(b"IEND\xaeB`\x82") else None
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg" if content.rstrip(b"\0").endswith(b"\xff\xd9") else None
    return "text/plain" if _is_plain(content) else None


def _packed_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
                return None
            names = {part.filename for part in parts}
            if any("vbaproject" in name.lower() or name.startswith("/") or ".." in name for name in names):
                return None
            if "[Content_Types].xml" in names and "word/document.xml" in names:
                return DOCX
            if parts[0].filename == "mimetype" and packed.read(parts[0]) == ODT.encode():
                return None if any(name.startswith("Basic/") for name in names) else ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, IndexError):
        pass
    return None


def _is_plain(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
        return False
    return not RUNS.search(content)
