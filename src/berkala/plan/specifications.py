"""What the settings, the descriptors and the reports may say: typed, frozen, and nothing else allowed.

Each class is one mapping in a file. An unknown key, a missing one and a value of the wrong kind are problems
with file and line (`explaining.py`); rules that need more than one value of a mapping stand beside it as
validators, and those between files in `agreement.py` and its neighbours. All specifications can be taken from here.
"""

from __future__ import annotations

from berkala.plan.answers import ANSWERS_FILE, Answer, AnswersSpec
from berkala.plan.channels import ChannelNetwork, OfficialChannel, without_scheme
from berkala.plan.collections import (
    Collection,
    MemberSpec,
    MetadataEntry,
    ReportingStatus,
    Section,
    UnreportedSpec,
    natural,
)
from berkala.plan.contacts import Acting, Contact, ContactDetails, InformationOffice, Person
from berkala.plan.corrections import CORRECTIONS_FILE, Correction, CorrectionsSpec, WrongCell
from berkala.plan.descriptors import (
    Category,
    Coverage,
    DatasetSpec,
    Dialect,
    FieldSpec,
    ImpliedWhole,
    KnownError,
    Licence,
    NoMargins,
    NoSuppression,
    Protection,
    Resource,
    Source,
    Span,
    StatusLetter,
    Suppression,
    TableSchema,
    Total,
)
from berkala.plan.forms import ColumnName, Identifier, Specification, Text
from berkala.plan.glossary import Term
from berkala.plan.indicators import FormulaName, Indicator, IndicatorUnit, Polarity
from berkala.plan.progress import Progress, ProgressTarget
from berkala.plan.references import (
    REFERENCE,
    Achievement,
    AchievementFormula,
    Band,
    Baseline,
    Bound,
    Mark,
    Milestone,
    Ranking,
    Reference,
)
from berkala.plan.reports import RESERVED, Account, Constant, EditionSpec, ReportSpec, Review, RollUp, Schedule
from berkala.plan.settings import Accent, Agency, CalendarDefaults, NetworkName, Settings
from berkala.plan.targets import Bucket, Folder, GitBranch, Server, Target, ZipFile
from berkala.plan.telling import Among, CardKind, CardSpec, ChartKind, ChartSpec, Statement, StatementKind

__all__ = [
    "ANSWERS_FILE",
    "CORRECTIONS_FILE",
    "REFERENCE",
    "RESERVED",
    "Accent",
    "Account",
    "Achievement",
    "AchievementFormula",
    "Acting",
    "Agency",
    "Among",
    "Answer",
    "AnswersSpec",
    "Band",
    "Baseline",
    "Bound",
    "Bucket",
    "CalendarDefaults",
    "CardKind",
    "CardSpec",
    "Category",
    "ChannelNetwork",
    "ChartKind",
    "ChartSpec",
    "Collection",
    "ColumnName",
    "Constant",
    "Contact",
    "ContactDetails",
    "Correction",
    "CorrectionsSpec",
    "Coverage",
    "DatasetSpec",
    "Dialect",
    "EditionSpec",
    "FieldSpec",
    "Folder",
    "FormulaName",
    "GitBranch",
    "Identifier",
    "ImpliedWhole",
    "Indicator",
    "IndicatorUnit",
    "InformationOffice",
    "KnownError",
    "Licence",
    "Mark",
    "MemberSpec",
    "MetadataEntry",
    "Milestone",
    "NetworkName",
    "NoMargins",
    "NoSuppression",
    "OfficialChannel",
    "Person",
    "Polarity",
    "Progress",
    "ProgressTarget",
    "Protection",
    "Ranking",
    "Reference",
    "ReportSpec",
    "ReportingStatus",
    "Resource",
    "Review",
    "RollUp",
    "Schedule",
    "Section",
    "Server",
    "Settings",
    "Source",
    "Span",
    "Specification",
    "Statement",
    "StatementKind",
    "StatusLetter",
    "Suppression",
    "TableSchema",
    "Target",
    "Term",
    "Text",
    "Total",
    "UnreportedSpec",
    "WrongCell",
    "ZipFile",
    "natural",
    "without_scheme",
]
