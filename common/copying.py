"""Rows put into a table by COPY: many at once, and no statement is made of them."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.db import connection

Cell = str | int | bool | None


def line(row: Iterable[Cell]) -> str:
    """A row in the text format of COPY."""
    return "\t".join(map(_cell, row)) + "\n"


def copy_in(table: str, columns: Sequence[str], lines: IO[str]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", lines)


def _cell(value: Cell) -> str:
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    return text
