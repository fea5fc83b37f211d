"""What the data cannot say, for each kind of finding: beside every verdict behind "How sure are we?"."""

NO_CAUSE = "Why a figure moved: nothing here shows a cause."
REGRESSION = (
    "Whether a home would have moved anyway: a home that was high before tends to fall, and one that was low to rise "
    "(regression to the mean)."
)
OCCUPANCY = "What comes from more or fewer children living there: counts do not allow for it, rates per child-month do."
MATCHING = "Whether the neighbourhood is a fair match: others live there, and the homes are counted in it."
RECORDING = "Whether recording changed: how calls and crimes are closed and typed can move a count by itself."
NO_TREND = "A trend: two periods are not one."
WHOEVER = (
    "Who did it: police figures count what was recorded at the address, whoever did it, children as victims and staff "
    "among them."
)
CANNOT_SAY_COMPARISON = (NO_CAUSE, REGRESSION, OCCUPANCY, MATCHING, RECORDING, NO_TREND, WHOEVER)
CANNOT_SAY_TYPES = (
    NO_CAUSE,
    "Whether a type moved or its name: the same call can be closed under another type.",
    "How many children are behind a type: one child can be behind most of it.",
    OCCUPANCY,
    NO_TREND,
    WHOEVER,
)
CANNOT_SAY_MISSING = (
    NO_CAUSE,
    "Whether more or fewer children were missing: a share also moves when other incidents do.",
    "How many children are behind it: one child can be reported many times.",
    "How calls were recorded: Missing Person and Missing No Apparent Risk may be told apart differently over time.",
    "What was dealt with without calling the police.",
    OCCUPANCY,
    NO_TREND,
)
CANNOT_SAY_OUTCOMES = (
    NO_CAUSE,
    "How crimes that are still open will end: the earlier period had longer to reach an outcome.",
    "Whether an outcome was proportionate: that takes the single case.",
    "Whose outcome it is: a crime at the address may have been done by anyone, or to a child.",
    "Another reading of the outcomes: the classes are this product's.",
    NO_TREND,
)
CANNOT_SAY_YJS = (
    NO_CAUSE,
    "What other children did: these are few, and one child's offences can make up most of a figure.",
    "Whether more contacts or assessments are good or bad news: they are work done.",
    "How it compares with police crimes at the homes: those count other people and other places.",
    OCCUPANCY,
    NO_TREND,
)
CANNOT_SAY_CROMARTY = (
    "Why scores moved: there is no group of children without these meetings to compare with.",
    "Whether scores would have risen anyway: first meetings tend to be held when things are hardest "
    "(regression to the mean).",
    "What others would have scored: those who score know the child and the score before.",
    "How children do who have only a first meeting, or whose meetings ended.",
)
