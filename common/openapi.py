"""How resources describe themselves in OpenAPI: from the shapes and FilterSets that also answer."""

import django_filters
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from .exports import TYPES
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
#: What each action is called: in ids, and in a summary.
ACTIONS = {
    "list": ("list", "List"),
    "retrieve": ("read", "Read one of"),
    "create": ("create", "Add to"),
    "update": ("replace", "Replace one of"),
    "partial_update": ("change", "Change one of"),
    "destroy": ("delete", "Delete one of"),
}
READS = ("list", "retrieve")
REFUSALS = {
    400: "A parameter, or something in the body, is unknown or has a value that it cannot have",
    404: "Not there, or not for you",
}
OF_WRITES = {
    403: "A session without a CSRF token, or a key without the scope `write`",
    409: "A rule says no",
    413: "More than 100,000 bytes",
    415: "Not JSON in UTF-8",
}
OF_KEYS = {422: "The Idempotency-Key came with another request before"}
OF_VERSIONS = {412: "Somebody changed it since; the header ETag says the version of now", 428: "No If-Match"}
_SHAPES: dict[str, Shape] = {}


def _query(name, description, schema=OpenApiTypes.STR, **more) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description, **more)


def _header(name, description, **more) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=description, **more)


def refusals(*statuses: int) -> dict:
    """For `extend_schema(responses=…)`: these statuses are answered with a problem."""
    return {(status, "application/problem+json"): PROBLEM_REFERENCE for status in statuses}


class RecordSchema(AutoSchema):
    """Operations of a `RecordViewSet`; its shapes become components by `add_components`."""

    def _is_list(self) -> bool:
        return self.view.action == "list"

    def _needs_version(self) -> bool:
        return self.method in ("PUT", "PATCH", "DELETE")

    def get_tags(self):
        return [self.path.strip("/").split("/")[2]]

    def get_operation_id(self):
        words = [word for word in self.path.strip("/").split("/")[2:] if not word.startswith("{")]
        verb = ACTIONS[self.view.action][0] if self.view.action in ACTIONS else "post"
        return "_".join([verb, *words]).replace("-", "_")

    def get_summary(self):
        if self.view.action not in ACTIONS:
            return (getattr(self.view, self.view.action).__doc__ or "").strip().rstrip(".")
        return f"{ACTIONS[self.view.action][1]} {self.get_tags()[0].replace('-', ' ')}"

    def get_description(self):
        return (self.view.__doc__ or "").strip()

    def _is_list_view(self, serializer=None):
        return False  # the page is described as it is

    def get_override_parameters(self):
        language = _query("lang", "Language of texts; Accept-Language decides without it.", enum=LANGUAGES)
        if self.view.action not in READS:
            return [language, *self._headers()]
        common = [_query("fields", "Only these fields, separated by commas."), language]
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
            _query(
                "format",
                "`json` is a page of results. The others are the whole list, streamed: `ndjson` with an"
                " object of `results` a line, `csv` and `xlsx` with the columns that an import reads.",
                enum=["json", "csv", "xlsx", "ndjson"],
            ),
            _query("columns", "Of `csv` and `xlsx`: only these columns in this order, separated by commas."),
            *common,
        ]

    def _headers(self):
        if self._needs_version() or self.view.action != "create":
            needed = self._needs_version()
            yield _header("If-Match", "The ETag of the row as you saw it.", required=needed)
        if self._takes_key():
            yield _header(
                "Idempotency-Key", "Sent again with the same body within 24 hours, it is done once."
            )

    def _takes_key(self) -> bool:
        return self.method == "POST"

    def get_request_serializer(self):
        body = self.view.body_of(self.view.action) if self.view.action not in (*READS, "destroy") else None
        return body() if body else None

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
        if self._is_list():
            files = {(200, kind): {"type": "string", "format": "binary"} for kind in TYPES.values()}
            return {(200, "application/json"): answer, **files, 304: None}
        return {
            "create": {201: answer},
            "destroy": {204: None},
        }.get(self.view.action) or ({200: answer, 304: None} if self.method == "GET" else {200: answer})

    def _refusals(self) -> dict[int, str]:
        if self.view.action in READS:
            return REFUSALS
        versions = OF_VERSIONS if self._needs_version() else {412: OF_VERSIONS[412]}
        more = {} if self.view.action == "create" else versions
        return REFUSALS | OF_WRITES | more | (OF_KEYS if self._takes_key() else {})

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for status, description in self._refusals().items():
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
