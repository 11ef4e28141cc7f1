"""What the admin pages of all rooms have in common: who may enter, and how a form is laid out."""

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, models
from django.http import HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .changes import changed
from .dates import PartialDateField
from .exchange_admin import ExchangePages
from .filters import PartialDateFormField
from .meanwhile import VERSION, MergesChanges, VersionField
from .refusals import words_for
from .roles import is_curator
from .translated import column_label, columns_of, missing_texts


class PartialDateInput(PartialDateFormField):
    """Knows that a date and the text of it are the same, so that an untouched row counts as such."""

    def has_changed(self, initial, data):
        return super().has_changed(str(initial or ""), data)


class Chooser(AutocompleteSelect):
    """Says what to do with it while nothing is chosen, also to those who do not see it.

    known   names of rows by id, fetched beforehand for all rows of a table of parts
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known: dict[str, str] = {}

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": gettext("Choose…")}

    def optgroups(self, name, value, attr=None):
        chosen = [str(one) for one in value if one]
        if not all(one in self.known for one in chosen):
            return super().optgroups(name, value, attr)
        none = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options = [self.create_option(name, one, self.known[one], True, 0) for one in chosen]
        return [(None, none + options, 0)]


class OccurringFilter(admin.ChoicesFieldListFilter):
    """Offers only the choices that some row has: not all countries of the world."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        rows = model._base_manager.order_by().values_list(field_path, flat=True).distinct()
        self.occurring = [choice for choice in field.flatchoices if choice[0] in set(rows)]

    def choices(self, changelist):
        yield {
            "selected": self.lookup_val is None,
            "query_string": changelist.get_query_string(remove=[self.lookup_kwarg]),
            "display": _("All"),
        }
        for value, label in self.occurring:
            chosen = self.lookup_val is not None and value in self.lookup_val
            query = changelist.get_query_string({self.lookup_kwarg: value})
            yield {"selected": chosen, "query_string": query, "display": label}


class CuratorForm(MergesChanges, forms.ModelForm):
    """A text that must be there may be given in any one of the languages."""

    version = VersionField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.start_version()

    def clean(self):
        cleaned = super().clean()
        told = {name: cleaned.get(name) for name in self.fields if name not in self.errors}
        for column, sentence in missing_texts(self._meta.model, told).items():
            self.add_error(column, sentence)
        return cleaned


class ForCurators:
    """Open for curators, whatever Django's own permissions say; the same on pages and inlines."""

    form = CuratorForm
    formfield_overrides = {
        PartialDateField: {"form_class": PartialDateInput},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
        models.URLField: {"assume_scheme": "https"},
    }

    def has_module_permission(self, request):
        return is_curator(request.user)

    def has_view_permission(self, request, obj=None):
        return is_curator(request.user)

    def has_add_permission(self, request, obj=None):
        return is_curator(request.user)

    def has_change_permission(self, request, obj=None):
        return is_curator(request.user)

    def has_delete_permission(self, request, obj=None):
        return is_curator(request.user)

    def get_autocomplete_fields(self, request):
        """Every field that points to something that can be searched for."""
        related = [*self.opts.fields, *self.opts.local_many_to_many]
        return [field.name for field in related if field.is_relation and self._can_be_searched(field)]

    def _can_be_searched(self, field) -> bool:
        page = self.admin_site._registry.get(field.related_model)
        return bool(page and page.search_fields)

    def get_fieldsets(self, request, obj=None):
        """The declared ones, with the languages of a translated field side by side."""
        sections = self.fieldsets or [(None, {"fields": self.get_fields(request, obj)})]
        return [(title, options | {"fields": self._beside(options["fields"])}) for title, options in sections]

    def _beside(self, names) -> list:
        laid_out = []
        for name in names:
            columns = columns_of(self.opts.model, name) if isinstance(name, str) else tuple(name)
            laid_out.append(columns if len(columns) > 1 else columns[0])
        return laid_out

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            field.label = column_label(db_field)
            field.required = False  # CuratorForm asks for one of the languages
            field.widget.attrs |= {"lang": db_field.language}
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            self.limit_links(field.widget)
        return field

    def limit_links(self, widget: RelatedFieldWidgetWrapper) -> None:
        """Deleting what a field points to has no place beside the field."""
        widget.can_delete_related = False


