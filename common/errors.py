"""Refusals with a name."""


class RuleBroken(Exception):
    """A rule of the house says no: a 409 problem in the API, its message on a page."""

    code = "rule-broken"
