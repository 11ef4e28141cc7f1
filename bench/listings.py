"""Listings to measure on: up to 10,000 that are told apart by their words, and copies of them beyond.

The first come into the index by its one way in. Copies, made by the database, differ from them by a number
in their names and by when they were published; `differs` finds what the way in would have written otherwise.
"""

import datetime
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from catalogue.loading import load_categories
from catalogue.models import Category, Listing
from catalogue.words import Industry, Kind, PriceModel
from common.ids import LENGTH
from organisations.models import Organisation
from search.models import Entry
from search.operations import index_records, reindex

FIRST = 10_000
SEED = 20_260_722
#: English and Chinese words of the same meaning, the most frequent first.
PAIRS = """
technology技术 service服务 market市场 company企业 training培训 contract合同 product产品 quality质量 logistics物流 design设计
export出口 customs海关 warehouse仓库 insurance保险 payment支付 software软件 translation翻译 exhibition展览 laboratory实验室
energy能源 water水务 agriculture农业 machinery机械 robotics机器人 battery电池 sensor传感器 textile纺织 chemistry化学 medicine医药
hospital医院 university大学 incubator孵化器 licence许可 patent专利 trademark商标 copyright版权 standard标准 certificate证书 audit审计
tax税务 accounting会计 recruitment招聘 visa签证 housing住房 school学校 culture文化 language语言 media媒体 advertising广告
brand品牌 retail零售 tourism旅游 hotel酒店 aviation航空 satellite卫星 shipping航运 railway铁路 harbour港口 bridge桥梁
steel钢铁 copper铜 cement水泥 timber木材 paper纸张 plastic塑料 rubber橡胶 glass玻璃 ceramics陶瓷 leather皮革
cotton棉花 silk丝绸 tea茶叶 coffee咖啡 rice大米 wheat小麦 soybean大豆 fruit水果 vegetable蔬菜 seafood海鲜
dairy乳制品 beverage饮料 cosmetics化妆品 jewellery珠宝 furniture家具 toy玩具 bicycle自行车 vehicle车辆 engine发动机 tyre轮胎
camera相机 printer打印机 screen屏幕 cable电缆 antenna天线 router路由器 laser激光 optics光学 microscope显微镜 catalyst催化剂
enzyme酶 vaccine疫苗 genome基因组 hydrogen氢 turbine涡轮 solar太阳能 nuclear核能 geothermal地热 desalination海水淡化 sewage污水
recycling回收 compost堆肥 fertiliser化肥 tractor拖拉机 irrigation灌溉 greenhouse温室 beekeeping养蜂 aquaculture水产养殖 forestry林业 mining采矿
"""
LARGE = [
    "CN",
    "MY",
    "EG",
    "TH",
    "PK",
    "GB",
    "RU",
    "DE",
    "US",
    "AE",
    "ID",
    "VN",
    "SG",
    "KZ",
    "BR",
    "ZA",
    "TR",
    "FR",
]


