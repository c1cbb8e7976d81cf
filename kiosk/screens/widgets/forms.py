"""The widget of each form: imported with the first page that has one."""

from textual.widget import Widget

from kiosk.screens.page import (
    DateForm,
    Form,
    PasswordForm,
    PinForm,
    SearchForm,
    TextForm,
)
from kiosk.screens.widgets import date_form, pin_pad, search_form, text_form


def form_widget(form: Form, order: str | None) -> Widget:
    """What takes keys on a page. ``order`` shuffles a PIN's digits."""
    match form:
        case DateForm():
            return date_form.DateForm(form)
        case SearchForm():
            return search_form.SearchForm(form)
        case PinForm(None):
            return pin_pad.PinPad(pin_pad.PASSWORD)
        case PinForm():
            return pin_pad.PinPad(pin_pad.FOUR_DIGITS, order=order)
        case PasswordForm():
            return pin_pad.PinPad(pin_pad.OWN_PASSWORD)
        case TextForm():
            return text_form.TextForm(form)
