"""What counts as text: what the database and JSON can hold."""


def is_text(text: str) -> bool:
    """No NUL, no half characters."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
