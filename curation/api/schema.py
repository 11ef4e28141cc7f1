"""How the machinery describes what it answers beside rows: the view says it by the name of the action."""

from drf_spectacular.utils import OpenApiRequest

from common.openapi import READS, REFUSALS, RecordSchema

#: Of the pages of an action.
LINK = {"type": ["string", "null"], "format": "uri"}


def page_of(row: dict) -> dict:
    """A page of rows that look so."""
    return obj({"next": LINK, "previous": LINK, "results": {"type": "array", "items": row}})


def obj(properties: dict) -> dict:
    """An object that always has these members."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def texts(*names: str) -> dict:
    """An object of texts."""
    return obj({name: {"type": "string"} for name in names})


class ActionSchema(RecordSchema):
    """Operations of a `MachineryViewSet`."""

    @property
    def _is_own(self) -> bool:
        """Whether it reads something beside the rows."""
        return self.method == "GET" and self.view.action not in READS

    def get_operation_id(self):
        told = super().get_operation_id()
        return told.replace("post_", "read_", 1) if self._is_own else told

    def get_override_parameters(self):
        if not self._is_own:
            return super().get_override_parameters()
        language = next(each for each in super().get_override_parameters() if each.name == "lang")
        return [*self.view.asks.get(self.view.action, ()), language]

    def get_request_serializer(self):
        if sent := self.view.sends.get(self.view.action):
            return {media: OpenApiRequest(schema) for media, schema in sent.items()}
        return super().get_request_serializer()

    def get_response_serializers(self):
        usual = super().get_response_serializers()
        if self.view.action == "list":
            return {status: answer for status, answer in usual.items() if status != 304}
        told = self.view.tells.get(self.view.action)
        if told is None:
            return usual
        (status,) = [status for status in usual if status != 304]
        media, schema = told if isinstance(told, tuple) else ("application/json", told)
        return {(status, media): schema}

    def _refusals(self):
        return REFUSALS | self.view.refuses.get(self.view.action, {}) if self._is_own else super()._refusals()
