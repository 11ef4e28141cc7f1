"""How resources describe themselves in OpenAPI: from the shapes and FilterSets that also answer."""

import django_filters
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from .paging import LARGEST_PAGE, PAGE_SIZE
from .shapes import LANGUAGES, Shape

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "title", "status", "code", "detail", "instance"],
}
PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}
REFUSALS = {400: "A parameter is unknown or has a value it cannot have", 404: "Not there, or not for you"}
_SHAPES: dict[str, Shape] = {}


def _query(name, description, schema=OpenApiTypes.STR, **more) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description, **more)


def refusals(*statuses: int) -> dict:
    """For `extend_schema(responses=…)`: these statuses are answered with a problem."""
    return {(status, "application/problem+json"): PROBLEM_REFERENCE for status in statuses}


class RecordSchema(AutoSchema):
    """Operations of a `RecordViewSet`; its shapes become components by `add_components`."""

    def _is_list(self) -> bool:
        return self.view.action == "list"

    def get_tags(self):
        return [self.path.strip("/").split("/")[2]]

    def get_operation_id(self):
        words = [word for word in self.path.strip("/").split("/")[2:] if not word.startswith("{")]
        return "_".join(["list" if self._is_list() else "read", *words]).replace("-", "_")

    def get_summary(self):
        verb = "List" if self._is_list() else "Read one of"
        return f"{verb} {self.get_tags()[0].replace('-', ' ')}"

    def get_description(self):
        return (self.view.__doc__ or "").strip()

    def _is_list_view(self, serializer=None):
        return False  # the page is described as it is

    def get_override_parameters(self):
        common = [
            _query("fields", "Only these fields, separated by commas."),
            _query("lang", "Language of texts; Accept-Language decides without it.", enum=LANGUAGES),
        ]
        if not self._is_list():
            return common
        return [
            *self._filters(),
            _query("cursor", "Where to go on; take it from `next` or `previous`."),
            _query(
                "page_size",
                f"Rows on a page, {PAGE_SIZE} without it.",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
            ),
            _query("count", "Count the rows too; nobody counts unasked.", enum=["exact", "estimate"]),
            *common,
        ]

    def _filters(self):
        for name, each in self.view.filterset.base_filters.items():
            schema: dict = {"type": "string"}
            if isinstance(each, django_filters.BooleanFilter):
                schema = {"type": "boolean"}
            elif choices := each.extra.get("choices"):
                choices = choices() if callable(choices) else choices
                schema["enum"] = [value for value, _label in choices]
            if isinstance(each, django_filters.MultipleChoiceFilter):
                schema = {"type": "array", "items": schema}
            yield _query(name, str(each.extra.get("help_text") or each.label or name), schema)

    def get_response_serializers(self):
        shape = self.view.shape
        _SHAPES.update({each.name: each for each in shape.shapes()})
        if self._is_list():
            link = {"type": ["string", "null"], "format": "uri"}
            answer = {
                "type": "object",
                "properties": {
                    "next": link,
                    "previous": link,
                    "count": {"type": "integer"},
                    "count_is_exact": {"type": "boolean"},
                    "results": {"type": "array", "items": shape.reference()},
                },
                "required": ["next", "previous", "results"],
            }
        else:
            answer = {"$ref": f"#/components/schemas/{shape.name}Detail"}
            _SHAPES[f"{shape.name}Detail"] = Shape(f"{shape.name}Detail", shape.model, shape.all())
        return {200: answer, 304: None}

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for status, description in REFUSALS.items():
            bodies[str(status)] = {
                "description": description,
                "content": {"application/problem+json": {"schema": PROBLEM_REFERENCE}},
            }
        return bodies


def add_components(result, generator, request, public):
    """Postprocessing hook: the shapes that operations refer to."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for name, shape in _SHAPES.items():
        schema = shape.schema(shape.card)
        schema.pop("required")  # `fields` leaves members out
        schemas[name] = schema
    schemas["Problem"] = PROBLEM
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result