def build(number: int) -> None:
    """So many listings and their entries, where there are none."""
    if Listing.objects.exists():
        return
    load_categories(Path(__file__).parents[1] / "data" / "catalogue")
    chance, categories = random.Random(SEED), list(Category.objects.order_by("slug"))
    providers = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:FIRST])
    with _nobody_listening():
        Listing.objects.bulk_create(
            (_listing(chance, place, categories, providers) for place in range(min(FIRST, number))), 1_000
        )
        reindex()
        if number > FIRST:
            _copy(number // FIRST)
        _tally()


def differs(number: int = 20) -> list[str]:
    """The entries of this many copies that the way in would have written otherwise, in more than order."""
    asked = Listing.objects.order_by("-pk")[:number]
    before = _lexemes(asked)
    with transaction.atomic():
        index_records(list(asked))
        after = _lexemes(asked)
        transaction.set_rollback(True)
    return [pk for pk in before if before[pk] != after[pk]]


def _lexemes(listings) -> dict[str, tuple]:
    entries = Entry.objects.filter(kind="listing", record__in=[one.pk for one in listings])
    rows = entries.extra(select={"words": "tsvector_to_array(vector)"}).values_list(
        "record", "words", "facets", "names", "title_zh_hans", "newest_at", "closes_at", "is_published"
    )
    return {record: told for record, *told in rows}


def words() -> list[tuple[str, str]]:
    """English and Chinese, the most frequent first."""
    return re.findall(r"([a-z]+)([^a-z\s]+)", PAIRS)


def _listing(chance: random.Random, place: int, categories: list[Category], providers: list[str]) -> Listing:
    category = categories[int(len(categories) * chance.random() ** 2)]
    kind, day = category.kind, timezone.now() - datetime.timedelta(minutes=7 * place + 3_000_000)
    said = [pair for rank, pair in enumerate(words(), 1) if chance.random() < 0.55 / rank**1.7] or [
        words()[0]
    ]
    chance.shuffle(said)
    english, chinese = " and ".join(pair[0] for pair in said[:3]), "、".join(pair[1] for pair in said[:3])
    rest, rest_zh = " ".join(pair[0] for pair in said), "、".join(pair[1] for pair in said)
    country = LARGE[int(len(LARGE) * chance.random() ** 2)]
    told: dict = {}
    if kind == Kind.SERVICE:
        told = {"price_model": chance.choice([PriceModel.FREE, PriceModel.ON_REQUEST])}
    elif kind == Kind.EVENT:
        starts = timezone.now() + datetime.timedelta(days=chance.randrange(-200, 200))
        told = {"starts_at": starts, "ends_at": starts, "time_zone": "UTC"}
    return Listing(
        pk=f"lst_{place:0{LENGTH}}",
        slug=f"example-{place}",
        kind=kind,
        category=category,
        title_en=f"Example of {english}"[:190],
        title_zh_hans=f"{chinese}示例"[:190],
        summary_en=f"An example for those who look for {rest}."[:390],
        summary_zh_hans=f"寻找{rest_zh}的示例。"[:390],
        text_en=f"<p>{rest}, told at more length for reading. </p>" * 6,
        text_zh_hans=f"<p>{rest_zh},详细说明。</p>" * 6,
        countries=sorted({country, *chance.sample(LARGE, chance.randrange(3))})
        if chance.random() > 0.1
        else [],
        industries=chance.sample(Industry.values, chance.randrange(3)),
        languages=chance.sample(["eng", "zho", "rus", "ara"], 1 + chance.randrange(2)),
        provider_id=chance.choice(providers),
        is_published=True,
        is_example=True,
        status="published",
        publish_at=day,
        sort_en=english,
        sort_zh_hans=english,
        original_language="en",
        **told,
    )


def _copy(times: int) -> None:
    """Each listing and its entry, so many times in all; numbers beyond the first are in no other name."""
    changed = {
        "id": "'lst_' || lpad((n * :first + substr(id, 5)::int)::text, :length, '0')",
        "slug": "'example-' || (n * :first + substr(id, 5)::int)",
        "publish_at": "publish_at + n * interval '10 minutes' + interval '1 second'",
        **{name: f"left({name}, 180) || ' (' || (n * :first + substr(id, 5)::int) || ')'" for name in ("title", "title_en", "title_zh_hans", "sort_en", "sort_zh_hans")},
    }  # fmt: skip
    _copied("catalogue_listing", changed, "true", times)
    number = "(n * :first + substr(record, 5)::int)"
    changed = {
        "record": f"'lst_' || lpad({number}::text, :length, '0')",
        "slug": f"'example-' || {number}",
        "newest_at": "newest_at + n * interval '10 minutes' + interval '1 second'",
        "title_en": f"left(title_en, 180) || ' (' || {number} || ')'",
        "title_zh_hans": f"left(title_zh_hans, 180) || ' (' || {number} || ')'",
        "names": f"regexp_replace(names, E'\\n', ' ' || {number} || E'\\n', 'g')",
        "vector": f"vector || setweight(to_tsvector('simple', {number}::text), 'A')",
    }
    _copied("search_entry", changed, "kind = 'listing'", times, without={"id"})


def _copied(table: str, changed: dict[str, str], which: str, times: int, without=frozenset()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall() if name not in without]
        values = [changed.get(name, name) for name in columns]
        statement = (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table},"
            f" generate_series(1, {times - 1}) n WHERE {which}"
        )
        with _without_indexes(table):
            cursor.execute(statement.replace(":first", str(FIRST)).replace(":length", str(LENGTH)))


@contextmanager
def _without_indexes(table: str) -> Iterator[None]:
    """Made again at once for all rows, which is many times as fast."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint)",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _name, definition in indexes:
            cursor.execute(definition)


@contextmanager
def _nobody_listening() -> Iterator[None]:
    """Triggers sleep: nobody reads this history, and the tally is made at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def _tally() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_tally")
        cursor.execute(
            "INSERT INTO search_tally (kind, token, is_published, number)"
            " SELECT kind, token, is_published, count(*) FROM search_entry, unnest(facets || '{\"\"}'::varchar[]) token"
            " GROUP BY kind, token, is_published"
        )
