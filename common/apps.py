from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CommonConfig(AppConfig):
    name = "common"

    def ready(self):
        from . import checks  # noqa: F401  (registers itself)

        autodiscover_modules("policies", "sections")
