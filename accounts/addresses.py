"""What an e-mail address tells about where somebody works."""

from urllib.parse import urlsplit


def speaks_for(email: str, website: str) -> bool:
    """Whether the address is at the domain of the website or below it, as mail.pku.edu.cn of pku.edu.cn."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    domain = email.rpartition("@")[2].lower()
    return bool(host) and (domain == host or domain.endswith(f".{host}"))
