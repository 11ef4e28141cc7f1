"""Rows for tests; each is whole and published unless told otherwise."""

import datetime

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import ApiKey, Invitation, JoinRequest, Membership, PrivateFeed, User
from accounts.tokens import digest_of
from cases.models import Case, Message
from catalogue.models import BusinessProfile, Category, Listing, PolicyVersion, Question, Remark, Rule
from countries.models import (
    Country,
    CountryGroup,
    CountryGroupMember,
    Figure,
    GuideSection,
    Holiday,
    RiskAssessment,
)
from curation.models import Batch, BulkEdit, Duplicate, Import, Link, Quality, SavedFilter, Tag, Tagging
from history.models import Erasure, Reading
from notifications.models import Delivery, OutboxEvent
from organisations.models import (
    DirectoryEntry,
    DirectoryLoad,
    Distinction,
    Identifier,
    NetworkMembership,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Person,
    Position,
)
from parks.models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy
from partners.models import (
    Affiliation,
    Agreement,
    AgreementParty,
    Amendment,
    Attendee,
    Contact,
    Document,
    Due,
    FollowUp,
    Interaction,
    InteractionPartner,
    LeadTimes,
    Move,
    Obligation,
    Partner,
    Share,
)
from projects.models import Deliverable, Project, ProjectParticipant
from search.models import SavedSearch
from search.operations import index_records
from sources.models import Discrepancy, Passage, Source, Term, Vocabulary


def _slug(prefix):
    return factory.Sequence(lambda n: f"{prefix}-{n}")


def _text(prefix):
    return factory.Sequence(lambda n: f"{prefix} {n}")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    slug = _slug("source")
    kind = Source.Kind.PAPER
    title_en = _text("Source")


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = Passage

    source = factory.SubFactory(SourceFactory)
    code = _slug("passage")
    label_en = _text("Section")


class DiscrepancyFactory(DjangoModelFactory):
    class Meta:
        model = Discrepancy

    code = _slug("discrepancy")
    kind = Discrepancy.Kind.ARITHMETIC
    title_en = _text("Discrepancy")
    note_en = "The parts do not add up."


class VocabularyFactory(DjangoModelFactory):
    class Meta:
        model = Vocabulary

    slug = _slug("vocabulary")
    name_en = _text("Vocabulary")


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    vocabulary = factory.SubFactory(VocabularyFactory)
    slug = _slug("term")
    name_en = _text("Term")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    slug = _slug("organisation")
    name_en = _text("Organisation")
    kind = Organisation.Kind.COMPANY
    country = "CN"

    @factory.post_generation
    def members(self, create, users, **kwargs):
        for user in users or ():
            MembershipFactory(user=user, organisation=self)


class OrganisationNameFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationName

    organisation = factory.SubFactory(OrganisationFactory)
    text = _text("Also known as")
    language = "en"


class DirectoryEntryFactory(DjangoModelFactory):
    class Meta:
        model = DirectoryEntry

    registry = DirectoryEntry.Registry.ROR
    code = factory.Sequence("code-{}".format)
    organisation = factory.SubFactory(OrganisationFactory)


class DirectoryLoadFactory(DjangoModelFactory):
    class Meta:
        model = DirectoryLoad

    registry = DirectoryEntry.Registry.ROR
    file_name = factory.Sequence("dump-{}.json".format)
    counts = {"read": 1, "new": 1, "doubts": {"no_english": 1}}
    doubtful = [["code-1", "東京", "no_english", "東京"]]


class IdentifierFactory(DjangoModelFactory):
    class Meta:
        model = Identifier

    organisation = factory.SubFactory(OrganisationFactory)
    scheme = Identifier.Scheme.WIKIDATA
    value = factory.Sequence(lambda n: f"Q{n + 1}")


class OrganisationRelationFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationRelation

    organisation = factory.SubFactory(OrganisationFactory)
    kind = OrganisationRelation.Kind.COOPERATES
    other = factory.SubFactory(OrganisationFactory)


class NetworkMembershipFactory(DjangoModelFactory):
    class Meta:
        model = NetworkMembership

    network = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.ASSOCIATION)
    member = factory.SubFactory(OrganisationFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    slug = _slug("person")
    name_en = _text("Person")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = Position.Kind.POST
    title_en = "Director"


class DistinctionFactory(DjangoModelFactory):
    class Meta:
        model = Distinction

    organisation = factory.SubFactory(OrganisationFactory)
    kind = Distinction.Kind.AWARD
    title_en = _text("Award")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = _text("User")


class CuratorFactory(UserFactory):
    is_staff = True


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Membership.Role.MEMBER


class ApiKeyFactory(DjangoModelFactory):
    class Meta:
        model = ApiKey

    organisation = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(UserFactory)
    name = _text("Key")
    prefix = "abcdefgh"
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    scopes = ["read"]
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=365))


