"""The broker of the embedded default: messages are files in a folder.

kombu's own transport opens a file under its final name and writes it afterwards. A process that
looks in between reads an empty file, and a worker dies of that. Here a file is written under
another name and renamed when it is complete.
"""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes messages and bindings whole or not at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A worker that finds no folder to look into would end.
        Path(self.data_folder_in).mkdir(parents=True, exist_ok=True)

    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        bindings = self.get_table(exchange)
        if binding not in bindings:
            file = self._exchange_file(exchange)
            _write_whole(file, dumps([binding, *bindings]))


class Transport(filesystem.Transport):
    """The transport of `filesystem://`."""

    Channel = Channel


def _write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The ending is no queue's, so nobody takes it for a message.
    unfinished = path.with_name(f"{uuid.uuid4()}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, path)


def register() -> None:
    """Let `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
