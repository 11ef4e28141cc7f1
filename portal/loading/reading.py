"""The entries of a data file, as text with the lines where they begin."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from common.texts import is_text

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the faster one where it was built

#: A space beside a Chinese sign: YAML puts one where it joins lines, Chinese is written without.
FOLD = re.compile(r"(?<=[\u2018-\u201d\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True)
class Problem:
    """Why an entry cannot be loaded."""

    file: str
    line: int
    entry: str
    field: str
    value: Any
    rule: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        place += f", entry “{self.entry}”" if self.entry else ""
        place += f", field {self.field}" if self.field else ""
        return (
            f"{place}: “{self.value}” – {self.rule}"
            if self.value not in (None, "")
            else f"{place}: {self.rule}"
        )


@dataclass(frozen=True)
class Entry:
    """One thing that a file tells: what stands in it, all values as text, lists or mappings.

    within   name of the entry in whose list it stands, if in any
    """

    file: str
    line: int
    fields: dict[str, Any]
    within: str = ""

    @property
    def digest(self) -> str:
        """Changes when anything in the entry does, but not with the order of its fields."""
        return hashlib.sha256(json.dumps(self.fields, sort_keys=True).encode()).hexdigest()


class Unreadable(Exception):
    """A file that is not a list of entries."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def read(path: Path) -> list[Entry]:
    """The entries of a file. Raises Unreadable with the line of the fault."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=Loader)
    except FileNotFoundError:
        raise Unreadable(Problem(path.name, 0, "", "", "", "the file is missing")) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        rule = getattr(error, "problem", None) or "it is not text in UTF-8"
        raise Unreadable(Problem(path.name, mark.line + 1 if mark else 1, "", "", "", rule)) from None
    if not isinstance(root, yaml.SequenceNode):
        raise Unreadable(Problem(path.name, 1, "", "", "", "a data file is a list of entries"))
    entries = []
    for node in root.value:
        if not isinstance(node, yaml.MappingNode):
            raise _unreadable(path, node, "an entry is a set of fields and values")
        entries.append(Entry(path.name, node.start_mark.line + 1, _plain(node, path)))
    return entries


def _plain(node: yaml.Node, path: Path) -> Any:
    """Text, list or mapping. All scalars stay text: `NO` is Norway, `2015` a year, `1.50` as printed."""
    if isinstance(node, yaml.ScalarNode):
        if not is_text(node.value):
            raise _unreadable(path, node, "a character that is none (NUL or half a surrogate pair)")
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path) for item in node.value]
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in fields:
            raise _unreadable(path, key, f"“{key.value}” stands twice")
        fields[key.value] = _plain(value, path)
        if key.value == "zh-hans" and isinstance(value, yaml.ScalarNode) and _is_long(value):
            fields[key.value] = FOLD.sub("", fields[key.value])
    return fields


def _is_long(node: yaml.Node) -> bool:
    """Written over several lines."""
    return node.end_mark.line > node.start_mark.line


def _unreadable(path: Path, node: yaml.Node, rule: str) -> Unreadable:
    return Unreadable(Problem(path.name, node.start_mark.line + 1, "", "", "", rule))
