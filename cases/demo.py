"""Two example requests, so that who tries the portal sees what enterprises, parks and providers see."""

import datetime

from django.utils import timezone

from accounts.models import User
from catalogue.models import Category, Listing
from parks.models import Park

from . import operations
from .models import Case


def create_cases(enterprise: str, staff: str, park: str, listing: str, category: str) -> list[Case]:
    """One about a listing that waits for an answer, and a described need that has one.

    enterprise, staff   e-mail addresses of who asks and who answers
    park                slug of the park that handles them, where the enterprise is settled in none
    Returns             none where somebody or something of it is not there
    """
    asker = User.objects.filter(email=enterprise).first()
    owner = operations.enterprises_of(asker).first() if asker else None
    answerer = User.objects.filter(email=staff).first()
    handled_by = Park.objects.filter(organisation__slug=park).first()
    about = Listing.objects.filter(slug=listing, is_published=True).first()
    if owner is None or answerer is None or handled_by is None or about is None:
        return []
    today = timezone.localdate()
    waiting = Case(
        owner=owner,
        listing=about,
        title="Example: Which trade marks first in Malaysia?",
        text=(
            "We want to sell membrane modules in Malaysia from next spring, under one Chinese and one "
            "English name. Which classes should we file first, and how long does it take?\n\n"
            "This request is an example."
        ),
        contact="Weekdays from 9 to 11, Beijing time",
        wanted_by=today + datetime.timedelta(days=21),
        countries=["MY"],
    )
    answered = Case(
        owner=owner,
        category=Category.objects.filter(slug=category).first(),
        title="示例：在泰国设立售后服务点需要什么？",
        text=(
            "我们计划明年在曼谷附近设立一个售后服务点，负责水处理设备的安装与维护，"
            "想了解外资比例、用工和场地方面的要求。\n\n本需求为示例。"
        ),
        wanted_by=today + datetime.timedelta(days=40),
        countries=["TH"],
    )
    for case in (waiting, answered):
        case.is_example = True
        operations.submit(case, asker)
        if case.park is None:
            case.park = handled_by
            case.save()
    if operations.side_of(answered, answerer):
        text = (
            "我们已联系曼谷的合作律师事务所，下周三下午可安排线上会议。"
            "请先准备公司章程和设备清单。（示例答复）"
        )
        operations.say(answered, text, answerer)
    return [waiting, answered]
