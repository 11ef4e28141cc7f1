"""Addresses that are secrets by themselves, and what logs have in their place."""

import logging
import re

#: Private feeds and invitations: whoever knows the address gets in.
SECRET = re.compile(r"((?<!/accounts)/feeds/|/accounts/invited/)[^/\s\"'?]+")


def masked(text: str) -> str:
    return SECRET.sub(r"\1…", text)


class MaskingFilter(logging.Filter):
    """Takes secret addresses out of a log line."""

    def filter(self, record):
        said = record.getMessage()
        if (hidden := masked(said)) != said:
            record.msg, record.args = hidden, None
        return True
