"""Secrets that programs carry: random, shown once, known again by their hash."""

import hashlib
import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without what is read as something else


def new_token(start: str) -> tuple[str, str]:
    """A prefix by which people tell tokens apart, and the token: `<start>_<prefix>_<secret>`.

    Its 32 random bytes cannot be guessed, so one round of SHA-256 keeps it: whoever reads the hash cannot
    use it, and a request costs no slow hash.
    """
    prefix = "".join(secrets.choice(ALPHABET) for _place in range(8))
    return prefix, f"{start}_{prefix}_{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
