"""The search index: one table, one way in (`search.registry`)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from ..querysets import EntryQuerySet


class Entry(models.Model):
    """What one record is found by, in both languages at once.

    kind      as registered: park, partner, project …
    record    the id of the record
    slug      what its page is addressed by
    names     all names, aliases and acronyms in any script, for typing mistakes
    vector    weights: A names, B summaries, C the rest; English stemmed, Chinese segmented
    facets    what it is narrowed down by (`search.facets`): "country:MY", "category:ip-protection"
    newest_at what "newest first" goes by; starts_at, when it takes place; closes_at, when it is over
    """

    kind = models.CharField(max_length=30)
    record = models.CharField(max_length=40)
    slug = models.CharField(max_length=100)
    title_en = models.CharField(max_length=300, blank=True)
    title_zh_hans = models.CharField(max_length=300, blank=True)
    summary_en = models.TextField(blank=True)
    summary_zh_hans = models.TextField(blank=True)
    names = models.TextField(blank=True)
    facets = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    newest_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
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
            GinIndex(fields=["facets"], name="search_entry_facets"),
            models.Index(fields=["kind", "-newest_at", "-id"], name="search_entry_newest"),
        ]

    def __str__(self):
        return self.title_en or self.title_zh_hans


class Tally(models.Model):
    """Entries of a kind that hold a token ("" for all of them) came or went: see `search.tally`."""

    kind = models.CharField(max_length=30)
    token = models.CharField(max_length=160)
    is_published = models.BooleanField()
    number = models.BigIntegerField()

    class Meta:
        verbose_name = "search tally"
        verbose_name_plural = "search tallies"
        indexes = [models.Index(fields=["kind"], name="search_tally_kind")]

    def __str__(self):
        return f"{self.kind} {self.token}: {self.number:+}"


class Word(models.Model):
    """A word that published names and summaries are written with: see `search.spelling`."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        verbose_name = "search word"
        verbose_name_plural = "search words"
        indexes = [GinIndex(OpClass("word", "gin_trgm_ops"), name="search_word_trigrams")]

    def __str__(self):
        return self.word
