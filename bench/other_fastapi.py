"""What a user might pick instead: cards of listings by FastAPI and asyncpg, a statement and a dictionary a row."""

import os
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg
from fastapi import FastAPI
from pydantic import BaseModel

CARDS = """
SELECT l.*, c.slug AS category_slug, c.name_en AS category_name, o.slug AS provider_slug, o.name_en AS provider_name,
    o.country AS provider_country
FROM catalogue_listing l JOIN catalogue_category c ON c.id = l.category_id
LEFT JOIN organisations_organisation o ON o.id = l.provider_id AND o.is_published
WHERE l.is_published ORDER BY l.sort_en, l.id LIMIT 100"""
PARTICULARS = (
    "price_model",
    "price_from",
    "price_to",
    "currency",
    "delivery_days",
    "starts_at",
    "ends_at",
    "time_zone",
)


class Brief(BaseModel):
    id: str
    slug: str
    name: str


class Card(BaseModel):
    id: str
    slug: str
    kind: str
    category: Brief
    title: str
    summary: str
    provider: Brief | None
    countries: list[str]
    industries: list[str]
    languages: list[str]
    publish_at: datetime | None
    expires_at: datetime | None
    particulars: dict
    is_example: bool
    updated_at: datetime


class Page(BaseModel):
    results: list[Card]


@asynccontextmanager
async def connected(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])
    yield
    await app.state.pool.close()


application = FastAPI(lifespan=connected)


@application.get("/listings/")
async def cards() -> Page:
    rows = await application.state.pool.fetch(CARDS)
    return Page(results=[_card(dict(row)) for row in rows])


def _card(row: dict) -> Card:
    category = Brief(id=row["category_id"], slug=row["category_slug"], name=row["category_name"])
    provider = None
    if row["provider_slug"]:
        provider = Brief(id=row["provider_id"], slug=row["provider_slug"], name=row["provider_name"])
    told = {"title": row.pop("title_en"), "summary": row.pop("summary_en")}
    particulars = {name: row[name] for name in PARTICULARS}
    return Card(**row | told, category=category, provider=provider, particulars=particulars)
