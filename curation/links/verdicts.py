"""What an answer says about a link."""

from dataclasses import dataclass

from common.outgoing import Failed, Refused, fetch

#: Answers of a server that has the page, but not for everybody or not now.
CLOSED = {401, 402, 403, 407, 423, 425, 429, 451}
GONE = {404, 410}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One look at an address; `status` and `problem` as in `Link`."""

    status: int | None = None
    problem: str = ""
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def is_there(self) -> bool:
        return self.status is not None and (self.status < 400 or self.status in CLOSED)

    @property
    def is_gone(self) -> bool:
        """The server says itself that there is nothing."""
        return self.status in GONE


def look(address: str, *, etag: str = "", last_modified: str = "") -> Verdict:
    """Ask for the head alone, and for the page where a server does not know heads.

    etag, last_modified   of the answer before: what did not change is not sent again
    """
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in asked.items() if value}
    verdict = _ask("HEAD", address, headers)
    return verdict if verdict.is_there or verdict.problem in NEVER else _ask("GET", address, headers)


#: Problems that another method does not help against.
NEVER = {"address", "port", "private", "redirects", "name", "connection", "certificate", "deadline"}


def _ask(method: str, address: str, headers: dict[str, str]) -> Verdict:
    try:
        answer = fetch(address, method, headers=headers)
    except (Refused, Failed) as failure:
        return Verdict(problem=failure.code)
    return Verdict(
        status=answer.status,
        moved_to=answer.moved_to[:2048],
        etag=answer.headers.get("etag", "")[:300],
        last_modified=answer.headers.get("last-modified", "")[:100],
    )
