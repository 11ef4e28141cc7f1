"""The search index: one table, one way in (`search.registry`)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .querysets import EntryQuerySet


class Entry(models.Model):
    """What one record is found by, in both languages at once.

    kind      as registered: park, partner, project …
    record    the id of the record
    slug      what its page is addressed by
    names     all names, aliases and acronyms in any script, for typing mistakes
    vector    weights: A names, B summaries, C the rest; English stemmed, Chinese segmented
    """

    kind = models.CharField(max_length=30)
    record = models.CharField(max_length=40)
    slug = models.CharField(max_length=100)
    title_en = models.CharField(max_length=300, blank=True)
    title_zh_hans = models.CharField(max_length=300, blank=True)
    summary_en = models.TextField(blank=True)
    summary_zh_hans = models.TextField(blank=True)
    names = models.TextField(blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    is_published = models.BooleanField(default=True)
    vector = SearchVectorField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_words"),
            GinIndex(OpClass("names", "gin_trgm_ops"), name="search_entry_trigrams"),
            GinIndex(fields=["countries"], name="search_entry_countries"),
        ]

    def __str__(self):
        return self.title_en or self.title_zh_hans
