"""The commands of the docs' examples, sent as a client's requests."""

import html
import re
import shlex

from django.core.files.uploadedfile import SimpleUploadedFile

BASE = "http://testserver"


def curls(page: str, about: str) -> list[str]:
    """The commands of a page that call an address with this in it."""
    blocks = re.findall(r'<pre class="pw-code"[^>]*><code>(curl .*?)</code>', page, re.DOTALL)
    text = "\n".join(html.unescape(block) for block in blocks).replace("\\\n", " ")
    return [line for line in text.splitlines() if line.startswith("curl ") and about in line]


def send(client, command: str, *, files: dict[str, str] | None = None, **words: str):
    """The answer to a command, with its placeholders replaced: `imp_…` by words["imp"], and so on.

    files   what stands in the files that it names
    """
    for prefix, word in words.items():
        command = command.replace(f"${prefix}", word).replace(f"{prefix}_…", word)
    _curl, *rest = shlex.split(command)
    method, url, headers, data, form = "", "", {}, None, {}
    while rest:
        one = rest.pop(0)
        if one == "-X":
            method = rest.pop(0)
        elif one == "-H":
            name, _colon, value = rest.pop(0).partition(": ")
            headers[name] = value
        elif one == "-d":
            data = rest.pop(0)
        elif one == "-F":
            name, _is, value = rest.pop(0).partition("=")
            form[name] = _file(value[1:], files or {}) if value.startswith("@") else value
        else:
            assert not one.startswith("-"), f"The test knows no {one}"
            url = one
    path = url.removeprefix(BASE)
    if form:
        return client.post(path, form, headers=headers)
    asked = method or ("POST" if data is not None else "GET")
    kind = headers.pop("Content-Type", "application/octet-stream")
    return client.generic(asked, path, data or "", kind, headers=headers)


def _file(name: str, files: dict[str, str]) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files[name].encode())
