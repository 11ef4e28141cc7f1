from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models.functions import Upper


def words_in(column: str, name: str) -> GinIndex:
    return GinIndex(OpClass(Upper(column), "gin_trgm_ops"), name=name)


class Migration(migrations.Migration):
    """Indexes of the names as they are asked for, in upper case; the one before was never taken."""

    atomic = False

    dependencies = [("organisations", "0001_initial")]

    operations = [
        AddIndexConcurrently("organisation", words_in("name_en", "organisation_words_en")),
        AddIndexConcurrently("organisation", words_in("name_zh_hans", "organisation_words_zh")),
        AddIndexConcurrently("organisationname", words_in("text", "organisation_name_words")),
        RemoveIndexConcurrently("organisationname", "organisation_name_trigrams"),
    ]
