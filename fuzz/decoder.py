"""The decoder of pictures alone, many times faster: in a fork instead of a new process.

It may end in any way that ``pictures`` takes for a damaged picture, with or without a
signal; what it hands back must be a picture.
"""

import io
import os
import sys
from typing import NoReturn

from harness import expect, fuzz, instrumented
from PIL import Image
from seeds import picture

with instrumented():
    from kiosk.card.residence import picture_worker
    from kiosk.card.residence.pictures import PictureFormat

FORMS = tuple(PictureFormat)


def decoder(data: bytes) -> None:
    """The first octet chooses the format."""
    form = FORMS[data[0] % len(FORMS)] if data else FORMS[0]
    status, answer = decoded(data[1:], form)
    if status != 0:
        return
    header, _, pixels = answer.partition(b"\n")
    mode, width, height = header.decode("ascii").split()
    expect(mode in picture_worker.MODES[form.value], "a mode that belongs there")
    size = picture_worker.row_bytes(mode, int(width)) * int(height)
    expect(len(pixels) == size, "there are as many pixels as it says")
    pixel_count = int(width) * int(height)
    expect(pixel_count <= picture_worker.MOST_PIXELS, "no picture is too large")


def decoded(content: bytes, form: PictureFormat) -> tuple[int, bytes]:
    """How the worker ended, as ``subprocess`` has it, and what it answered."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _work(content, form, theirs)
    os.close(theirs)
    with open(ours, "rb") as answers:
        answer = answers.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), answer


def _work(content: bytes, form: PictureFormat, out: int) -> NoReturn:
    """Nothing of the fuzzer's own may run at the end of this process."""
    sys.stdin = io.TextIOWrapper(io.BytesIO(content))
    sys.stdout = open(out, "w")  # noqa: SIM115 - until the end of this process
    status = 1
    try:
        picture_worker.main(form.value)
        sys.stdout.flush()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        os._exit(status)


if __name__ == "__main__":
    Image.init()  # loads its plugins, which each fork would do again
    for name, seed in picture():
        if name in ("text", "face"):
            status, _ = decoded(seed[1:], FORMS[seed[0]])
            expect(status == 0, "a sound picture is decoded")
    fuzz(decoder)
