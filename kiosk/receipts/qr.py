"""QR codes (ISO/IEC 18004)."""

from typing import Final

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

_QUIET_ZONE: Final = 4
_SHORT: Final = 40
"""Characters. A longer text is corrected less: its modules would get too small."""


def qr_code(data: str, width: int) -> Image.Image:
    """The code with its quiet zone, of mode ``1``, as wide as fits into ``width`` dots.

    A quarter of a short text may be lost, 15 % of a longer one.
    """
    level = ERROR_CORRECT_Q if len(data) <= _SHORT else ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=level, border=_QUIET_ZONE)
    code.add_data(data)
    rows = code.get_matrix()
    modules = Image.new("1", (len(rows), len(rows)))
    modules.putdata([not dark for row in rows for dark in row])
    side = width // len(rows) * len(rows)
    return modules.resize((side, side), Image.Resampling.NEAREST)
