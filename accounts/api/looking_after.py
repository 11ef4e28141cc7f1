"""What the resources about members have in common: which keys may write them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers, status

from common.bodies import Body, Known

from ..authentication import CHALLENGE
from ..middleware import READING
from ..models import ApiKey, Membership
from ..once import AnswersOnce
from ..operations.members import hold
from ..querysets import managed_by


class MissingScope(exceptions.APIException):
    status_code = status.HTTP_403_FORBIDDEN
    default_code = "missing-scope"

    def __init__(self, scope: str):
        self.headers = {"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'}
        super().__init__(_("This key has no scope “%s”.") % scope)


class LookedAfter(AnswersOnce):
    """Written by managers; by a key only where its maker said so beyond the right to write."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        key = getattr(request._request, "api_key", None)
        if key and request.method not in READING and not key.may(ApiKey.Scope.MEMBERS):
            raise MissingScope(ApiKey.Scope.MEMBERS.value)

    def writable(self):
        return self.shape.model._default_manager.managed_by(self.request.user)

    def _held(self, pk):
        """The organisation is held before the row, as operations do: else two could wait for each other."""
        row = self.writable().filter(pk=pk).select_related("organisation").first()
        if row is not None:
            hold(row.organisation)
        return super()._held(pk)


class RoleBody(Body):
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class OfOrganisation(Body):
    """What is done for an organisation: the writer's own, named where the writer manages several."""

    organisation = Known(
        managed_by,
        slug="slug",
        required=False,
        help_text=gettext_lazy("Your organisation, by id or slug; needed when you manage several."),
    )

    def validate(self, attrs):
        if "organisation" not in attrs:
            managed = list(managed_by(self.context["user"])[:2])
            if len(managed) != 1:
                words = _("Name your organisation.") if managed else _("You do not manage an organisation.")
                raise serializers.ValidationError({"organisation": [words]})
            attrs["organisation"] = managed[0]
        return attrs
