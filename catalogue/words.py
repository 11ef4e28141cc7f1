"""The short lists that listings are told apart by, with their words for a reader."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """Anything that the one-stop catalogue offers; what each is told by stands in `kinds`."""

    SERVICE = "service", _("service")
    POLICY = "policy", _("policy or subsidy")
    EVENT = "event", _("event")
    OPPORTUNITY = "opportunity", _("opportunity")
    TALENT = "talent", _("expert or vacancy")
    SITE = "site", _("place to land")
    FINANCE = "finance", _("finance product")


class Status(TextChoices):
    """draft → in review → published → archived; published from the moment that was set, until it expires."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Industry(TextChoices):
    AGRICULTURE = "agriculture", _("agriculture and food")
    AUTOMOTIVE = "automotive", _("vehicles and mobility")
    AEROSPACE = "aerospace", _("aviation and space")
    BIOTECH = "biotech", _("biotechnology")
    CHEMICALS = "chemicals", _("chemicals")
    CONSTRUCTION = "construction", _("construction and property")
    CONSUMER = "consumer", _("consumer goods")
    CREATIVE = "creative", _("media and creative work")
    EDUCATION = "education", _("education and training")
    ELECTRONICS = "electronics", _("electronics and semiconductors")
    ENERGY = "energy", _("energy")
    ENVIRONMENT = "environment", _("environment and water")
    FINANCE = "finance", _("finance and insurance")
    HEALTH = "health", _("medicine and health")
    ICT = "ict", _("software and telecommunications")
    LOGISTICS = "logistics", _("transport and logistics")
    MACHINERY = "machinery", _("machinery and robotics")
    MATERIALS = "materials", _("materials and metals")
    MINING = "mining", _("mining and oil")
    PROFESSIONAL = "professional", _("law, advice and other services to business")
    RETAIL = "retail", _("trade and e-commerce")
    TEXTILES = "textiles", _("textiles and clothing")
    TOURISM = "tourism", _("tourism and hospitality")


class PriceModel(TextChoices):
    FREE = "free", _("free of charge")
    FIXED = "fixed", _("fixed price")
    HOURLY = "hourly", _("by the hour")
    DAILY = "daily", _("by the day")
    MONTHLY = "monthly", _("by the month")
    PER_UNIT = "per_unit", _("by the piece")
    SHARE = "share", _("share of the result")
    ON_REQUEST = "on_request", _("on request")


class Currency(TextChoices):
    """ISO 4217, those of the countries that the network works in."""

    CNY = "CNY", _("Chinese yuan")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("euro")
    GBP = "GBP", _("pound sterling")
    AED = "AED", _("UAE dirham")
    AUD = "AUD", _("Australian dollar")
    BRL = "BRL", _("Brazilian real")
    CAD = "CAD", _("Canadian dollar")
    CHF = "CHF", _("Swiss franc")
    EGP = "EGP", _("Egyptian pound")
    HKD = "HKD", _("Hong Kong dollar")
    IDR = "IDR", _("Indonesian rupiah")
    ILS = "ILS", _("Israeli shekel")
    INR = "INR", _("Indian rupee")
    JPY = "JPY", _("Japanese yen")
    KRW = "KRW", _("South Korean won")
    KZT = "KZT", _("Kazakhstani tenge")
    MYR = "MYR", _("Malaysian ringgit")
    PKR = "PKR", _("Pakistani rupee")
    RUB = "RUB", _("Russian rouble")
    SAR = "SAR", _("Saudi riyal")
    SGD = "SGD", _("Singapore dollar")
    THB = "THB", _("Thai baht")
    VND = "VND", _("Vietnamese dong")
    ZAR = "ZAR", _("South African rand")


class Level(TextChoices):
    """Whose policy it is."""

    INTERNATIONAL = "international", _("international")
    NATIONAL = "national", _("national")
    REGIONAL = "regional", _("provincial or regional")
    MUNICIPAL = "municipal", _("municipal")
    PARK = "park", _("of a park")


class Support(TextChoices):
    """What a policy gives."""

    GRANT = "grant", _("grant")
    VOUCHER = "voucher", _("voucher")
    LOAN = "loan", _("loan or interest subsidy")
    GUARANTEE = "guarantee", _("guarantee")
    INSURANCE = "insurance", _("insurance subsidy")
    TAX = "tax", _("tax relief")
    RENT = "rent", _("relief of rent")
    TRAINING = "training", _("training")
    ADVICE = "advice", _("advice and permits")
    AWARD = "award", _("award")


class Attendance(TextChoices):
    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")
    BOTH = "both", _("on site and online")


class Direction(TextChoices):
    OFFER = "offer", _("offered")
    REQUEST = "request", _("sought")


class Subject(TextChoices):
    """What an opportunity is about."""

    TECHNOLOGY = "technology", _("technology")
    BUSINESS = "business", _("business")
    RESEARCH = "research", _("research and development")


class Stage(TextChoices):
    """How far a technology is."""

    CONCEPT = "concept", _("concept")
    LABORATORY = "laboratory", _("tested in the laboratory")
    PROTOTYPE = "prototype", _("prototype")
    PILOT = "pilot", _("tested in use")
    MARKET = "market", _("on the market")


class Rights(TextChoices):
    """How a technology is protected."""

    NONE = "none", _("not protected")
    SECRET = "secret", _("secret know-how")
    APPLIED = "applied", _("patent applied for")
    GRANTED = "granted", _("patent granted")
    COPYRIGHT = "copyright", _("copyright")
    DESIGN = "design", _("registered design or trade mark")


class Skill(TextChoices):
    """The paper's talents: who knows foreign trade, investment, finance or law, and a language with it."""

    TRADE = "trade", _("foreign trade")
    INVESTMENT = "investment", _("investment")
    FINANCE = "finance", _("finance and accounting")
    LAW = "law", _("law")
    IP = "ip", _("intellectual property")
    TECHNOLOGY = "technology", _("technology transfer")
    MANAGEMENT = "management", _("management of parks and projects")


class Space(TextChoices):
    DESK = "desk", _("desk")
    OFFICE = "office", _("office")
    LABORATORY = "laboratory", _("laboratory")
    WORKSHOP = "workshop", _("workshop or factory")
    MEETING = "meeting", pgettext_lazy("a space", "meeting and exhibition rooms")


class Growth(TextChoices):
    """How old a company is that a finance product is for."""

    SEED = "seed", _("founding")
    START = "start", _("first years")
    GROWTH = "growth", _("growth")
    MATURE = "mature", _("established")
    LISTED = "listed", _("before or after going public")
