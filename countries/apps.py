from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CountriesConfig(AppConfig):
    name = "countries"

    def ready(self):
        autodiscover_modules("presence")