class PrivateFeedFactory(DjangoModelFactory):
    """Of a park that is public; `token` opens it."""

    class Meta:
        model = PrivateFeed

    token = factory.Sequence(lambda n: f"pwf_abcdefgh_{n:043}")
    organisation = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(UserFactory)
    title = _text("Feed")
    route = "partners:park_feed"
    slug = factory.LazyFunction(lambda: ParkFactory().organisation.slug)
    language = "en"
    prefix = "abcdefgh"
    token_hash = factory.LazyAttribute(lambda feed: digest_of(feed.token))

    @classmethod
    def _create(cls, model_class, *args, token, **kwargs):
        feed = super()._create(model_class, *args, **kwargs)
        feed.token = token
        Membership.objects.get_or_create(user=feed.created_by, organisation=feed.organisation, ended_at=None)
        return feed


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")


class JoinRequestFactory(DjangoModelFactory):
    class Meta:
        model = JoinRequest

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "MY"
    code3 = "MYS"
    name_en = "Malaysia"
    name_zh_hans = "马来西亚"
    region = Country.Region.ASIA


class CountryGroupFactory(DjangoModelFactory):
    class Meta:
        model = CountryGroup

    slug = _slug("group")
    name_en = _text("Group")


class CountryGroupMemberFactory(DjangoModelFactory):
    class Meta:
        model = CountryGroupMember

    group = factory.SubFactory(CountryGroupFactory)
    country = factory.SubFactory(CountryFactory)


def _first_free(model, name: str, *first: str):
    """The first choice of a field that the country has no row of."""
    choices = [*first, *(value for value, _label in model._meta.get_field(name).choices)]

    def choose(new):
        taken = set(model.objects.filter(country=new.country).values_list(name, flat=True))
        return next((value for value in choices if value not in taken), None)

    return factory.LazyAttribute(choose)


def _country_with_room(model, name: str):
    """Malaysia, and Thailand where Malaysia has a row of each choice."""

    def choose():
        malaysia = CountryFactory()
        if model.objects.filter(country=malaysia).count() < len(model._meta.get_field(name).choices):
            return malaysia
        return CountryFactory(code="TH", code3="THA", name_en="Thailand", name_zh_hans="泰国")

    return factory.LazyFunction(choose)


class GuideSectionFactory(DjangoModelFactory):
    class Meta:
        model = GuideSection

    country = _country_with_room(GuideSection, "topic")
    topic = _first_free(GuideSection, "topic", "market")
    text_en = "What to know."
    author = "Guide desk"
    reviewed_on = datetime.date(2026, 1, 5)
    review_by = datetime.date(2099, 1, 5)


class RiskAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = RiskAssessment

    country = _country_with_room(RiskAssessment, "kind")
    kind = _first_free(RiskAssessment, "kind", "cultural")
    level = 3
    text_en = "What to mind."
    author = "Guide desk"
    assessed_on = datetime.date(2026, 1, 5)
    review_by = datetime.date(2099, 1, 5)


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    country = factory.SubFactory(CountryFactory)
    indicator = "population"
    year = factory.Sequence(lambda n: 1901 + n % 150)
    value = 34_000_000
    passage = factory.SubFactory(PassageFactory)


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = Holiday

    country = factory.SubFactory(CountryFactory)
    day = factory.Sequence(lambda n: datetime.date(2026, 1, 1) + datetime.timedelta(days=n))
    name_en = "National Day"
    passage = factory.SubFactory(PassageFactory)


class ParkFactory(DjangoModelFactory):
    class Meta:
        model = Park

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.PARK)
    kind = Park.Kind.SCIENCE_PARK


class EnterpriseFactory(DjangoModelFactory):
    class Meta:
        model = Enterprise

    organisation = factory.SubFactory(OrganisationFactory)


class TenancyFactory(DjangoModelFactory):
    class Meta:
        model = Tenancy

    enterprise = factory.SubFactory(EnterpriseFactory)
    park = factory.SubFactory(ParkFactory)


class StageFactory(DjangoModelFactory):
    class Meta:
        model = Stage

    organisation = factory.SubFactory(OrganisationFactory)
    slug = _slug("stage")
    name_en = _text("Stage")
    ordinal = factory.Sequence(int)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    slug = _slug("milestone")
    organisation = factory.SubFactory(OrganisationFactory)
    title_en = _text("Milestone")
    happened_on = "2015"


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    slug = _slug("indicator")
    name_en = _text("Indicator")
    respect = Indicator.Respect.PRODUCTS
    unit = Indicator.Unit.COUNT


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = Observation

    slug = _slug("observation")
    indicator = factory.SubFactory(IndicatorFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    period_on = "2014"
    value = 100
    printed = "100"


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.UNIVERSITY)
    kind = Partner.Kind.UNIVERSITY


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    slug = _slug("agreement")
    title_en = _text("Agreement")
    owner = factory.SubFactory(OrganisationFactory)
    kind = Agreement.Kind.STRATEGIC
    status = Agreement.Status.SIGNED


