"""One decision and loading the rules, beside OpenFisca-Core in the same run.

    python bench/rules.py [--folder FOLDER]

OpenFisca-Core with its country template is the best-known engine of dated rules with
sources. It goes into a throw-away environment in FOLDER (a temporary one if left
out), made on first use; nothing of it enters this product. Aims: one decision within
0.1 ms, loading within 20 ms. Every figure is the median of fresh processes or rounds.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median

ROUNDS = 7
ROOT = Path(__file__).resolve().parents[1]

OURS = """
import json, time
start = time.perf_counter()
from kiosk.rules.decision import decide
imported = time.perf_counter()
from datetime import date
facts = {
    "has_mynumber_card": True, "relation": "mother", "in_japan": True,
    "status": "dependent", "stay_expires": "2026-05-01", "birth_date": "2015-05-05",
}
grown = facts | {"birth_date": "1990-05-05", "cannot_apply_in_person": False}
on = date(2026, 3, 1)
decide(on, "relative", "extension", {})
loaded = time.perf_counter()
figures = {"import": imported - start, "load": loaded - imported}
for name, given in (("allowed", facts), ("refused", grown), ("open", {})):
    begin = time.perf_counter()
    for _ in range(2000):
        decide(on, "relative", "extension", given)
    figures[name] = (time.perf_counter() - begin) / 2000
print(json.dumps(figures))
"""

THEIRS = """
import json, time
start = time.perf_counter()
import openfisca_country_template
from openfisca_core.simulation_builder import SimulationBuilder
imported = time.perf_counter()
system = openfisca_country_template.CountryTaxBenefitSystem()
loaded = time.perf_counter()
month = "2026-01"
household = {
    "persons": {"Ari": {
        "salary": {month: 2000}, "birth": {"ETERNITY": "1990-05-05"},
        "income_tax": {month: None}, "basic_income": {month: None},
        "social_security_contribution": {month: None},
    }},
    "households": {"_": {
        "adults": ["Ari"], "housing_allowance": {month: None},
        "rent": {month: 800},
    }},
}
figures = {"import": imported - start, "load": loaded - imported}

def evaluate():
    simulation = SimulationBuilder().build_from_dict(system, household)
    for name in ("income_tax", "basic_income", "social_security_contribution",
                 "housing_allowance"):
        simulation.calculate(name, month)

evaluate()
begin = time.perf_counter()
for _ in range(200):
    evaluate()
figures["evaluate"] = (time.perf_counter() - begin) / 200
print(json.dumps(figures))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, help="keep OpenFisca here")
    folder = options.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        peer = _peer(folder or Path(temporary))
        # In turns, so that both meet the same load of the machine.
        runs = [
            (_run(Path(sys.executable), OURS), _run(peer, THEIRS))
            for _ in range(ROUNDS)
        ]
    ours = _medians([run[0] for run in runs])
    theirs = _medians([run[1] for run in runs])
    print(f"{platform.machine()}, Python {platform.python_version()}, {ROUNDS} rounds")
    print(f"{'':34}{'kiosk.rules':>14}{'OpenFisca':>14}")
    _line("import", ours["import"], theirs["import"])
    _line("load the rules (aim 20 ms)", ours["load"], theirs["load"])
    for name in ("allowed", "refused", "open"):
        _line(f"one decision, {name} (aim 0.1 ms)", ours[name], theirs["evaluate"])


def _peer(folder: Path) -> Path:
    """The interpreter of an environment that has OpenFisca, made if missing."""
    python = folder / "openfisca" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "openfisca-country-template"], check=True)
    return python


def _run(python: Path, program: str) -> dict[str, float]:
    finished = subprocess.run(
        [python, "-c", program], check=True, capture_output=True, cwd=ROOT, text=True
    )
    figures: dict[str, float] = json.loads(finished.stdout)
    return figures


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _line(what: str, ours: float, theirs: float) -> None:
    print(f"{what:34}{ours * 1000:11.3f} ms{theirs * 1000:11.3f} ms")


if __name__ == "__main__":
    main()
