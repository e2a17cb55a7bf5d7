"""The file broker under the race that kills workers of the stock transport."""

import threading
from pathlib import Path

from kombu import Connection

from config import filesystem_broker


def connection(folder: Path) -> Connection:
    """Queues are named after the folder, since kombu keeps bindings for the whole process."""
    (folder / "messages").mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
    }
    return Connection(transport=filesystem_broker.Transport, transport_options=options)


def test_messages_arrive_once_while_others_write(tmp_path):
    received: list[int] = []

    def send(first: int) -> None:
        with connection(tmp_path) as sender:
            queue = sender.SimpleQueue(tmp_path.name)
            for number in range(first, first + 100):
                queue.put({"number": number})

    senders = [threading.Thread(target=send, args=(first,)) for first in (0, 100, 200)]
    with connection(tmp_path) as receiver:
        # Bound before anybody sends: kombu drops what is sent while a first binding is being made.
        queue = receiver.SimpleQueue(tmp_path.name)
        for sender in senders:
            sender.start()
        while len(received) < 300:
            message = queue.get(timeout=60)
            received.append(message.payload["number"])
            message.ack()
    for sender in senders:
        sender.join()
    assert sorted(received) == list(range(300))


def test_no_file_is_ever_seen_half_written(tmp_path, monkeypatch):
    """While the text is being written, no file of the folder has a queue's name."""
    seen: list[list[str]] = []
    real_write = Path.write_text

    def write_and_look(self: Path, text: str, **options: str) -> int:
        written = real_write(self, text, **options)
        seen.append([path.name for path in self.parent.iterdir()])
        return written

    monkeypatch.setattr(Path, "write_text", write_and_look)
    with connection(tmp_path) as sender:
        sender.SimpleQueue(tmp_path.name).put({"number": 1})
    assert seen
    assert not [name for names in seen for name in names if name.endswith(f".{tmp_path.name}.msg")]
