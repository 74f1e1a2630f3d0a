"""A folder of its own for the files of each test, kept by the storage of a real installation."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "blog.media.storage.DurableStorage"},
    }
    return tmp_path
