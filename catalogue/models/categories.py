"""The tree of categories of each kind of listing, and what is asked in each."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from common.rings import NoRing
from sources.querysets import PublicQuerySet

from ..words import Kind


class Category(models.Model):
    """A place in the catalogue, of one kind of listing; may stand below another of the same kind.

    takes_two     whether somebody else than who wrote a listing must publish it
    review_every  months after which a published listing is looked at again
    """

    id = OpaqueIdField(prefix="cat")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader category"),
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    takes_two = models.BooleanField(
        _("takes two people"),
        default=False,
        help_text=_("Nobody publishes what they wrote or sent in themselves."),
    )
    review_every = models.PositiveSmallIntegerField(_("months until it is reviewed"), default=12)
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["kind", "ordinal", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="category_not_below_itself",
                violation_error_message=_("A category cannot stand below itself."),
            ),
            models.CheckConstraint(
                condition=Q(review_every__gte=1, review_every__lte=60),
                name="category_reviewed_in_time",
                violation_error_message=_("Listings are reviewed after 1 to 60 months."),
            ),
            NoRing(field="parent", name="category_tree_without_ring"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('catalogue:list')}?category={self.slug}"

    def below(self) -> set[str]:
        """The ids of all categories under this one, at any depth."""
        found, fresh = {self.pk}, {self.pk}
        while fresh:
            children = Category.objects.filter(parent__in=fresh).values_list("pk", flat=True)
            fresh = set(children) - found
            found |= fresh
        return found - {self.pk}

    def with_broader(self) -> "list[Category]":
        """This one and those that it stands below, from near to far."""
        return [self, *(self.parent.with_broader() if self.parent else [])]


class Question(models.Model):
    """What is asked of who needs help of a category, after the first words."""

    class Answer(models.TextChoices):
        TEXT = "text", _("text")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("number")
        DAY = "day", _("date")
        ONE_OF = "one_of", _("one of a few")

    id = OpaqueIdField(prefix="que")
    category = models.ForeignKey(
        Category, models.CASCADE, related_name="questions", verbose_name=_("category")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    text = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    answer = ChoiceField(_("kind of answer"), max_length=10, choices=Answer, default=Answer.TEXT)
    options = models.TextField(
        _("answers to choose from"), blank=True, help_text=_("One a line; the same number in each language.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["category", "ordinal", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["category", "slug"], name="question_once_in_a_category"),
            models.CheckConstraint(
                condition=~Q(answer="one_of") | ~Q(options_en=""),
                name="question_with_answers_to_choose",
                violation_error_message=_("Give the answers to choose from, one a line."),
            ),
        ]

    def __str__(self):
        return self.text