class AgreementPartyFactory(DjangoModelFactory):
    class Meta:
        model = AgreementParty

    agreement = factory.SubFactory(AgreementFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    owner = factory.SubFactory(OrganisationFactory)
    name = _text("Contact")


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    contact = factory.SubFactory(ContactFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class InteractionFactory(DjangoModelFactory):
    class Meta:
        model = Interaction

    owner = factory.SubFactory(OrganisationFactory)
    title = _text("Interaction")
    happened_on = datetime.date(2026, 3, 5)


class InteractionPartnerFactory(DjangoModelFactory):
    class Meta:
        model = InteractionPartner

    interaction = factory.SubFactory(InteractionFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class AttendeeFactory(DjangoModelFactory):
    class Meta:
        model = Attendee

    interaction = factory.SubFactory(InteractionFactory)
    side = Attendee.Side.THEIRS
    name = _text("Attendee")


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    owner = factory.SubFactory(OrganisationFactory)
    text = _text("Follow-up")
    due_on = datetime.date(2026, 4, 1)


class ShareFactory(DjangoModelFactory):
    class Meta:
        model = Share

    owner = factory.SubFactory(OrganisationFactory)
    receiver = factory.SubFactory(OrganisationFactory)
    partner = factory.SubFactory(OrganisationFactory)
    starts_on = datetime.date(2026, 1, 1)


class MoveFactory(DjangoModelFactory):
    class Meta:
        model = Move

    agreement = factory.SubFactory(AgreementFactory)
    before = Agreement.Status.DRAFT
    after = Agreement.Status.NEGOTIATING


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    agreement = factory.SubFactory(AgreementFactory)
    name = factory.Sequence(lambda n: f"document-{n}.pdf")
    content_type = "application/pdf"
    size = 1
    digest = "0" * 64
    file = factory.LazyFunction(lambda: default_storage.save("documents/none", ContentFile(b"%PDF-1.4")))


class AmendmentFactory(DjangoModelFactory):
    class Meta:
        model = Amendment

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(lambda n: n + 1)
    reason = _text("Reason")
    difference = {"ends_on": ["2027", "2028"]}
    effective_on = datetime.date(2026, 5, 1)


class ObligationFactory(DjangoModelFactory):
    class Meta:
        model = Obligation

    agreement = factory.SubFactory(AgreementFactory)
    debtor = factory.SubFactory(OrganisationFactory)
    text = _text("Obligation")
    first_due_on = datetime.date(2026, 6, 30)


class DueFactory(DjangoModelFactory):
    class Meta:
        model = Due

    obligation = factory.SubFactory(ObligationFactory)
    due_on = datetime.date(2026, 6, 30)


class LeadTimesFactory(DjangoModelFactory):
    class Meta:
        model = LeadTimes

    owner = factory.SubFactory(OrganisationFactory)
    days = [30, 7]


class BatchFactory(DjangoModelFactory):
    class Meta:
        model = Batch

    kind = Batch.Kind.IMPORT
    label = factory.Sequence("bodies-{}.csv".format)
    made_by = factory.SubFactory(UserFactory)


class DuplicateFactory(DjangoModelFactory):
    class Meta:
        model = Duplicate

    kind = "organisations.organisation"
    score = 90
    reasons = ["same_words"]

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Of two organisations, where none are named."""
        if "first" not in kwargs:
            made = OrganisationFactory.create_batch(2)
            kwargs["first"], kwargs["second"] = sorted(one.pk for one in made)
        return super()._create(model_class, *args, **kwargs)


class QualityFactory(DjangoModelFactory):
    class Meta:
        model = Quality

    kind = "partners.agreement"
    score = 40
    missing = ["summary"]
    touched_at = fresh_until = scored_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Of an agreement that a park keeps, where no record is named."""
        if "record" not in kwargs:
            made = AgreementFactory(owner=OrganisationFactory())
            kwargs["record"], kwargs["owner"] = made.pk, made.owner_id
        return super()._create(model_class, *args, **kwargs)


class TagFactory(DjangoModelFactory):
    """A tag of curators, unless an owner is given."""

    class Meta:
        model = Tag

    name = factory.Sequence("Tag {}".format)


class TaggingFactory(DjangoModelFactory):
    class Meta:
        model = Tagging

    tag = factory.SubFactory(TagFactory)
    kind = "organisations.organisation"
    record = factory.LazyFunction(lambda: OrganisationFactory().pk)


class LinkFactory(DjangoModelFactory):
    """A link that a published source points to."""

    class Meta:
        model = Link

    address = factory.Sequence("https://www.example.org/{}".format)
    host = "www.example.org"


class BulkEditFactory(DjangoModelFactory):
    class Meta:
        model = BulkEdit

    made_by = factory.SubFactory(UserFactory)
    kind = "partners.followup"
    label = _text("Edit")
    change = factory.LazyFunction(lambda: {"what": "do:done", "value": []})
    ids = factory.LazyFunction(lambda: [FollowUpFactory().pk])
    submission = _text("submission")


class SavedFilterFactory(DjangoModelFactory):
    class Meta:
        model = SavedFilter

    made_by = factory.SubFactory(UserFactory)
    route = "parks:list"
    query = "kind=incubator"
    name = _text("Filter")


class ImportFactory(DjangoModelFactory):
    class Meta:
        model = Import

    model = "partners.contact"
    made_by = factory.SubFactory(UserFactory)
    owner = factory.LazyFunction(lambda: ParkFactory().organisation.pk)
    file = factory.LazyFunction(lambda: default_storage.save("imports/none.csv", ContentFile(b"name\nX\n")))
    file_name = "contacts.csv"
    headers = ["name"]
    mapping = ["name"]
    language = "en"


class OutboxEventFactory(DjangoModelFactory):
    class Meta:
        model = OutboxEvent

    kind = "follow_up.due"
    record_kind = "partners.followup"
    record_id = "flw_none"


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    event = factory.SubFactory(OutboxEventFactory)
    receiver = factory.SubFactory(UserFactory)
    channel = Delivery.Channel.IN_APP
    why = Delivery.Why.ASSIGNED
    state = Delivery.State.SENT


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    slug = _slug("project")
    title_en = _text("Project")
    path = Project.Path.CONSULTING
    phase = Project.Phase.PLANNING
    country = "MY"


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    user = factory.SubFactory(CuratorFactory)
    kind = "partners.contact"
    path = "/contacts/"


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = Erasure

    by = factory.SubFactory(UserFactory)
    kind = "partners.contact"
    record_id = factory.Sequence("con_{}".format)


class ProjectParticipantFactory(DjangoModelFactory):
    class Meta:
        model = ProjectParticipant

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = ProjectParticipant.Role.PARTNER


class DeliverableFactory(DjangoModelFactory):
    class Meta:
        model = Deliverable

    project = factory.SubFactory(ProjectFactory)
    title_en = _text("Deliverable")
    ordinal = factory.Sequence(int)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    slug = _slug("category")
    kind = "service"
    name_en = _text("Category")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    category = factory.SubFactory(CategoryFactory)
    slug = _slug("question")
    text_en = _text("Question")


class ListingFactory(DjangoModelFactory):
    """A service that is out."""

    class Meta:
        model = Listing

    slug = _slug("listing")
    kind = "service"
    category = factory.SubFactory(CategoryFactory, kind=factory.SelfAttribute("..kind"))
    owner = factory.SubFactory(OrganisationFactory)
    provider = factory.SelfAttribute("owner")
    title_en = _text("Listing")
    status = "published"
    publish_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=1))

    @classmethod
    def _adjust_kwargs(cls, **given):
        """What is not to be seen is a draft."""
        return given if given.pop("is_published", True) else given | {"status": "draft"}

    @classmethod
    def _create(cls, model, *args, **given):
        listing = super()._create(model, *args, **given)
        index_records([listing])  # as operations do
        return listing


class SavedSearchFactory(DjangoModelFactory):
    class Meta:
        model = SavedSearch

    made_by = factory.SubFactory(UserFactory)
    place = "catalogue"
    query = _text("q=patents")
    name = _text("Patents")


class PolicyVersionFactory(DjangoModelFactory):
    class Meta:
        model = PolicyVersion

    listing = factory.SubFactory(ListingFactory, kind="policy")
    valid_from = datetime.date(2026, 1, 1)


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = Rule

    policy_version = factory.SubFactory(PolicyVersionFactory)
    subject = "employees"
    at_least = 10


class BusinessProfileFactory(DjangoModelFactory):
    class Meta:
        model = BusinessProfile

    owner = factory.SubFactory(OrganisationFactory)


class RemarkFactory(DjangoModelFactory):
    class Meta:
        model = Remark

    listing = factory.SubFactory(ListingFactory)
    text = _text("Remark")
    by = factory.SubFactory(UserFactory)


class CaseFactory(DjangoModelFactory):
    """A request of an enterprise that stands on its own, without park and listing."""

    class Meta:
        model = Case

    owner = factory.SubFactory(OrganisationFactory)
    asked_by = factory.SubFactory(UserFactory)
    title = _text("Request")
    text = _text("What is needed")


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    case = factory.SubFactory(CaseFactory)
    side = "enterprise"
    text = _text("Message")
    by = factory.SubFactory(UserFactory)
