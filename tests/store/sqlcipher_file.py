"""SQLCipher's file format read without SQLCipher, to see what really is in a file.

https://www.zetetic.net/sqlcipher/design/: pages of 4096 bytes, each ends with a
reserve of 80 bytes (16 of IV, 64 of HMAC-SHA512); AES-256-CBC; the first 16 bytes of
the file are a salt.
"""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE = 4096
RESERVE = 80


def plain_pages(path: Path, key: bytes) -> list[bytes]:
    raw = path.read_bytes()
    pages = []
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        content = page[16 if start == 0 else 0 : -RESERVE]
        initial = page[-RESERVE : -RESERVE + 16]
        decryptor = Cipher(AES(key), CBC(initial)).decryptor()
        pages.append(decryptor.update(content) + decryptor.finalize())
    return pages
