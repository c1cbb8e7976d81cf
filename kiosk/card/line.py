"""Sending one command without leaving a copy of it behind.

pyscard turns a command into a list and copies that to the C heap, where it is freed
but not overwritten: a PIN would stay in this program's memory. So commands go to
pcsc-lite's own ``SCardTransmit`` (winscard.h) straight from the caller's buffer; it
writes them to the card service's socket from there. Handles are pyscard's, which
speaks to the same library.
"""

import ctypes
from typing import Final

LONGEST_ANSWER: Final = 65_538
"""Bytes: the data of an extended answer and its two status bytes."""

_Handle = ctypes.c_long
_Dword = ctypes.c_ulong


class _IoRequest(ctypes.Structure):
    _fields_ = (("protocol", _Dword), ("length", _Dword))


_library: Final = ctypes.CDLL("libpcsclite.so.1")
_transmit: Final = _library.SCardTransmit
_transmit.restype = ctypes.c_long
_transmit.argtypes = [
    _Handle,
    ctypes.POINTER(_IoRequest),
    ctypes.c_void_p,
    _Dword,
    ctypes.POINTER(_IoRequest),
    ctypes.c_void_p,
    ctypes.POINTER(_Dword),
]


def transmit(handle: int, protocol: int, command: bytearray) -> tuple[int, bytes]:
    """Return code and answer, empty unless the code is success. Waits for the card.

    ``protocol`` is SCARD_PROTOCOL_T0 or SCARD_PROTOCOL_T1.
    """
    request = _IoRequest(protocol, ctypes.sizeof(_IoRequest))
    sent = (ctypes.c_ubyte * len(command)).from_buffer(command)
    answer = ctypes.create_string_buffer(LONGEST_ANSWER)
    length = _Dword(LONGEST_ANSWER)
    status: int = _transmit(
        handle,
        ctypes.byref(request),
        ctypes.addressof(sent),
        len(command),
        None,
        ctypes.addressof(answer),
        ctypes.byref(length),
    )
    # As pyscard has return codes: the 32 bits of a LONG, without a sign.
    code = status & 0xFFFFFFFF
    return code, answer.raw[: length.value] if code == 0 else b""
