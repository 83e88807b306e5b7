"""Make the two secrets of an installation: `python -m app.keys` prints them as settings.

Whoever holds IDENTITY_KEY can read pupils' names; whoever loses it loses them. Keep a copy apart from the backups.
"""

import base64
import secrets

KEY_BYTES = 32


def new_secrets() -> dict[str, str]:
    """A fresh SECRET_KEY, and a fresh IDENTITY_KEY with the name `k1`."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(KEY_BYTES + 16),
        "IDENTITY_KEY": f"k1:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}",
    }


if __name__ == "__main__":
    for name, value in new_secrets().items():
        print(f"{name}={value}")
