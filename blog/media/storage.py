"""Where files lie: written beside their place, forced to the disk, then moved into it in one step."""

import os
from typing import IO, Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from blog.lib.slugs import new_uid


@deconstructible
class DurableStorage(FileSystemStorage):
    """Files are never half there: a process that dies leaves the old file or the new one, and perhaps a `.new` file.

    A name that exists is written anew, because our names come from what the file holds.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: IO[Any]) -> str:
        path = self.path(name)
        folder = os.path.dirname(path)
        os.makedirs(folder, exist_ok=True)
        beside = f"{path}.{new_uid()}.new"
        try:
            with open(beside, "xb") as file:
                content.seek(0)
                file.write(content.read())
                file.flush()
                os.fsync(file.fileno())
            os.chmod(beside, self.file_permissions_mode or 0o644)
            os.replace(beside, path)
        except BaseException:
            if os.path.exists(beside):
                os.unlink(beside)
            raise
        _force(folder)
        return name


def _force(folder: str) -> None:
    """Bring a new name in a folder to the disk, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