class CuratorAdmin(ExchangePages, ForCurators, admin.ModelAdmin):
    """Base of every model's pages.

    Fields are named without their language: `name` stands for all its columns in `fieldsets` and
    `search_fields`. Dates of any precision are shown as a reader writes them.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False
    empty_value_display = "–"

    def get_queryset(self, request):
        related = self.list_select_related
        rows = super().get_queryset(request)
        return rows.select_related(*related) if related else rows

    def get_readonly_fields(self, request, obj=None):
        own = {field.name for field in self.opts.fields}
        technical = [name for name in ("id", "created_at", "updated_at") if name in own]
        return [*super().get_readonly_fields(request, obj), *technical]

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name != VERSION]

    def get_search_fields(self, request):
        return [column for path in self.search_fields for column in _searched(self.model, path)]

    def get_list_display(self, request):
        return [self._shown(name) for name in self.list_display]

    def get_list_filter(self, request):
        return [
            (name, OccurringFilter) if str(name).endswith("country") else name
            for name in super().get_list_filter(request)
        ]

    def _shown(self, name):
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return name
        return _date_column(field) if isinstance(field, PartialDateField) else name

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Parts that there are none of are folded, so that what there is can be seen."""
        shown = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for inline in shown:
            if not inline.formset.initial_forms:
                inline.classes = f"{inline.classes} collapse".strip()
        return shown

    def get_deleted_objects(self, objs, request):
        """Without the rows that only tie two things together: they have no name that a reader knows."""
        tree, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        ties = [
            model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created
        ]
        for tie in ties:
            counts.pop(tie.verbose_name_plural, None)
        return (
            _without(tree, tuple(f"{capfirst(tie.verbose_name)}: " for tie in ties)),
            counts,
            forbidden,
            protected,
        )

    def view_on_site(self, obj):
        """The public page of this row, where there is one."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:  # what only the database can see: a rule across rows, a race
            messages.error(request, words_for(error))
            return HttpResponseRedirect(request.get_full_path())

    def get_object(self, request, object_id, from_field=None):
        """Who writes waits for who is writing, and is merged with what that one wrote."""
        if request.method == "POST" and connection.in_atomic_block:
            list(self.model._base_manager.select_for_update().filter(pk=object_id).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    # Every change is kept by the database (see history/); a second log would only say it worse.
    def save_related(self, request, form, formsets, change):
        """The record and its parts are written now, in one transaction with what follows from them."""
        super().save_related(request, form, formsets, change)
        rows = [form, *(row for formset in formsets for row in formset.forms)]
        for told in filter(None, (getattr(row, "meanwhile", "") for row in rows)):
            messages.info(request, told)
        changed([form.instance])

    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None


class MadeElsewhere(CuratorAdmin):
    """Rows that come into being by what people do in the portal. Nobody adds one here.

    shut   pages that there are not, by the ends of their names
    """

    shut: tuple[str, ...] = ("_add",)

    def has_add_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [url for url in super().get_urls() if not str(getattr(url, "name", "")).endswith(self.shut)]


class ReadOnlyAdmin(MadeElsewhere):
    """What is noted by itself, and changed by nobody."""

    shut = ("_add", "_delete", "_history")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PartFormSet(forms.BaseInlineFormSet):
    """Knows the names of all that its rows point to, so that no row has to ask for them."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = gettext("Delete")
        for name, field in form.fields.items():
            chooser = getattr(field.widget, "widget", None)
            if isinstance(chooser, Chooser) and (other := getattr(form.instance, name, None)):
                chooser.known[str(other.pk)] = str(other)


class Parts(ForCurators, admin.TabularInline):
    """Parts that are seen and changed within the whole: names of a body, parties of an agreement."""

    formset = PartFormSet
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self._pointed_to())

    def _pointed_to(self) -> list[str]:
        """What rows point to, with what the names of that are made of."""
        paths = []
        for field in self.opts.fields:
            if field.is_relation:
                page = self.admin_site._registry.get(field.related_model)
                further = page.list_select_related if page else ()
                paths += [field.name, *(f"{field.name}__{path}" for path in further or ())]
        return paths

    def get_fields(self, request, obj=None):
        shown = super().get_fields(request, obj)
        return [*shown, VERSION] if self.has_change_permission(request, obj) else shown

    def limit_links(self, widget):
        widget.can_delete_related = widget.can_change_related = widget.can_view_related = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """In a table the head of the column is no label: each field brings its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            inner = getattr(field.widget, "widget", field.widget)
            inner.attrs |= {"aria-label": field.label}
        return field


def _without(tree: list, beginnings: tuple[str, ...]) -> list:
    """The tree of texts without those that begin so."""
    kept = (_without(part, beginnings) if isinstance(part, list) else part for part in tree)
    return [part for part in kept if part and not str(part).startswith(beginnings)]


def _date_column(field):
    @admin.display(description=field.verbose_name, ordering=field.name)
    def shown(obj):
        date = getattr(obj, field.name)
        return date.display() if date else None

    shown.__name__ = field.name
    return shown


def _searched(model, path: str):
    """A path in a query, once for each language where its end is translated."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return ["__".join([*steps, column]) for column in columns_of(model, last)]
