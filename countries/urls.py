app_name = "countries"
urlpatterns = []
