"""What a merge would do, in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.translated import column_label
from history.words import Names, said

from .joining import Report


def told(report: Report) -> dict:
    why = {
        "only": _("only one says something"),
        "firm": _("this value always wins"),
        "name": _("what you keep"),
        "newer": _("written later"),
        "chosen": _("your choice"),
    }
    names = Names()
    for choice in report.choices:
        if pointed_to := choice.field.related_model:
            names.ask(pointed_to, choice.kept)
            names.ask(pointed_to, choice.other)
    choices = [
        {
            "key": one.key,
            "id": one.key.replace(".", "-"),
            "label": column_label(one.field),
            "of": _plural(one.model, 1),
            "kept": said(one.field, one.kept, names),
            "other": said(one.field, one.other, names),
            "takes": one.takes,
            "is_firm": one.why == "firm",
            "is_only": one.why == "only",
            "why": why[one.why],
        }
        for one in report.choices
    ]
    return {
        "choices": [one for one in choices if not one["is_only"]],
        "only": [one for one in choices if one["is_only"]],
        "moved": _counted(report.moved),
        "left": _counted(report.left),
        "joined": [{"kind": _plural(type(one), 1), "label": str(one)} for one, _twin in report.joined],
        "dropped": [{"label": _of(row), "why": why_} for row, _key, why_ in report.dropped],
        "cleared": [{"label": _of(row), "why": why_} for row, _key, why_ in report.cleared],
    }


def _counted(rows: dict) -> list[dict]:
    lines: dict[str, int] = {}
    for (model, _key), count in rows.items():
        if count:
            name = _plural(model, 2)
            lines[name] = lines.get(name, 0) + count
    return [{"label": label, "count": count} for label, count in sorted(lines.items())]


def _plural(model, number: int) -> str:
    opts = model._meta
    if opts.auto_created:  # a table of links: the thing that has them
        opts = opts.auto_created._meta
    return str(capfirst(opts.verbose_name if number == 1 else opts.verbose_name_plural))


def _of(row) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row}"
