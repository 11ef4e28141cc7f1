from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from common.changes import listen


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        autodiscover_modules("search")
        from .operations import index_records
        from .registry import follow_what_hides

        follow_what_hides()
        listen(index_records)
