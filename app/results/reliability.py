"""Reliability of the scales over everybody in the survey, kept beside the ledger and renewed as more pupils answer."""

from flask import current_app

from app.db import now
from app.instruments.model import Instrument
from app.instruments.scoring import scoring_key
from app.results import queries
from app.results.actions import keep_release
from app.results.compared import Compared, ComparedWave
from app.results.figures.comparison import Alphas, alphas_of
from app.results.kept import sheet_of
from app.results.sets import pack

LARGE = 20  # renewed when a twentieth of the responses is new


def instrument_of(compared: Compared) -> Instrument:
    """The instrument the survey puts."""
    found: Instrument = current_app.extensions["instruments"].get(*compared.instrument)
    return found


def beside_of(compared: Compared) -> Instrument | None:
    """The other form that some pupils sit, if there is one."""
    if compared.beside is None:
        return None
    found: Instrument = current_app.extensions["instruments"].get(*compared.beside)
    return found


def alphas_in(compared: Compared, wave: ComparedWave) -> Alphas:
    """Reliability of each scale in the wave, by scale id."""
    view, least = f"alpha|{wave.id}", compared.thresholds.t2
    last = queries.find_last_of_wave(compared.id, view, wave)
    if last and last.n_changed < max(least, last.n // LARGE):
        kept = last.payload["alphas"]
        return {scale_id: (value, low, high) for scale_id, (value, low, high) in kept.items()}
    looked_at, instrument = now(), instrument_of(compared)
    sheet = sheet_of(None, wave, len(instrument.questions))
    alphas = alphas_of(sheet, scoring_key(instrument), least=least)
    if alphas:
        n, payload = len(sheet.pupils), {"alphas": {name: list(values) for name, values in alphas.items()}}
        keep_release(compared.id, seen=None, view=view, tier="T2", as_of=looked_at, n=n, payload=payload, sets=pack({}))
    return alphas
