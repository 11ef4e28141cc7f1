"""Opaque public ids, such as ``org_01k9x3v5m8q2r7t4w6y0a1b2c3``."""

import base64
import secrets
import time
from collections.abc import Iterable, Iterator
from functools import partial

from django.db import models

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case
LENGTH = 26  # 48 bits of milliseconds and 80 random bits
RANDOM = 16  # digits of the random bits
TO_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())


def new_id(prefix: str) -> str:
    """A new id, never used before; ids made later sort later (to the millisecond)."""
    number = time.time_ns() // 1_000_000 << 80 | secrets.randbits(80)
    digits = (ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return f"{prefix}_{''.join(digits)}"


def new_ids(prefix: str, count: int) -> Iterator[str]:
    """As many new ids at once, which costs less than one by one."""
    start = new_id(prefix)[:-RANDOM]
    drawn = base64.b32encode(secrets.token_bytes(10 * count)).translate(TO_OURS).decode()
    for place in range(0, RANDOM * count, RANDOM):
        yield start + drawn[place : place + RANDOM]


class OpaqueIdField(models.CharField):
    """Primary key that may be shown to everybody: it says its kind and nothing else."""

    def __init__(self, *args, prefix: str, **kwargs):
        self.prefix = prefix
        kwargs.setdefault("primary_key", True)  # the history's copy of the column is not a key
        kwargs |= {
            "max_length": 40,
            "editable": False,
            "default": partial(new_id, prefix),
            "verbose_name": "ID",
        }
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for derived in ("max_length", "editable", "default", "verbose_name"):
            kwargs.pop(derived, None)
        kwargs["primary_key"] = self.primary_key
        return name, path, args, kwargs | {"prefix": self.prefix}

    def db_type(self, connection):
        # Without a length, as recursive queries build arrays of ids; no other index than the key's.
        return "character varying"

    def rel_db_type(self, connection):
        return self.db_type(connection)


def model_of(pk: str, among: Iterable[type[models.Model]]) -> type[models.Model] | None:
    """The model, of these, whose ids begin as this one."""
    prefix = pk.partition("_")[0]
    return next((model for model in among if getattr(model._meta.pk, "prefix", "") == prefix), None)
