"""What makes a listing complete."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curation.quality.descriptions import Check, Checks

LISTINGS = Checks(
    fresh_for=datetime.timedelta(days=365),
    owner="owner_id",
    form="catalogue:change",
    among=Q(is_example=False) & ~Q(status="archived"),
    parts=[
        Check(
            code="summary",
            to_do=_("Say in one sentence what it is."),
            why=_("It is what people read in a list."),
            weight=3,
            has=Q(summary_en__gt="") | Q(summary_zh_hans__gt=""),
            place="part-what",
        ),
        Check(
            code="text",
            to_do=_("Describe it."),
            why=_("People decide by it whether to ask."),
            weight=3,
            has=Q(text_en__gt="") | Q(text_zh_hans__gt=""),
            place="part-what",
        ),
        Check(
            code="translation",
            to_do=_("Write the title and the sentence in the other language too."),
            why=_("Readers of both languages find it."),
            weight=2,
            has=Q(title_en__gt="", title_zh_hans__gt="", summary_en__gt="", summary_zh_hans__gt=""),
            place="part-what",
        ),
        Check(
            code="industries",
            to_do=_("Say for which industries it is."),
            why=_("Enterprises look for what fits their industry."),
            weight=1,
            has=Q(industries__len__gt=0),
            place="part-reach",
        ),
        Check(
            code="languages",
            to_do=_("Say in which languages it can be had."),
            why=_("Who asks knows which language to write in."),
            weight=1,
            has=Q(languages__len__gt=0) | Q(kind="policy"),
            place="part-reach",
        ),
        Check(
            code="contact",
            to_do=_("Add a link or an e-mail address."),
            why=_("Without one nobody can ask directly."),
            weight=2,
            has=Q(link__gt="") | Q(contact_email__gt="") | Q(is_anonymous=True),
            place="part-reach",
        ),
        Check(
            code="source",
            to_do=_("Say where what it says can be checked."),
            why=_("People trust what they can check."),
            weight=1,
            has=Q(source__gt="") | Q(link__gt=""),
            place="id_source",
        ),
    ],
)
