"""The yearly figures that the invented extracts add up to.

Source: Derby City Council, Corporate Parenting Committee, 31 October 2023, item 10, sections 4.5 to 4.10.
Counts are 2021-22 then 2022-23; years run from 1 April to 31 March.
"""

LineTotal = tuple[str, str, int, int]

INCIDENTS: tuple[LineTotal, ...] = (
    ("Home 1", "Missing Person", 96, 8),
    ("Home 1", "Violence *C*", 6, 3),
    ("Home 1", "Sexual Offence *C*", 1, 2),
    ("Home 1", "Concern for Safety/Collapse/Illness/Injury", 8, 1),
    ("Home 1", "Drugs *C*", 1, 1),
    ("Home 1", "Hoax Call", 0, 1),
    ("Home 1", "Lost & Found Property/Found Person", 2, 1),
    ("Home 1", "Robbery *C*", 0, 1),
    ("Home 1", "Suspicious Circumstances/Insecure Premises/Vehicles", 2, 1),
    ("Home 1", "Abandoned Call", 3, 0),
    ("Home 1", "Criminal Damage *C*", 1, 0),
    ("Home 1", "Nuisance", 1, 0),
    ("Home 1", "Personal", 1, 0),
    ("Home 2", "Missing Person", 136, 58),
    ("Home 2", "Concern for Safety/Collapse/Illness/Injury", 14, 7),
    ("Home 2", "Lost & Found Property/Found Person", 6, 2),
    ("Home 2", "Other Theft *C*", 0, 2),
    ("Home 2", "Violence *C*", 11, 2),
    ("Home 2", "Abandoned Call", 0, 1),
    ("Home 2", "Criminal Damage *C*", 8, 1),
    ("Home 2", "Road Related Offence", 0, 1),
    ("Home 2", "Sexual Offence *C*", 0, 1),
    ("Home 2", "Burglary *C*", 1, 0),
    ("Home 2", "Crime Related Incident", 2, 0),
    ("Home 2", "Domestic Incident", 1, 0),
    ("Home 2", "Missing No Apparent Risk", 7, 0),
    ("Home 2", "Nuisance", 3, 0),
    ("Home 2", "Other Crime *C*", 1, 0),
    ("Home 2", "Personal", 1, 0),
    ("Home 2", "Suspicious Circumstances/Insecure Premises/Vehicles", 4, 0),
    ("Home 3/4", "Missing Person", 74, 49),
    ("Home 3/4", "Absconder/AWOL/Wanted Persons/Police and Court Orders/Bail", 20, 4),
    ("Home 3/4", "Violence *C*", 2, 4),
    ("Home 3/4", "Suspicious Circumstances/Insecure Premises/Vehicles", 1, 3),
    ("Home 3/4", "Suspicious Package/Object", 0, 2),
    ("Home 3/4", "Concern for Safety/Collapse/Illness/Injury", 6, 1),
    ("Home 3/4", "Drugs *C*", 0, 1),
    ("Home 3/4", "Lost & Found Property/Found Person", 3, 1),
    ("Home 3/4", "Other Crime *C*", 0, 1),
    ("Home 3/4", "Crime Related Incident", 1, 0),
    ("Home 3/4", "Missing No Apparent Risk", 3, 0),
    ("Home 3/4", "Nuisance", 1, 0),
    ("Home 3/4", "Other Theft *C*", 1, 0),
    ("Home 3/4", "Sudden Death", 1, 0),
)

CRIMES: tuple[LineTotal, ...] = (
    ("Home 1", "STALKING AND HARASSMENT", 3, 2),
    ("Home 1", "OTHER SEXUAL OFFENCES", 1, 1),
    ("Home 1", "PUBLIC DISORDER", 1, 1),
    ("Home 1", "VIOLENCE WITH INJURY", 1, 1),
    ("Home 1", "CRIMINAL DAMAGE", 3, 0),
    ("Home 1", "DRUG POSSESSION", 3, 0),
    ("Home 1", "POSSESSION OF WEAPONS OFFENCES", 1, 0),
    ("Home 1", "VIOLENCE WITHOUT INJURY", 5, 0),
    ("Home 2", "VIOLENCE WITHOUT INJURY", 14, 4),
    ("Home 2", "CRIMINAL DAMAGE", 10, 2),
    ("Home 2", "VIOLENCE WITH INJURY", 2, 2),
    ("Home 2", "MISCELLANEOUS CRIMES AGAINST SOCIETY", 1, 1),
    ("Home 2", "STALKING AND HARASSMENT", 0, 1),
    ("Home 2", "BURGLARY - BUSINESS/COMMUNITY", 1, 0),
    ("Home 2", "DRUG POSSESSION", 1, 0),
    ("Home 2", "POSSESSION OF WEAPONS OFFENCES", 3, 0),
    ("Home 3/4", "DRUG POSSESSION", 0, 1),
    ("Home 3/4", "POSSESSION OF WEAPONS OFFENCES", 0, 1),
    ("Home 3/4", "PUBLIC DISORDER", 0, 1),
    ("Home 3/4", "ALL OTHER THEFT OFFENCES", 1, 0),
    ("Home 3/4", "DRUG TRAFFICKING", 1, 0),
    ("Home 3/4", "VIOLENCE WITH INJURY", 2, 0),
)

NEIGHBOURHOOD_INCIDENTS: dict[str, tuple[int, int]] = {
    "Chellaston": (2591, 2503),
    "Boulton, Sinfin and Osmaston": (9262, 8914),
}

NEIGHBOURHOOD_CRIMES: dict[str, tuple[int, int]] = {
    "Chellaston": (936, 873),
    "Boulton, Sinfin and Osmaston": (3847, 3709),
}

# "children" are the different children with any event in the year; the others count events.
YOUTH_JUSTICE: dict[str, tuple[int, int]] = {
    "children": (3, 4),
    "substantive_order": (2, 2),
    "offence": (1, 7),
    "court_appearance": (4, 23),
    "contact": (37, 96),
    "assessment": (4, 13),
    "breach": (0, 0),
}
