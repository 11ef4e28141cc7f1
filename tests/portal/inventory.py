"""What the paper states, item by item: written from the paper, not from the data files.

A fact is a row that must be there with these values and these places. Ids: S source, O organisations,
P people, A agreements, J projects, R relations, I indicators, T timeline, D claims, X terms,
K problems, Q risks, G suggestions, F figures, C inconsistencies, W places of the world.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A row of `model` that passes each of these filters, one after the other, and cites these places.

    exactly   how many such rows there are, where it is not "one or more"
    """

    model: str
    filters: tuple[dict, ...]
    at: tuple[str, ...] = ()
    exactly: int | None = None


def fact(model, *filters, at="", exactly=None, **where):
    return Fact(model, (where, *filters), tuple(at.split()), exactly)


def organisation(*names, at, **where):
    """A body that is found by each of these names."""
    return [
        *(fact("organisations.Organisation", name_en=name, at=at, **where) for name in names[:1]),
        *(
            fact("organisations.Organisation", {"names__text": name}, name_en=names[0], **where)
            for name in names[1:]
        ),
    ]


def tenant(name, park, kind, settled_on=None, at="III.column"):
    where = {"settled_on": settled_on} if settled_on else {"settled_on__isnull": True}
    names = {"enterprise__organisation__name_en": name, "park__organisation__name_en": park}
    return fact("parks.Tenancy", kind=kind, at=at, **names, **where)


def fortune(name, at, granted_on=None):
    where = {"granted_on": granted_on} if granted_on else {"granted_on__isnull": True}
    return fact(
        "organisations.Distinction",
        organisation__name_en=name,
        kind="ranking",
        title_en="Fortune Global 500",
        at=at,
        **where,
    )


def relation(name, kind, other, at, **where):
    names = {"organisation__name_en": name, "other__name_en": other}
    return fact("organisations.OrganisationRelation", kind=kind, at=at, **names, **where)


def figure(name, printed, value, *, at, year=None, period="undated", qualifier="", **where):
    """A figure; its currency, change, share, multiple and part must be as given, or none."""
    plain = {
        "currency": "",
        "change": None,
        "share": None,
        "multiple": None,
        "part_of__value": None,
        "period_on": str(year) if year else None,
    }
    return fact(
        "parks.Observation",
        organisation__name_en=name,
        printed=printed,
        value=value,
        period_kind=period,
        qualifier=qualifier,
        at=at,
        **(plain | where),
    )


def milestone(title, happened_on, *concerned, stage=None, at="table-2"):
    where = {"stage__name_en": stage} if stage else {"stage": None}
    names = ({"concerns__name_en": name} for name in concerned)
    return fact("parks.Milestone", *names, title_en__contains=title, happened_on=happened_on, at=at, **where)


def terms(vocabulary, at, *names):
    """Exactly these terms stand in the vocabulary, below no other term of it."""
    where = {"vocabulary__name_en": vocabulary}
    return [
        *(fact("sources.Term", name_en=name, at=at, **where) for name in names),
        fact("sources.Term", parent=None, exactly=len(names), **where),
    ]


def defined(vocabulary, name, at, *words, parent=None):
    """A term whose definition speaks of each of these."""
    where = {"parent__name_en": parent} if parent else {"parent": None}
    contents = ({"definition_en__icontains": word} for word in words)
    return fact("sources.Term", *contents, vocabulary__name_en=vocabulary, name_en=name, at=at, **where)


def inconsistency(kind, at, *words):
    return fact("sources.Discrepancy", *({"note_en__contains": word} for word in words), kind=kind, at=at)


def marked(model, code, exactly, **where):
    """So many rows point to the inconsistency."""
    return fact(model, discrepancies__code=code, exactly=exactly, **where)


ZONES = "National high-tech zones of China"
ZHONGGUANCUN = "Zhongguancun Science Park"
NANSHAN = "Shenzhen Nanshan Science Park"
TUSPARK = "Tsinghua University Science Park (TusPark)"
TUSHOLDINGS = "Tus-Holdings Co., Ltd. (TusHoldings)"
CENTER = "TusPark Development Center"
MVV = "Malaysian Vision Valley Science Park (MVV SP)"
BUE = "British University in Egypt (BUE)"
NUST = "National University of Sciences and Technology (NUST), Pakistan"
PAKISTAN_PARK = "First “The Belt and Road” science park in Pakistan (planned)"
HUB = "TusParkHK Innovation Hub"
IASP = "International Association of Science Parks and Areas of Innovation (IASP)"
DIVISION = "IASP Asia Pacific Division"
OFFICE = "IASP China Office"
MCIT = "Egyptian Ministry of Communications and Information Technology"
THAI_BUREAU = "National Bureau of Innovation of the Ministry of Science and Technology of Thailand"
DUTCH = "Dutch Ministry of Economic Affairs"
NETWORK = "European Incubator Network"
NBIA = "National Business Incubation Association of the United States"
INCUBATOR = "TusPark Business Incubator Co., Ltd."
COUNCIL = "Davos Forum Agenda Council"
IBM = "International Business Machines Corporation (IBM)"
MOST = "Ministry of Science and Technology of China"
MOE = "Ministry of Education of China"

EARLY = "Early stage of internationalization"
ACCELERATION = "Acceleration stage of internationalization"
GLOBAL = "Stage of establishment of a global network of innovation"

