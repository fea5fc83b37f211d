"""The sections of the paper, in the order of the council's own."""

from app.paper.gather import GENERATORS
from app.paper.sections import BY_KEY, SECTIONS, SWITCHED_ON, chosen

ORDER = (
    "Purpose",
    "Children and young people's overview",
    "Recommendations",
    "Reasons for the recommendations",
    "Vision",
    "Progress against the action plan",
    "Crimes at the homes and in their neighbourhoods",
    "Offence types of each home",
    "Incidents at the homes and in their neighbourhoods",
    "Incident types of each home",
    "Incidents by month",
    "Youth Justice Service",
    "Cromarty scores",
    "Protocol monitoring",
    "Children convicted or cautioned",
    "Challenges",
    "Next steps",
    "Public and stakeholder engagement",
    "Other options considered",
    "Financial and value for money",
    "Legal",
    "Climate",
    "Socio-economic",
    "Other significant implications",
    "Sign-off",
    "Background information",
)


def test_the_sections_stand_in_the_order_of_the_councils_paper():
    assert tuple(section.title for section in SECTIONS) == ORDER
    assert len(BY_KEY) == len(SECTIONS)


def test_the_protocol_and_the_offending_rate_are_off_until_they_are_switched_on():
    assert {section.key for section in SECTIONS} - set(SWITCHED_ON) == {"protocol", "rate"}


def test_every_section_is_either_written_or_has_what_makes_it():
    assert {section.key for section in SECTIONS if not section.is_written} == set(GENERATORS)


def test_sections_of_a_group_follow_each_other():
    groups = [section.group for section in SECTIONS if section.group]
    assert [group for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group] == list(
        dict.fromkeys(groups)
    )


def test_what_is_chosen_keeps_the_order_whatever_order_it_was_chosen_in():
    assert [section.key for section in chosen(["background", "purpose"])] == ["purpose", "background"]
