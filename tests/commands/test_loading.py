"""What is in memory: before the first screen, and for as long as the kiosk runs."""

import subprocess
import sys

import pytest

FIRST_SCREEN = "kiosk.cli, kiosk.commands.run, kiosk.config, kiosk.app"
RUNNING = (
    f"{FIRST_SCREEN}, kiosk.visit.machine, kiosk.screens.pages.every, "
    "kiosk.screens.widgets.forms, kiosk.commands.wiring, kiosk.commands.demo"
)


@pytest.mark.parametrize(
    ("loaded", "unwanted"),
    [
        (
            FIRST_SCREEN,
            "kiosk.rules.formula kiosk.forms.form kiosk.screens.widgets.date_form "
            "kiosk.clerks kiosk.store babel cryptography sqlite_utils uniseg",
        ),
        (RUNNING, "typst PIL qrcode escpos babel.dates kiosk.letters.fonts"),
    ],
    ids=["first screen", "running"],
)
def test_what_is_needed_later_or_elsewhere_is_not_loaded(
    loaded: str, unwanted: str
) -> None:
    code = (
        f"import sys, {loaded}\n"
        f"print(sorted(set('{unwanted}'.split()) & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout == "[]\n"