INVENTORY: dict[str, list[Fact]] = {
    # Source
    "S1": [
        fact(
            "sources.Source",
            {"publisher_en__contains": "Moscow"},
            {"publisher_en__contains": "33rd IASP World Conference on Science Parks and Areas"},
            {"description_en__contains": "Eurasia Based International Collaboration"},
            {"description_en__contains": "The impact of STPs and AOIs"},
            {"curator_note_en__contains": "Areas os Innovation"},
            published_on="2016",
        )
    ],
    "S2": [
        fact(
            "sources.Source",
            title_en=(
                "Internationalization and Cross-Border Cooperation of China's Science Parks"
                " in the Context of Globalization of Innovation"
            ),
        )
    ],
    "S3": [
        fact("sources.Source", author="Jiwu Wang"),
        fact("organisations.OrganisationName", text="Tus-Holdings Co.,Ltd", kind="printed"),
        inconsistency("name", "title", "Jiwu Wang", "shangwei@tusholdings.com"),
    ],
    "S4": [
        fact("sources.Passage", source__slug="wang-2016", code=code, label_en=f"Section {code}")
        for code in ("I", "II", "III", "IV", "V")
    ],
    "S5": [
        defined(
            "Concepts",
            "Re-industrialisation",
            "note-1",
            "Not a mere return to industry",
            "tertiary industrialisation",
            "secondary",
            "advanced manufacturing",
            "new energy",
            "environmental protection",
            "information",
        )
    ],
    # Parks and zones
    "O1": [
        *organisation(ZHONGGUANCUN, "Zhongguancun Demonstration Zone", at="III.column", city_en="Beijing"),
        fact("parks.Park", organisation__name_en=ZHONGGUANCUN, kind="high_tech_zone"),
    ],
    "O2": [
        *organisation("Beijing New Technology Industrial Development Trial Zone", at="III"),
        fact("parks.Park", organisation__name_en__startswith="Beijing New Technology", kind="high_tech_zone"),
    ],
    "O3": [
        *organisation(ZONES, "National high-tech zones", at="III"),
        *organisation(ZONES, "National high-tech industrial development zones", at="III"),
        fact("parks.Park", organisation__name_en=ZONES, kind="zone_network"),
    ],
    "O4": [
        *organisation("Suzhou New District", at="II.2", city_en="Suzhou", country="CN"),
        fact("parks.Park", organisation__name_en="Suzhou New District", parent__organisation__name_en=ZONES),
    ],
    "O5": [
        *organisation(NANSHAN, at="II.2", city_en="Shenzhen", country="CN"),
        fact("parks.Park", organisation__name_en=NANSHAN, kind="science_park"),
    ],
    "O6": [
        *organisation(TUSPARK, "TusPark", "Tsinghua University Science Park", at="II.2 IV.1"),
        fact("parks.Park", organisation__name_en=TUSPARK, kind="science_park"),
    ],
    "O7": [
        *organisation("TusPark (Hong Kong)", at="table-2", country="HK"),
        fact("parks.Park", organisation__name_en="TusPark (Hong Kong)", kind="science_park"),
    ],
    "O8": [
        *organisation(HUB, at="table-2", country="HK"),
        fact(
            "parks.Park",
            organisation__name_en=HUB,
            kind="innovation_hub",
            opened_on="2015",
            parent__organisation__name_en="TusPark (Hong Kong)",
        ),
    ],
    "O9": [
        *organisation(MVV, "MVV SP", at="IV.2.2", country="MY"),
        fact("parks.Park", organisation__name_en=MVV, kind="science_park"),
    ],
    "O10": [
        *organisation("BUE Science Park", at="IV.2.2", country="EG"),
        fact("parks.Park", organisation__name_en="BUE Science Park", kind="science_park"),
    ],
    "O11": [
        *organisation(PAKISTAN_PARK, at="IV.1", country="PK"),
        fact("parks.Park", organisation__name_en=PAKISTAN_PARK, kind="science_park", status="planned"),
    ],
    "O12": [
        *organisation("Tsinghua University Overseas Students Pioneer Park", at="table-2"),
        fact("parks.Park", organisation__name_en__contains="Overseas Students", opened_on="2002"),
    ],
    "O13": [
        *organisation("TusStar", at="IV.1"),
        fact("parks.Park", organisation__name_en="TusStar", kind="incubator"),
    ],
    "O14": [
        *organisation("InnoSpring", at="table-2", country="US", city_en="Silicon Valley"),
        fact("parks.Park", organisation__name_en="InnoSpring", kind="incubator", opened_on="2012"),
    ],
    "O15": [
        *organisation(INCUBATOR, at="table-2"),
        fact("parks.Park", organisation__name_en=INCUBATOR, kind="incubator"),
    ],
    # The group of TusHoldings
    "O16": organisation(
        TUSHOLDINGS, "Tus-Holdings Co., Ltd.", "TusHoldings", at="IV.1", founded_on="2000-07", kind="company"
    ),
    "O17": organisation(CENTER, at="IV.1", founded_on="1994-08"),
    "O18": organisation("TusPark International Advisory Committee", at="table-2", founded_on="2014-08"),
    "O19": organisation("Tus-Sound", at="IV.2.2", kind="company"),
    "O20": organisation("Tsinghua Solar", at="IV.2.2", kind="company"),
    "O21": organisation("Yadu", at="IV.2.2", kind="company"),
    # Universities
    "O22": organisation("Tsinghua University", at="IV.1", kind="university", partner__kind="university"),
    "O23": organisation(BUE, "BUE", at="IV.2.2", country="EG", partner__kind="university"),
    "O24": organisation(NUST, "NUST", at="IV.1", country="PK", partner__kind="university"),
    # Governments
    "O25": organisation("State Council of China", "State Council", at="III", partner__kind="government"),
    "O26": organisation(
        MOST, "Ministry of Science and Technology", at="table-2", partner__kind="government", country="CN"
    ),
    "O27": organisation(MOE, "Ministry of Education", at="table-2", partner__kind="government", country="CN"),
    "O28": organisation(MCIT, at="IV.1", country="EG", partner__kind="government"),
    "O29": organisation(
        THAI_BUREAU, "National Innovation Agency", at="IV.1", country="TH", partner__kind="government"
    ),
    "O30": organisation(DUTCH, at="table-2", country="NL", partner__kind="government"),
    # Associations and forums
    "O31": organisation(IASP, "IASP", at="table-2", kind="association", partner__kind="association"),
    "O32": organisation(DIVISION, at="table-2", parent__name_en=IASP),
    "O33": organisation(OFFICE, at="table-2", parent__name_en=IASP),
    "O34": organisation(NETWORK, at="table-2", partner__kind="association"),
    "O35": organisation(NBIA, at="table-2", partner__kind="association", country="US"),
    "O36": [
        *organisation("Davos Forum", at="V.2", kind="forum"),
        *organisation(COUNCIL, at="table-2", parent__name_en="Davos Forum"),
    ],
    "O37": organisation("Boao Forum", at="V.2", kind="forum"),
    "O38": [
        *organisation("Asia-Pacific Economic Cooperation (APEC)", "APEC", at="IV.2.2"),
        fact("countries.CountryGroupMember", group__slug="apec", exactly=21),
    ],
    # Partners in InnoSpring
    "O39": organisation("Shui On Group", at="table-2", partner__kind="corporation"),
    "O40": organisation("Northern Light Venture Capital", at="table-2", partner__kind="investor"),
    "O41": organisation("Silicon Valley Bank", at="table-2", partner__kind="investor"),
    # Corporations in TusPark
    "O42": [
        *organisation("P&G", "P &G", at="table-2"),
        fortune("P&G", "table-2"),
        tenant("P&G", TUSPARK, "tenant", "1997", at="table-2"),
    ],
    "O43": [
        *organisation("Schlumberger", at="table-2"),
        fortune("Schlumberger", "table-2"),
        tenant("Schlumberger", TUSPARK, "tenant", "2000", at="table-2"),
    ],
    "O44": [
        *organisation("SUN", at="table-2"),
        fortune("SUN", "table-2"),
        tenant("SUN", TUSPARK, "tenant", "2002", at="table-2"),
    ],
    "O45": [
        *organisation("NEC", at="table-2"),
        fortune("NEC", "table-2"),
        tenant("NEC", TUSPARK, "tenant", "2003", at="table-2"),
    ],
    "O46": [
        *organisation("Honeywell", at="table-2 IV.2.2", partner__kind="corporation"),
        fortune("Honeywell", "IV.2.2"),
    ],
    # Corporations in Zhongguancun
    "O47": [*organisation("Lenovo", at="III.column"), tenant("Lenovo", ZHONGGUANCUN, "member")],
    "O48": [*organisation("Baidu", at="III.column"), tenant("Baidu", ZHONGGUANCUN, "member")],
    **{
        number: [
            *organisation(name, at="III.column"),
            fortune(name, "III.column", "2014"),
            tenant(name, ZHONGGUANCUN, "presence"),
        ]
        for number, name in {
            "O49": "Intel",
            "O50": "Microsoft",
            "O51": IBM,
            "O52": "Siemens",
            "O53": "Samsung",
            "O54": "Accenture",
            "O55": "Hewlett-Packard",
            "O56": "Sony",
        }.items()
    },
    "O57": [*organisation("Xiaomi", at="III.column"), tenant("Xiaomi", ZHONGGUANCUN, "member")],
    "O58": [*organisation("SMIC", at="III.column"), tenant("SMIC", ZHONGGUANCUN, "member")],
    "O59": [*organisation("Origin Water", at="III.column"), tenant("Origin Water", ZHONGGUANCUN, "member")],
    "O60": [
        *organisation("Never Quit", at="III.column", curator_note_en__contains="not been identified"),
        tenant("Never Quit", ZHONGGUANCUN, "member"),
        fact("organisations.OrganisationName", text="Never Quit", kind="printed"),
    ],
    "O61": organisation("Qualcomm", at="III.column"),
    "O62": organisation("ARM", at="III.column"),
    "O63": organisation("Schneider", at="III.column"),
    "O64": [
        *organisation("Google", at="III.column"),
        fact("organisations.Position", organisation__name_en="Google", kind="former", exactly=1),
    ],
    "O65": [
        *organisation("Ernst and Young", at="III.column"),
        fact("organisations.Distinction", granted_by__name_en="Ernst and Young", kind="ranking"),
    ],
    "O66": [*organisation("Huawei", at="II.2"), tenant("Huawei", NANSHAN, "member", at="II.2")],
    "O67": [*organisation("ZTE", at="II.2"), tenant("ZTE", NANSHAN, "member", at="II.2")],
    # Places of the world that the paper names
    "W": [
        *(
            fact("countries.Country", name_en=name)
            for name in (
                "China",
                "Hong Kong",
                "Russia",
                "Finland",
                "United States of America",
                "Japan",
                "Egypt",
                "Thailand",
                "Pakistan",
                "Malaysia",
                "Australia",
                "United Kingdom",
                "Mongolia",
                "South Korea",
                "Netherlands",
            )
        ),
        fact("countries.CountryGroup", name_en="The Belt and Road"),
        *(
            fact("countries.CountryGroupMember", group__slug="belt-and-road", country=code, at=place)
            for code, place in (("MY", "IV.2.2"), ("EG", "IV.2.2"), ("PK", "IV.1"))
        ),
        fact("countries.CountryGroupMember", group__slug="belt-and-road", exactly=3),
        fact("parks.Milestone", text_en__contains="Helsinki, Finland"),
        fact("parks.Observation", scope_en__contains="San Francisco Bay Area"),
    ],
    # People
    "P1": [
        fact("organisations.Person", name_en="Jiwu Wang", at="title"),
        fact(
            "organisations.Position",
            person__name_en="Jiwu Wang",
            organisation__name_en=TUSHOLDINGS,
            kind="author",
        ),
    ],
    "P2": [
        fact("organisations.Person", name_en="Chen Hongbo", at="table-2"),
        fact(
            "organisations.Position",
            person__name_en="Chen Hongbo",
            organisation__name_en=CENTER,
            kind="post",
            title_en="Deputy Director",
            at="table-2",
        ),
        fact(
            "organisations.Position",
            person__name_en="Chen Hongbo",
            organisation__name_en=IASP,
            kind="office",
            title_en="Member of the Council",
            started_on="2006",
            at="table-2",
        ),
        fact(
            "organisations.Position",
            person__name_en="Chen Hongbo",
            organisation__name_en=DIVISION,
            kind="office",
            title_en="President",
            started_on="2006",
            at="table-2",
        ),
    ],
    "P3": [
        fact("organisations.Person", name_en="Andrew Ng", at="III.column"),
        fact(
            "organisations.Position",
            person__name_en="Andrew Ng",
            organisation__name_en=ZHONGGUANCUN,
            kind="joined",
        ),
    ],
    "P4": [
        fact("organisations.Person", name_en="Hugo Barra", at="III.column"),
        fact(
            "organisations.Position",
            person__name_en="Hugo Barra",
            organisation__name_en=ZHONGGUANCUN,
            kind="joined",
        ),
        fact(
            "organisations.Position",
            person__name_en="Hugo Barra",
            organisation__name_en="Google",
            kind="former",
            title_en="Vice president",
        ),
    ],
    "P5": [
        fact("organisations.Person", name_en="Zhang Yaqin", at="III.column"),
        fact(
            "organisations.Position",
            person__name_en="Zhang Yaqin",
            organisation__name_en=ZHONGGUANCUN,
            kind="joined",
        ),
        fact(
            "organisations.Position",
            person__name_en="Zhang Yaqin",
            organisation__name_en="Microsoft",
            kind="former",
            title_en="Global senior vice president",
        ),
    ],
    # Agreements
    "A1": [
        fact(
            "partners.Agreement",
            {"parties__organisation__name_en": TUSHOLDINGS},
            {"parties__organisation__name_en": MCIT},
            {"fields_of_cooperation__name_en": "Science park"},
            kind="comprehensive",
            status="signed",
            signed_on=None,
            countries=["EG"],
            is_generic=False,
            at="IV.1",
        )
    ],
    "A2": [
        fact(
            "partners.Agreement",
            {"parties__organisation__name_en": TUSHOLDINGS},
            {"parties__organisation__name_en": THAI_BUREAU},
            {"fields_of_cooperation__name_en": "Technological innovation"},
            {"fields_of_cooperation__name_en": "Energy saving"},
            {"fields_of_cooperation__name_en": "Environmental protection"},
            {"fields_of_cooperation__name_en": "Online education"},
            kind="strategic",
            status="signed",
            signed_on=None,
            countries=["TH"],
            is_generic=False,
            at="IV.1",
        )
    ],
    "A3": [
        fact(
            "partners.Agreement",
            {"parties__organisation__name_en": TUSHOLDINGS},
            {"parties__organisation__name_en": NUST},
            {"projects__park__organisation__name_en": PAKISTAN_PARK},
            kind="partnership",
            status="signed",
            signed_on=None,
            countries=["PK"],
            at="IV.1",
        )
    ],
    "A4": [
        fact(
            "partners.Agreement",
            {"parties__organisation__name_en": TUSHOLDINGS},
            kind="strategic",
            is_generic=True,
            starts_on="2015",
            signed_on=None,
            countries=["EG", "TH", "PK", "MY", "AU", "GB", "MN"],
            at="table-2 IV.1",
        )
    ],
    "A5": [
        fact(
            "partners.Agreement",
            {"parties__organisation__name_en": TUSHOLDINGS},
            {"parties__organisation__name_en": "Honeywell"},
            {"fields_of_cooperation__name_en": "Urban and industrial digital upgrade"},
            {"fields_of_cooperation__name_en": "Energy saving"},
            {"fields_of_cooperation__name_en": "Environmental protection"},
            {"fields_of_cooperation__name_en": "Technology incubation and acceleration"},
            kind="intention",
            status="negotiating",
            signed_on=None,
            summary_en__contains="March 2016",
            at="table-2 IV.2.2",
        )
    ],
    # Projects
    "J1": [
        fact(
            "projects.Project",
            {"participants__organisation__name_en": TUSHOLDINGS, "participants__role": "consultant"},
            {"deliverables__title_en__contains": "Connecting MVV SP with “The Belt and Road”"},
            {"deliverables__title_en": "Overall objective and industrial development orientation"},
            {"deliverables__title_en": "Building an innovation system"},
            {"deliverables__title_en__contains": "operation and development"},
            park__organisation__name_en=MVV,
            path="consulting",
            phase="planning",
            country="MY",
            at="IV.2.2 figure-6",
        )
    ],
    "J2": [
        fact(
            "projects.Project",
            {"participants__organisation__name_en": TUSHOLDINGS, "participants__role": "consultant"},
            {"participants__organisation__name_en": BUE, "participants__role": "client"},
            {"aim_en__contains": "economic development, innovation and entrepreneurship in Egypt"},
            title_en="Feasibility Study on the Construction of BUE Science Park",
            park__organisation__name_en="BUE Science Park",
            path="consulting",
            phase="study",
            country="EG",
            at="IV.2.2 figure-7",
        )
    ],
    "J3": [
        fact(
            "projects.Project",
            {"participants__organisation__name_en": "Shui On Group", "participants__role": "partner"},
            {"participants__organisation__name_en": "Northern Light Venture Capital"},
            {"participants__organisation__name_en": "Silicon Valley Bank"},
            park__organisation__name_en="InnoSpring",
            starts_on="2012",
            country="US",
            at="table-2",
        )
    ],
    "J4": [
        fact(
            "projects.Project",
            {"deliverables__title_en": "First TusParkHK Innovation Hub", "deliverables__due_on": "2015"},
            park__organisation__name_en="TusPark (Hong Kong)",
            starts_on="2014-12",
            country="HK",
            at="table-2",
        )
    ],
    "J5": [
        fact(
            "projects.Project",
            {"participants__organisation__name_en": NUST},
            {"agreements__kind": "partnership"},
            park__organisation__name_en=PAKISTAN_PARK,
            phase="planned",
            country="PK",
            at="IV.1",
        )
    ],
    # Relations
    "R1": [relation(CENTER, "predecessor", TUSHOLDINGS, "IV.1")],
    "R2": [relation(TUSHOLDINGS, "operates", TUSPARK, "IV.1")],
    "R3": [relation(TUSHOLDINGS, "established_with", "Tsinghua University", "IV.1")],
    "R4": [
        figure(TUSHOLDINGS, "over 200", 200, qualifier="over", at="IV.1"),
        fact("organisations.OrganisationRelation", kind="subsidiary", other__name_en=TUSHOLDINGS, exactly=3),
    ],
    "R5": [
        relation(
            "Beijing New Technology Industrial Development Trial Zone", "predecessor", ZHONGGUANCUN, "III"
        )
    ],
    "R6": [
        fact(
            "organisations.NetworkMembership",
            network__name_en=IASP,
            member__name_en=TUSPARK,
            joined_on="2003",
            at="table-2",
        ),
        fact(
            "organisations.Distinction",
            organisation__name_en=TUSPARK,
            kind="claim",
            title_en__contains="First Chinese university science park member",
            granted_on="2003",
        ),
    ],
    "R7": [relation(OFFICE, "hosted_by", TUSPARK, "table-2", started_on="2008")],
    "R8": [
        fact(
            "organisations.NetworkMembership",
            network__name_en=COUNCIL,
            member__name_en=TUSHOLDINGS,
            joined_on="2011",
            at="table-2",
        )
    ],
    "R9": [
        fact(
            "organisations.Distinction",
            {"granted_by__name_en": NETWORK},
            {"granted_by__name_en": DUTCH},
            {"granted_by__name_en": NBIA},
            organisation__name_en=INCUBATOR,
            kind="award",
            title_en="2002 Science Incubator Best Practices Award",
            granted_on="2002",
            at="table-2",
        )
    ],
    "R10": [
        fact(
            "organisations.Distinction",
            {"granted_by__name_en": MOST},
            {"granted_by__name_en": MOE},
            organisation__name_en=TUSPARK,
            kind="grade",
            title_en="Only Grade A national university science park",
            granted_on="2003",
            at="table-2",
        )
    ],
    "R11": [relation(name, "located_in", NANSHAN, "II.2") for name in ("Huawei", "ZTE")],
    "R12": [
        relation(name, "cooperates", other, "III.column", note_en__contains="not who works with whom")
        for name in ("SMIC", "Origin Water", "Never Quit")
        for other in ("Qualcomm", "ARM", "Schneider")
    ],
    "R13": [
        fact(
            "parks.Enterprise",
            organisation__name_en=name,
            description_en__contains="recruit talents abroad",
            at="III.column",
        )
        for name in ("Xiaomi", "Baidu")
    ],
    "R14": [
        *(
            fact(
                "countries.CountryGroupMember",
                group__slug="incubation-base-cluster",
                country=code,
                at="IV.2.2",
            )
            for code in ("US", "KR", "RU", "HK")
        ),
        fact("countries.CountryGroupMember", group__slug="incubation-base-cluster", exactly=4),
    ],
    "R15": [
        fact(
            "parks.Enterprise",
            {"description_en__contains": "waste and water treatment"},
            {"description_en__contains": "solar power generation"},
            {"description_en__contains": "air purification"},
            organisation__name_en=name,
            at="IV.2.2",
        )
        for name in ("Tus-Sound", "Tsinghua Solar", "Yadu")
    ],
    # Indicators
    "I1": [
        figure(
            ZONES,
            "$427.2 billion USD",
            427_200_000_000,
            year=2014,
            period="year",
            at="III",
            currency="USD",
            share="60.5",
            share_of__name_en="China's exports of high-tech products",
            share_printed="60.5% of the national high-tech products exports",
        )
    ],
    "I2": [
        figure(
            ZONES,
            "$227.75 billion USD",
            227_750_000_000,
            year=2014,
            period="year",
            at="III",
            currency="USD",
            share="34.5",
            share_of__name_en="China's exports of high-tech products",
            change="16.9",
            change_is_percent=True,
        )
    ],
    "I3": [
        figure(
            ZONES,
            "$22.67 billion USD",
            22_670_000_000,
            year=2014,
            period="year",
            at="III",
            currency="USD",
            share="10.2",
            share_of__name_en="China's exports of services",
            change="19.6",
            change_is_percent=True,
        )
    ],
    "I4": [
        figure(
            ZONES,
            "1,639",
            1639,
            year=2014,
            period="end",
            at="III",
            change=127,
            change_is_percent=False,
            change_printed="127 more YoY",
        )
    ],
    "I5": [figure(ZONES, "26,969", 26969, at="III")],
    "I6": [figure(ZONES, "111,000", 111000, at="III")],
    "I7": [figure(ZONES, "56,000", 56000, at="III")],
    "I8": [figure(ZONES, "14,000", 14000, at="III")],
    "I9": [
        figure(
            ZONES,
            "$7.01 billion USD",
            7_010_000_000,
            year=2014,
            period="year",
            at="III",
            currency="USD",
            change="5.2",
            multiple="3.1",
            multiple_of_en__contains="foreign direct investment",
            scope_en__contains="enterprises directly under them",
        )
    ],
    "I10": [
        figure(
            ZONES,
            "RMB 37.56 billion",
            37_560_000_000,
            year=2014,
            period="year",
            at="III",
            currency="CNY",
            change="5.6",
        )
    ],
    "I11": [figure(ZONES, "3,392", 3392, year=2014, period="end", at="III")],
    "I12": [figure(ZONES, "514", 514, year=2014, period="end", at="III")],
    "I13": [figure(ZONES, "365", 365, year=2014, period="end", at="III")],
    "I14": [figure(ZONES, "13,600", 13600, at="III")],
    "I15": [figure(ZONES, "34,895", 34895, at="III")],
    "I16": [figure(ZONES, "8,293", 8293, at="III", part_of__value=13600, part_kind="subset")],
    "I17": [figure(ZONES, "26,865", 26865, at="III", part_of__value=34895, part_kind="subset")],
    "I18": [figure(ZONES, "206", 206, at="III", scope_en="Domestically controlled enterprises")],
    "I19": [figure(ZONES, "exceed 60%", 60, qualifier="over", at="III", indicator__unit="percent")],
    "I20": [figure(ZHONGGUANCUN, "nearly 20,000", 20000, qualifier="nearly", at="III.column")],
    "I21": [
        figure(ZHONGGUANCUN, "six", 6, at="III.column"),
        *terms(
            "Advantageous industrial clusters of Zhongguancun",
            "III.column",
            "Next-generation Internet",
            "Mobile Internet and new-generation mobile communications",
            "Satellite application",
            "Biotechnology and health",
            "Energy saving and environmental protection",
            "Rail transportation",
        ),
    ],
    "I22": [figure(ZHONGGUANCUN, "99", 99, year=2014, period="year", at="III.column")],
    "I23": [
        figure(ZHONGGUANCUN, "2nd", 2, at="III.column", indicator__unit="rank"),
        figure(ZHONGGUANCUN, "$7.71 billion USD", 7_710_000_000, at="III.column", currency="USD"),
    ],
    "I24": [
        figure(
            ZHONGGUANCUN,
            "41.2%",
            "41.2",
            year=2014,
            period="year",
            at="III.column",
            indicator__unit="percent",
            indicator__name_en__contains="venture capital",
        )
    ],
    "I25": [
        figure(
            ZHONGGUANCUN,
            "31.3%",
            "31.3",
            year=2014,
            period="year",
            at="III.column",
            indicator__unit="percent",
            indicator__name_en__contains="exports",
        )
    ],
    "I26": [figure(ZHONGGUANCUN, "2340", 2340, year=2014, period="year", at="III.column", change="21.1")],
    "I27": [
        figure(
            ZHONGGUANCUN,
            "490",
            490,
            year=2014,
            period="year",
            at="III.column",
            change="14.8",
            part_of__value=2340,
            part_kind="subset",
            indicator__follows__name_en__contains="applications",
        )
    ],
    "I28": [
        figure(
            ZHONGGUANCUN,
            "2394 PTC patent applications",
            2394,
            year=2014,
            period="year",
            at="III.column",
            change="24.8",
            indicator__name_en="PCT patent applications",
            curator_note_en__contains="PCT is to be understood",
        )
    ],
    "I29": [figure(ZHONGGUANCUN, "174", 174, year=2014, period="end", at="III.column")],
    "I30": [figure(ZHONGGUANCUN, "130", 130, year=2014, period="year", at="III.column")],
    "I31": [
        figure(
            ZHONGGUANCUN,
            "571",
            571,
            year=2014,
            period="year",
            at="III.column",
            change=17,
            change_is_percent=False,
            change_printed="17 more YoY",
        )
    ],
    "I32": [figure(ZHONGGUANCUN, "more than 20 years", 20, qualifier="over", at="III.column")],
    "I33": [figure(TUSHOLDINGS, "over 200", 200, qualifier="over", at="IV.1")],
    "I34": [
        figure(
            TUSHOLDINGS,
            "exceeded RMB 50 billion",
            50_000_000_000,
            qualifier="over",
            at="IV.1",
            currency="CNY",
        )
    ],
    "I35": [
        figure(TUSPARK, "770,000 square meters", 770000, at="IV.1", indicator__unit="area"),
        fact(
            "organisations.Distinction",
            organisation__name_en=TUSPARK,
            kind="claim",
            title_en="Largest single university science park in the world",
            at="IV.1",
        ),
    ],
    "I36": [figure(TUSPARK, "more than 1200", 1200, qualifier="over", at="IV.1")],
    "I37": [figure(TUSHOLDINGS, "134", 134, year=2015, period="end", at="IV.1 IV.2.2")],
    **{
        number: [
            figure(
                TUSHOLDINGS,
                printed,
                value,
                year=2015,
                period="end",
                at="IV.1",
                qualifier=qualifier,
                part_of__value=134,
                part_kind="component",
                indicator__name_en=name,
            )
        ]
        for number, printed, value, qualifier, name in (
            ("I38", "40", 40, "", "Science parks"),
            ("I39", "30", 30, "", "Science cities"),
            ("I40", "nearly 73", 73, "nearly", "Incubators"),
        )
    },
    "I41": [figure(TUSHOLDINGS, "21 years", 21, at="IV.1 IV.2.2", indicator__unit="years")],
    "I42": [
        figure(
            TUSHOLDINGS,
            "tens of billions of RMB or more",
            10_000_000_000,
            qualifier="at_least",
            at="IV.2.2",
            currency="CNY",
        )
    ],
    "I43": [figure(IASP, "12", 12, year=2006, period="year", at="table-2")],
    # Timeline
    "T0a": [
        milestone("State Council approves", "1998", "State Council of China", ZHONGGUANCUN, at="III"),
        fact("parks.Milestone", happened_on="1998", curator_note_en__contains="1988"),
    ],
    "T0b": [milestone("financial crisis", "2008", at="I.2")],
    "T0c": [milestone("Development Center founded", "1994-08", CENTER, at="IV.1")],
    "T0d": [milestone("established", "2000-07", "Tsinghua University", at="IV.1")],
    "T1": [milestone("Tsinghua University proposes TusPark", "1993", TUSPARK, stage=EARLY)],
    "T2": [milestone("path of internationalisation", "1994", CENTER, stage=EARLY)],
    "T3": [milestone("P&G settles", "1997", "P&G", stage=EARLY)],
    "T4": [milestone("Schlumberger settles", "2000", "Schlumberger", stage=EARLY)],
    "T5": [milestone("Three major strategies", "2001", stage=EARLY)],
    "T6": [milestone("international university science park", "2001", TUSPARK, stage=ACCELERATION)],
    "T7": [
        milestone(
            "Overseas Students Pioneer Park",
            "2002",
            "SUN",
            "Tsinghua University Overseas Students Pioneer Park",
            stage=ACCELERATION,
        )
    ],
    "T8": [milestone("Award", "2002", INCUBATOR, NETWORK, DUTCH, NBIA, stage=ACCELERATION)],
    "T9": [milestone("Grade A", "2003", TUSPARK, MOST, MOE, stage=ACCELERATION)],
    "T10": [milestone("joins IASP", "2003", TUSPARK, IASP, stage=ACCELERATION)],
    "T11": [milestone("NEC settles", "2003", "NEC", stage=ACCELERATION)],
    "T12": [milestone("Chen Hongbo elected", "2006", IASP, DIVISION, stage=ACCELERATION)],
    "T13": [milestone("annual conference", "2008", DIVISION, TUSPARK, stage=ACCELERATION)],
    "T14": [milestone("only overseas office", "2008", OFFICE, TUSPARK, stage=ACCELERATION)],
    "T15": [milestone("Davos Forum Agenda Council", "2011", COUNCIL, stage=ACCELERATION)],
    "T16": [
        milestone(
            "InnoSpring",
            "2012",
            "InnoSpring",
            "Shui On Group",
            "Northern Light Venture Capital",
            "Silicon Valley Bank",
            stage=GLOBAL,
        )
    ],
    "T17": [
        milestone("Advisory Committee", "2014-08", "TusPark International Advisory Committee", stage=GLOBAL)
    ],
    "T18": [milestone("Construction of TusPark (Hong Kong)", "2014-12", "TusPark (Hong Kong)", stage=GLOBAL)],
    "T19": [milestone("First TusParkHK Innovation Hub", "2015", HUB, stage=GLOBAL)],
    "T20": [
        milestone("seven named countries", "2015", stage=GLOBAL),
        fact(
            "parks.Milestone",
            happened_on="2015",
            text_en__contains=(
                "Egypt, Thailand, Pakistan, Malaysia, Australia, the United Kingdom, Mongolia and other"
            ),
        ),
    ],
    "T21": [milestone("Honeywell visits", "2016-03", "Honeywell", stage=GLOBAL)],
    # Claims
    "D1": [
        defined(
            "Concepts",
            "Globalisation of innovation",
            "I.1",
            "move freely",
            "allocated",
            "shared globally",
            "rules",
            "knowledge",
            "people stand at the centre",
        )
    ],
    "D2": [
        defined(
            "Concepts",
            "Science park",
            "II.1",
            "high-tech industrial development zone",
            "high-tech park in China",
            "Science Park, High-Tech Park",
            "Technopole",
            "No definition holds internationally",
        )
    ],
    "D3": [
        fact(
            "organisations.Distinction",
            organisation__name_en=ZHONGGUANCUN,
            kind="claim",
            title_en="First national high-tech industrial development zone in China",
            at="III.column",
        )
    ],
    "D4": [
        fact(
            "organisations.Distinction",
            organisation__name_en=TUSHOLDINGS,
            kind="status",
            title_en="One of the first National Demonstration Enterprises in Modern Service Industry",
            at="IV.1",
        )
    ],
    "D5": [
        fact(
            "parks.Park",
            {"description_en__contains": "Flagship product"},
            {"description_en__contains": "research headquarters of multinationals"},
            {"description_en__contains": "Chinese technology enterprises"},
            {"description_en__contains": "innovation and entrepreneurship"},
            organisation__name_en=TUSPARK,
            at="IV.1",
        )
    ],
    "D6": [
        fact(
            "parks.Enterprise",
            {"description_en__contains": "big data and cloud computing"},
            {"description_en__contains": "connect, interact"},
            {"description_en__contains": "share"},
            {"description_en__contains": "“The Belt and Road” and in APEC countries"},
            organisation__name_en=TUSHOLDINGS,
            at="IV.2.2",
        )
    ],
    "D7": [
        fact("organisations.Distinction", organisation__name_en=name, title_en__contains=words, at=place)
        for name, words, place in (
            (PAKISTAN_PARK, "first “The Belt and Road” science park in Pakistan", "IV.1"),
            (OFFICE, "only overseas office", "table-2"),
            (TUSPARK, "Only Grade A", "table-2"),
            (HUB, "First TusParkHK Innovation Hub", "table-2"),
        )
    ],
    "D8": [
        defined(
            "Concepts",
            "Parks as a driving force",
            "I.2",
            "main force",
            "global innovation network",
            "2008",
            "re-industrialising",
        )
    ],
    # Terms
    "X1": terms(
        "Forms of the globalisation of innovation",
        "I.1",
        "Innovation industry",
        "Innovation network",
        "Innovation layout",
        "Innovation investment",
        "Strategic technology alliance",
        "Technology trade",
    ),
    "X2": terms(
        "Influences on science parks",
        "I.2",
        "Change of paradigm",
        "Interaction in networks",
        "Space paradigm",
    ),
    "X3": terms(
        "Kinds of accessibility",
        "I.2",
        "Geographical accessibility",
        "Economic accessibility",
        "Institutional accessibility",
    ),
    "X4": terms(
        "Internationalisation of science parks (concept)",
        "II.1",
        "The park itself",
        "The enterprises in the park",
        "The industries of the park",
    ),
    "X5": [
        *terms(
            "Resources of internationalisation",
            "II.1",
            "Intellectual resources",
            "Innovation environment",
            "Cultural atmosphere",
            "Innovation talents",
            "Capital",
            "Information",
        ),
        *terms(
            "Actors of internationalisation",
            "II.1",
            "Government",
            "Enterprises",
            "Research institutions",
            "Other innovation resources",
        ),
    ],
    "X6": [
        *terms(
            "Approaches to internationalisation",
            "II.2",
            "Export-oriented economy",
            "Self-dependent innovation",
            "Global partnership",
        ),
        fact("parks.Park", organisation__name_en="Suzhou New District", approach="export", at="II.2"),
        fact("parks.Park", organisation__name_en=NANSHAN, approach="innovation", at="II.2"),
        fact("parks.Park", organisation__name_en=TUSPARK, approach="partnership", at="II.2"),
    ],
    "X7": terms(
        "Internationalisation in practice",
        "III",
        "Internationalisation of products",
        "Internationalisation of factors",
        "Internationalisation of organisations",
    ),
    "X8": terms(
        "Functional orientation of science parks", "III", "Demonstration", "Piloting", "Radiating", "Driving"
    ),
    "X9": terms(
        "Development pattern of a zone", "III.column", "Multiple parks with distinctive traits in one zone"
    ),
    "X10": terms(
        "Three strategies of TusHoldings",
        "IV.1 table-2",
        "Internationalization Strategy",
        "Supporting Platform Strategy",
        "Radial Development Strategy",
    ),
    "X11": [
        *terms(
            "Paths of international partnership",
            "IV.2.2",
            "Planning, consulting and operational services",
            "Cross-border mergers, acquisitions and partnership",
            "Industrial and product partnership",
        ),
        *(
            fact(
                "sources.Term",
                name_en=name,
                parent__name_en="Planning, consulting and operational services",
                at="IV.2.2",
            )
            for name in (
                "Planning and design",
                "Industry positioning",
                "Operations management",
                "Financing",
                "Investment promotion",
            )
        ),
    ],
    "X12": [
        *terms(
            "Two directions of internationalisation",
            "IV.2.1",
            "Developed countries",
            "Countries along “The Belt and Road”",
        ),
        defined(
            "Two directions of internationalisation",
            "Developed countries",
            "IV.2.1",
            "United States",
            "Europe",
            "mergers and acquisitions",
            "new economy",
        ),
        defined(
            "Two directions of internationalisation",
            "Countries along “The Belt and Road”",
            "IV.2.1",
            "Innovation bases",
            "products",
            "operational consulting",
        ),
    ],
    "X13": terms("Types of innovation base", "IV.2.2", "Incubator", "Science park", "Science city"),
    "X14": [
        *terms(
            "Overseas outposts of enterprises",
            "",
            "Marketing service agency",
            "Technical R&D institution",
            "Manufacturing base",
            "Subsidiary",
            "Branch",
        ),
        fact("sources.Term", name_en="Manufacturing base", at="III"),
        fact("sources.Term", name_en="Branch", at="III.column"),
    ],
    "X15": terms(
        "Kinds of international talent",
        "III",
        "Overseas returnees",
        "Foreign permanent staff",
        "Foreign experts",
        "Overseas students who founded enterprises",
    ),
    # Problems
    "K1": [
        defined(
            "Problems of internationalisation",
            "Shortage of high-quality international talents",
            "V.1",
            "biggest bottleneck",
            "language",
            "trade, investment and finance",
        )
    ],
    "K2": [
        defined(
            "Problems of internationalisation",
            "No clear strategic paths and objectives",
            "V.1",
            "Bad investment decisions",
        )
    ],
    "K3": [defined("Problems of internationalisation", "Soft environment to be improved", "V.1")],
    "K3a": [
        defined(
            "Problems of internationalisation",
            "Public services",
            "V.1",
            "Information is hard to get",
            "platform",
            "markets, policies and resources",
            "no single park",
            parent="Soft environment to be improved",
        )
    ],
    "K3b": [
        defined(
            "Problems of internationalisation",
            "Government support",
            "V.1",
            "Policy support",
            "exhibitions, presentations and exchange",
            "subsidy, organisation of participation and guidance",
            parent="Soft environment to be improved",
        )
    ],
    # Risks
    "Q1": [defined("Risks of investment abroad", "Political", "V.1", "host country", "obstruct")],
    "Q2": [
        defined("Risks of investment abroad", "Law and industry standards", "V.1", "laws and standards"),
    ],
    "Q3": [
        defined(
            "Risks of investment abroad",
            "Cultural",
            "V.1",
            "companies, countries and regions",
            "headquarters down to operations",
        )
    ],
    "Q4": [defined("Risks of investment abroad", "Management", "V.1", "adapt", "local")],
    # Suggestions
    "G1": [
        defined(
            "Suggestions",
            "Expand international vision",
            "V.2",
            "technical innovation, research and development, park planning and design",
            "industrial orientation",
            "park market development, output of physical products",
            "objective in the strategic plan",
        )
    ],
    "G2": [defined("Suggestions", "International talent projects", "V.2")],
    "G2a": [
        defined(
            "Suggestions",
            "Environment for returnees, talent pools and markets",
            "V.2",
            "global enterprise talent pools",
            "international talent markets",
            "economic and trade talks, cultural exchange and tourism",
            parent="International talent projects",
        )
    ],
    "G2b": [
        defined("Suggestions", "Market-based talent agencies", "V.2", parent="International talent projects")
    ],
    "G2c": [
        defined(
            "Suggestions",
            "Cultivation and training",
            "V.2",
            "incubator service, intellectual property transactions and protection, investment and financing",
            parent="International talent projects",
        )
    ],
    "G3": [defined("Suggestions", "Government support", "V.2")],
    "G3a": [
        defined(
            "Suggestions",
            "One-stop “going out” service platforms",
            "V.2",
            "international service system",
            "technology transfer transactions, Internet banking",
            "intellectual property",
            parent="Government support",
        )
    ],
    "G3b": [
        defined(
            "Suggestions",
            "Support policies",
            "V.2",
            "technology, human resources, capital and markets",
            parent="Government support",
        )
    ],
    "G4": [defined("Suggestions", "International atmosphere", "V.2")],
    "G4a": [
        defined(
            "Suggestions",
            "Full partnership with the media",
            "V.2",
            "Boao Forum and the Davos Forum",
            "exhibition catalogues",
            "industrial media",
            parent="International atmosphere",
        )
    ],
    "G4b": [
        defined(
            "Suggestions",
            "Exchange among international science parks",
            "V.2",
            "successes and failures",
            parent="International atmosphere",
        )
    ],
    # Figures and the table
    **{
        f"F{place.removeprefix('figure-').removeprefix('table-')}{'' if 'figure' in place else 't'}": [
            fact("sources.Term", name_en__startswith=caption, at=place)
        ]
        for place, caption in (
            ("figure-1", "Conduction Effect"),
            ("figure-2", "Classification of Internationalization and Cross-Border Cooperation Modes"),
            ("figure-3", "Overview of Exports of High-tech Products and Technical Services"),
            ("figure-4", "Business Architecture of TusHoldings"),
            ("figure-5", "Distribution of Science Parks and Science Cities"),
            ("figure-6", "Schematic Diagram of MVV SP Project"),
            ("figure-7", "Schematic Diagram of BUE Science Park Project"),
            ("figure-8", "Schematic Diagram of Internationalization Strategy of TusHoldings"),
            ("table-2", "History of Internationalization and Cross-Border Cooperation of TusHoldings"),
        )
    },
    # Inconsistencies, and the facts that point to them
    "C1": [
        inconsistency("arithmetic", "IV.1", "134", "143", "nine more", "only 64", "64 bases have no type"),
        marked("parks.Observation", "innovation-bases", 4),
    ],
    "C2": [
        inconsistency("misprint", "III", "1998", "1988", "more than 20 years"),
        marked("parks.Milestone", "approval-of-zhongguancun", 1),
    ],
    "C3": [
        inconsistency("misprint", "figure-3", "2004", "2014"),
        fact("sources.Term", name_en__endswith="in 2004", discrepancies__code="year-of-figure-3"),
    ],
    "C4": [inconsistency("misprint", "III", "Figure 2", "Figure 3")],
    "C5": [
        inconsistency("misprint", "III.column", "PTC", "PCT"),
        marked("parks.Observation", "ptc-for-pct", 1),
    ],
    "C6": [
        inconsistency("arithmetic", "III", "706.1", "660.1", "64.7", "not a part"),
        marked("parks.Observation", "base-of-export-shares", 2),
    ],
    "C7": [
        inconsistency("arithmetic", "III.column", "490", "2340", "separate series"),
        marked("parks.Observation", "grants-among-applications", 2),
    ],
    "C8": [
        inconsistency("wording", "III.column", "17 more YoY", "130", "571"),
        marked("parks.Observation", "seventeen-more", 2),
    ],
    "C9": [
        inconsistency("wording", "II.1 III", "products", "industries"),
        marked("sources.Term", "two-triads", 6),
    ],
    "C10": [
        inconsistency("arithmetic", "III", "61.0", "77.0", "72.5", "60"),
        fact(
            "parks.Observation",
            {"ratio_of__value": 8293},
            {"ratio_of__value": 26865},
            printed="exceed 60%",
            discrepancies__code="domestic-share-of-property",
        ),
    ],
    "C11": [
        inconsistency("arithmetic", "III", "5.2", "3.1", "1.7"),
        marked("parks.Observation", "growth-of-foreign-investment", 1, multiple="3.1"),
    ],
    "C12": [
        inconsistency("wording", "IV.1 table-2", "2001", "July 2000", "August 1994", "21 years"),
        marked("parks.Milestone", "start-of-the-strategies", 1),
    ],
    "C13": [
        inconsistency("wording", "table-2", "1993", "2001", "2008 to 2011"),
        marked("parks.Stage", "borders-of-the-stages", 3),
    ],
    "C14": [inconsistency("misprint", "table-2", "numbered 2")],
    "C15": [
        inconsistency("wording", "table-2 IV.2.2", "technology incubation", "intention"),
        marked("partners.Agreement", "fields-with-honeywell", 1, kind="intention"),
    ],
    "C16": [
        inconsistency("wording", "IV.1 table-2", "without a date", "2015"),
        marked("partners.Agreement", "date-of-the-partnerships", 1, is_generic=True),
    ],
    "C17": [
        inconsistency("wording", "III", "overseas patents", "foreign patents"),
        marked("parks.Observation", "overseas-or-foreign-patents", 2),
    ],
    "C18": [
        inconsistency(
            "name",
            "title",
            "National Innovation Agency",
            "P &G",
            "SUN",
            "Never Quit",
            "Demonstration Zone",
            "Tus-Holdings",
            "Areas os Innovation",
            "Herbert Chen",
        ),
        *(
            fact("organisations.Organisation", name_en=name, discrepancies__code="names-to-alias")
            for name in (THAI_BUREAU, "P&G", "SUN", "Never Quit", ZHONGGUANCUN, TUSHOLDINGS, IASP)
        ),
        fact("organisations.Person", name_en="Chen Hongbo", curator_note_en__contains="Herbert Chen"),
    ],
    "C19": [
        inconsistency("wording", "table-2", "no list"),
        marked("organisations.Distinction", "sun-in-the-global-500", 1, organisation__name_en="SUN"),
    ],
    "C20": [
        inconsistency("wording", "III III.column", "174", "206", "cannot be compared"),
        marked("parks.Observation", "standards-and-enterprises", 2),
    ],
    "C21": [
        inconsistency("name", "title", "shangwei@tusholdings.com"),
        marked("organisations.Person", "address-of-the-author", 1, name_en="Jiwu Wang"),
    ],
}

#: Nothing more of these than the paper has.
COUNTS = {
    "partners.Agreement": 5,
    "projects.Project": 5,
    "parks.Milestone": 25,
    "parks.Observation": 44,
    "parks.Stage": 3,
    "parks.Park": 15,
    "organisations.Person": 5,
    "sources.Discrepancy": 21,
    "organisations.NetworkMembership": 2,
}
