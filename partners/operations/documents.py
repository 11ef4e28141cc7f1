"""The files of an agreement: kept under a name that nobody can guess, and never changed."""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from .. import uploads
from ..models import Agreement, Document
from .keeping import hold


@transaction.atomic
def add_document(
    agreement: Agreement,
    upload: uploads.Accepted,
    *,
    by,
    language: str = "",
    is_text: bool = False,
    is_prevailing: bool = False,
) -> Document:
    """Keep a file with an agreement; also a signed one, as scans come late.

    upload    what `uploads.accepted` let in
    language  BCP 47, of a text of the agreement
    Raises    ValidationError of `is_text`, `is_prevailing` or `file`
    """
    held = hold(agreement, by)
    if is_prevailing and not is_text:
        raise ValidationError({"is_prevailing": _("Only a text of the agreement can prevail.")})
    if is_prevailing and held.is_final:
        raise ValidationError({"is_prevailing": _("Which text prevails is settled before it is final.")})
    if is_prevailing and held.documents.filter(is_prevailing=True).exists():
        raise ValidationError({"is_prevailing": _("Only one text can prevail.")})
    digest = hashlib.sha256(upload.content).hexdigest()
    if held.documents.filter(digest=digest).exists():
        raise ValidationError({"file": _("This file is kept with the agreement already.")})
    document = Document(
        agreement=held,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        digest=digest,
        language=language,
        is_text=is_text,
        is_prevailing=is_prevailing,
        uploaded_by=by,
    )
    document.file.save(secrets.token_hex(20), ContentFile(upload.content), save=False)
    try:
        document.full_clean()
        document.save()
    except Exception:
        document.file.storage.delete(str(document.file.name))
        raise
    return document


@transaction.atomic
def remove_document(document: Document, by) -> None:
    """Take a file away for good, as long as the text is open.

    Raises  RuleBroken when it is final
    """
    held = hold(document.agreement, by)
    if held.is_final or not held.is_unsigned:
        raise RuleBroken(_("Its text is final."))
    storage, name = document.file.storage, str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storage.delete(name))
