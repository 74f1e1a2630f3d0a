"""Write a secret key file once: `python -m config.secret_key PATH`."""

import os
import secrets
import sys
from pathlib import Path


def ensure_key(path: Path) -> bool:
    """Create `path` with a fresh key, readable by its owner only; return False where it exists already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return True


if __name__ == "__main__":
    ensure_key(Path(sys.argv[1]))
