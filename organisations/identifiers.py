"""Identifiers of public registries: their spelling, check digits and pages.

The rules stand in the database too (`parkway_is_identifier`), as the last word; here they are
asked first, so that a form can say what is wrong.

Sources  ROR: base 32 with ISO 7064 MOD 97-10; LEI: ISO 17442; USCC: GB 32100-2015; ISNI: ISO 27729
"""

import re

FORMS = {
    "ror": re.compile(r"0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}"),
    "wikidata": re.compile(r"Q[1-9][0-9]{0,11}"),
    "lei": re.compile(r"[0-9A-Z]{18}[0-9]{2}"),
    "uscc": re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}"),
    "isni": re.compile(r"[0-9]{15}[0-9X]"),
}
LINKS = {
    "ror": "https://ror.org/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "lei": "https://search.gleif.org/#/record/{}",
    "isni": "https://isni.org/isni/{}",
}
PREFIXES = re.compile(
    r"^https?://(www\.)?(ror\.org|wikidata\.org/(wiki|entity)|isni\.org/isni)/", re.IGNORECASE
)
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def normalise(scheme: str, value: str) -> str:
    """As the registry writes it: without its address, blanks and hyphens, in its case."""
    bare = re.sub(r"[\s-]", "", PREFIXES.sub("", value.strip()))
    return bare.lower() if scheme == "ror" else bare.upper()


def is_valid(scheme: str, value: str) -> bool:
    """Whether a normalised value has the form and the check digits of its scheme."""
    form = FORMS.get(scheme)
    if form is None or not form.fullmatch(value):
        return False
    check = CHECKS.get(scheme)
    return check is None or check(value)


def link(scheme: str, value: str) -> str | None:
    pattern = LINKS.get(scheme)
    return pattern.format(value) if pattern else None


def _ror(value: str) -> bool:
    number = 0
    for digit in value[:7]:
        number = number * 32 + CROCKFORD.index(digit)
    return 98 - number * 100 % 97 == int(value[7:])


def _lei(value: str) -> bool:
    return int("".join(str(int(digit, 36)) for digit in value)) % 97 == 1


def _uscc(value: str) -> bool:
    total = sum(USCC_ALPHABET.index(digit) * pow(3, place, 31) for place, digit in enumerate(value[:17]))
    return USCC_ALPHABET[-total % 31] == value[17]


def _isni(value: str) -> bool:
    total = 0
    for digit in value[:15]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == value[15]


CHECKS = {"ror": _ror, "lei": _lei, "uscc": _uscc, "isni": _isni}
