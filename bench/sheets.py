"""The transcription sheet as PDF, beside plain Typst pages in the same run.

    python bench/sheets.py

A plain page has one line; there are as many as the sheet has. What the sheet costs
beyond them is the check of the answers, its codes and its layout. The tables of the
same answers (CSV) for comparison. Aim: a sheet of five pages within 250 ms, fonts being
loaded. Figures are medians of rounds; each has answers of its own, as Typst remembers.
"""

import platform
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from statistics import median
from time import perf_counter
from types import MappingProxyType

import typst

from kiosk.forms.application import Application, make
from kiosk.forms.check import check
from kiosk.forms.tables import encoded, tables
from kiosk.sheets.transcription import transcription
from kiosk.sheets.typeset import noto_fonts

ROUNDS = 15
NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
ON = date(2026, 11, 24)
ANSWERS = {
    "nationality": "ベトナム",
    "birth_date": "19990501",
    "name": "NGUYEN THI LAN",
    "sex": "女",
    "married": "無",
    "occupation": "会社員",
    "home_address": "ベトナム　ハノイ",
    "postal_code": "1000013",
    "prefecture": "東京都",
    "municipality": "千代田区",
    "street": "霞が関１－１－１",
    "mobile": "09012345678",
    "current_status": "教授",
    "current_period": "３年",
    "stay_expires": "20270115",
    "has_card": "有",
    "card_number": "AB12345678CD",
    "wanted_period": "３年",
    "criminal_record": "無",
    "relatives": "有",
    "relative.1.relation": "夫",
    "relative.1.name": "ＴＲＡＮ　ＶＡＮ　ＡＮ",
    "relative.1.birth_date": "19980000",
    "relative.1.nationality": "ベトナム",
    "relative.1.lives_together": "有",
    "relative.1.workplace": "株式会社みどり",
    "relative.1.card_number": "CD12345678EF",
    "receipt": "郵送",
    "residence_area": "東京都",
    "office": "東京出入国在留管理局",
    "notification_mail": "lan@example.com",
}
REASON = (
    "引き続き同じ会社で通訳として働きたいためです。日本での生活にも慣れました。" * 12
)
_numbers = count()


def application() -> Application:
    """One that was not seen before."""
    answers = {**ANSWERS, "reason": f"{next(_numbers)}{REASON}"}
    return replace(make("extension", None, ()), answers=MappingProxyType(answers))


def milliseconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return 1000 * median(times)


def sheet() -> bytes:
    return transcription(application(), "en", NOW, on=ON)


def plain(pages: int) -> bytes:
    head = '#set document(title: [-])\n#set text(font: "Noto Sans CJK JP")\n'
    lines = "\n#pagebreak()\n".join([f"こんにちは Hello {next(_numbers)}"] * pages)
    return typst.compile(
        (head + lines).encode(),
        font_paths=noto_fonts(),
        timestamp=0,
        pdf_standards="ua-1",
    )


def csv() -> list[bytes]:
    report = check(application(), ON)
    return [encoded(table, "cp932") for table in tables(report.application)]


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type/Page/")


def main() -> None:
    begin = perf_counter()
    first = sheet()
    opened = 1000 * (perf_counter() - begin)
    many = pages(first)
    print(f"Python {platform.python_version()}, Typst {typst.__version__}")
    print(f"first sheet, with fonts and forms loaded: {opened:.0f} ms")
    print(f"{'':34}{'ms':>8}{'kB':>8}")
    for name, work, size in (
        (f"sheet of {many} pages", sheet, len(first)),
        (f"plain Typst, {many} pages", lambda: plain(many), len(plain(many))),
        ("the Agency's table (CSV)", csv, sum(map(len, csv()))),
    ):
        print(f"{name:34}{milliseconds(work):8.1f}{size / 1000:8.1f}")


if __name__ == "__main__":
    main()
