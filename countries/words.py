"""Codes of country guides and what they are called: topics, kinds of risk, indicators and their units."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    """The sections of a guide, in their order."""

    MARKET = "market", _("Market")
    POLICIES = "policies", _("Policies")
    RESOURCES = "resources", _("Resources")
    LAW = "law", _("Law and standards")
    CULTURE = "culture", _("Culture")
    PRACTICAL = "practical", _("Practical")


class RiskKind(TextChoices):
    """The four kinds of risk of the conference paper, in its order."""

    POLITICAL = "political", _("Political risk")
    LAW = "law", _("Risk of law and industry standards")
    CULTURAL = "cultural", _("Cultural risk")
    MANAGEMENT = "management", _("Management risk")


class RiskLevel(IntegerChoices):
    VERY_LOW = 1, _("very low")
    LOW = 2, _("low")
    MEDIUM = 3, _("medium")
    HIGH = 4, _("high")
    VERY_HIGH = 5, _("very high")


class Unit(TextChoices):
    PEOPLE = "people", _("inhabitants")
    USD = "usd", _("US dollars")
    USD_2015 = "usd_2015", _("US dollars of 2015")
    PERCENT = "percent", _("per cent")
    PERCENT_OF_GDP = "percent_of_gdp", _("per cent of GDP")
    COUNT = "count", _("how many")
    SCORE = "score", _("score from −2.5 (weak) to 2.5 (strong)")


class Indicator(TextChoices):
    """What is measured of a country. `UNITS` says in which unit, `GOVERNANCE` for which kind of risk."""

    POPULATION = "population", _("Population")
    GDP = "gdp", _("Gross domestic product")
    GDP_PER_HEAD = "gdp_per_head", _("GDP per head, without inflation")
    INFLATION = "inflation", _("Inflation (GDP deflator)")
    EXPORTS = "exports", _("Exports of goods and services")
    IMPORTS = "imports", _("Imports of goods and services")
    FOREIGN_INVESTMENT = "foreign_investment", _("Foreign direct investment, net inflow")
    INDUSTRY = "industry", _("Industry, share of the economy")
    SERVICES = "services", _("Services, share of the economy")
    HIGH_TECH_EXPORTS = "high_tech_exports", _("High technology in manufactured exports")
    PATENT_APPLICATIONS = "patent_applications", _("Patent applications")
    INTERNET_USERS = "internet_users", _("People who use the Internet")
    URBAN_POPULATION = "urban_population", _("People who live in cities")
    POLITICAL_STABILITY = "political_stability", _("Political stability and absence of violence")
    VOICE = "voice_and_accountability", _("Voice and accountability")
    EFFECTIVENESS = "government_effectiveness", _("Government effectiveness")
    CORRUPTION = "control_of_corruption", _("Control of corruption")
    RULE_OF_LAW = "rule_of_law", _("Rule of law")
    REGULATORY_QUALITY = "regulatory_quality", _("Regulatory quality")


#: The Worldwide Governance Indicators, by the kind of risk that they speak of.
GOVERNANCE = {
    RiskKind.POLITICAL: (
        Indicator.POLITICAL_STABILITY,
        Indicator.EFFECTIVENESS,
        Indicator.CORRUPTION,
        Indicator.VOICE,
    ),
    RiskKind.LAW: (Indicator.RULE_OF_LAW, Indicator.REGULATORY_QUALITY),
}
SCORES = tuple(indicator for indicators in GOVERNANCE.values() for indicator in indicators)
MARKET = tuple(indicator for indicator in Indicator if indicator not in SCORES)

UNITS = {
    Indicator.POPULATION: Unit.PEOPLE,
    Indicator.GDP: Unit.USD,
    Indicator.GDP_PER_HEAD: Unit.USD_2015,
    Indicator.INFLATION: Unit.PERCENT,
    Indicator.EXPORTS: Unit.PERCENT_OF_GDP,
    Indicator.IMPORTS: Unit.PERCENT_OF_GDP,
    Indicator.FOREIGN_INVESTMENT: Unit.PERCENT_OF_GDP,
    Indicator.INDUSTRY: Unit.PERCENT_OF_GDP,
    Indicator.SERVICES: Unit.PERCENT_OF_GDP,
    Indicator.HIGH_TECH_EXPORTS: Unit.PERCENT,
    Indicator.PATENT_APPLICATIONS: Unit.COUNT,
    Indicator.INTERNET_USERS: Unit.PERCENT,
    Indicator.URBAN_POPULATION: Unit.PERCENT,
    **dict.fromkeys(SCORES, Unit.SCORE),
}
