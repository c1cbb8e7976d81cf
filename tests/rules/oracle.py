"""The published rules once more, by hand and without the data files.

Written from the leaflet of 2022 and the later table, the Agency's Q&A and list of
covered statuses, and the Act, as plain code: another path to the same answers.
"""

from collections.abc import Mapping
from datetime import date, timedelta

# The leaflet of 2022 and the later table, transcribed cell by cell. Columns: 認定,
# 変更, 更新, 取得, 就労資格証明書, 資格外活動, 再入国.
COLUMNS = (
    "coe",
    "change",
    "extension",
    "acquisition",
    "employment_certificate",
    "other_activity",
    "reentry",
)
TABLE_2022 = {
    "applicant": "△1 ○ ○ △1 ○ ○ ○",
    "legal_representative": "○ ○ ○ ○ ○ ○ ○",
    "relative": "△2 △3 △3 △3 × × △3",
    "attorney": "○ ○ ○ ○ ○ ○ ○",
    "gyoseishoshi": "○ ○ ○ ○ ○ ○ ○",
}
TABLE_LATER = {
    "applicant": "○ ○ ○ ○ ○ ○ ○",
    "legal_representative": "○ ○ ○ ○ ○ ○ ○",
    "relative": "△2 △3 △3 △3 × × △3",
    "attorney": "○ ○ ○ ○ ○ ○ ○",
    "gyoseishoshi": "○ ○ ○ ○ ○ ○ ○",
}
INSTITUTIONS = (
    "organization_staff",
    "support_organization_staff",
    "public_interest_staff",
)
OPENED = date(2022, 3, 16)
LATER_EDITION = date(2024, 3, 19)

NOTE_2_STATUSES = {
    "student",
    "dependent",
    "spouse_or_child_of_japanese_national",
    "spouse_or_child_of_permanent_resident",
    "long_term_resident",
}
NOTE_2_NOTICES = {
    *(str(number) for number in (7, 18, 19, 23, 24, 30, 31, 33, 34, 38, 39, 47))
}
# SCOPE: 3, 4, 6, 7, 9, 10, 12, 15, 16–24, 27–31, 32–36, 33の2, 38, 39, 42, 46, 47; the
# later table also names 52.
NOTICES_ONLINE = {
    "33-2",
    *(str(number) for number in (3, 4, 6, 7, 9, 10, 12, 15, 38, 39, 42, 46, 47, 52)),
    *(str(number) for number in range(16, 25)),
    *(str(number) for number in range(27, 37)),
}
SUPERVISED = {
    "technical_intern_training_i_b",
    "technical_intern_training_ii_b",
    "technical_intern_training_iii_b",
}


def mark(on: date, role: str, procedure: str) -> str:
    """The mark of the published table; institutions have none."""
    table = TABLE_2022 if on < LATER_EDITION else TABLE_LATER
    return table[role].split()[COLUMNS.index(procedure)]


def expected(
    on: date, role: str, procedure: str, facts: Mapping[str, bool | date | str]
) -> str:
    """The outcome when all facts are known; ``conditional``: ask the office first."""
    if on < OPENED or _who(role, facts) or _what(on, role, procedure, facts):
        return "refused"
    if _when(on, procedure, facts):
        return "refused"
    advised = role not in INSTITUTIONS and mark(on, role, procedure) == "△1"
    unlisted = (
        facts["status"] == "designated_activities"
        and facts["notified_activity"] == "other"
    )
    if (advised or unlisted) and not facts["office_consulted"]:
        return "conditional"
    return "allowed"


def _who(role: str, facts: Mapping[str, bool | date | str]) -> bool:
    """Whether this person cannot be the user at all."""
    if role in INSTITUTIONS:
        if not facts["usage_request_approved"]:
            return True
        if role == "organization_staff":
            return False
        return not facts["commissioned"]
    if role in ("attorney", "gyoseishoshi"):
        return False
    if not facts["has_mynumber_card"]:
        return True
    return role == "legal_representative" and facts["relation"] not in (
        "parent",
        "minor_guardian",
        "adult_guardian",
    )


def _what(
    on: date, role: str, procedure: str, facts: Mapping[str, bool | date | str]
) -> bool:
    """Whether this role cannot file this for this person."""
    status = facts["status"]
    if status in ("diplomat", "temporary_visitor"):
        return True
    if status in ("permanent_resident", "special_permanent_resident"):
        return True
    if status == "highly_skilled_professional_ii" and procedure in ("coe", "extension"):
        return True
    if status in SUPERVISED and role != "organization_staff":
        return True
    if role == "support_organization_staff" and status != "specified_skilled_worker_i":
        return True
    if status == "designated_activities" and (
        facts["notified_activity"] not in NOTICES_ONLINE | {"other"}
    ):
        return True
    if procedure != "coe" and not facts["in_japan"]:
        return True
    if role == "applicant":
        return _not_in_person(on, procedure, facts)
    if role == "relative":
        return _not_by_relative(on, procedure, facts)
    return False


def _not_in_person(
    on: date, procedure: str, facts: Mapping[str, bool | date | str]
) -> bool:
    held = ("extension", "employment_certificate", "other_activity", "reentry")
    return (
        not facts["in_japan"]
        or age(facts["birth_date"], on) < 15
        or (facts["status"] == "official" and procedure in held)
    )


def _not_by_relative(
    on: date, procedure: str, facts: Mapping[str, bool | date | str]
) -> bool:
    cell = mark(on, "relative", procedure)
    if cell == "×" or facts["relation"] not in ("spouse", "child", "father", "mother"):
        return True
    if cell == "△3":
        return (
            age(facts["birth_date"], on) >= 16 and not facts["cannot_apply_in_person"]
        )
    statuses, notices = set(NOTE_2_STATUSES), set(NOTE_2_NOTICES)
    if on >= LATER_EDITION:
        statuses |= {"cultural_activities"}
        notices |= {"33-2", "52"}
    listed = facts["status"] in statuses or (
        facts["status"] == "designated_activities"
        and facts["notified_activity"] in notices
    )
    return not (facts["relative_in_japan"] and listed)


def _when(on: date, procedure: str, facts: Mapping[str, bool | date | str]) -> bool:
    """Whether the day is wrong, or the procedure stands alone."""
    main = procedure
    if procedure in ("other_activity", "reentry"):
        main = str(facts["with_procedure"])
        if main not in ("change", "extension", "acquisition"):
            return True
    if main in ("change", "extension"):
        expires = facts["stay_expires"]
        assert isinstance(expires, date)
        if on >= expires:
            return True
        if main == "extension" and on < three_months_before(expires):
            return True
    if main == "acquisition":
        event = facts["birth_or_loss_date"]
        assert isinstance(event, date)
        return not event <= on <= event + timedelta(days=30)
    return False


def age(born: object, on: date) -> int:
    """Full years, reached when the eve of the birthday is over."""
    assert isinstance(born, date)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def three_months_before(day: date) -> date:
    """The same day three months earlier, or that month's last day."""
    year, month = (
        (day.year, day.month - 3)
        if day.month > 3
        else (
            day.year - 1,
            day.month + 9,
        )
    )
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1
