from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from common.changes import listen


class CurationConfig(AppConfig):
    name = "curation"

    def ready(self):
        autodiscover_modules("resources")
        autodiscover_modules("merging")
        import_module("curation.list_tools")
        listen(import_module("curation.quality.scoring").rescore)
