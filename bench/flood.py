"""Flood a real server with comments: who gets in, how far the database grows, and what readers feel.

Run: python -m bench.flood [posts a minute] [seconds]. Starts `manage.py serve` on a scratch site, twice: one network
with one honest visitor elsewhere, then many networks with texts of their own. Prints what came of it.
"""

import http.client
import os
import re
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
PORT = 8931
SENDERS = 8


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{PORT}",
        # The bench stands in for the proxy that names each client.
        "TRUSTED_PROXY_COUNT": "1",
        "LOG_LEVEL": "ERROR",
    }


def ask(method: str, path: str, *, form: dict[str, str] | None = None, address: str = "") -> tuple[int, str]:
    """Return (status, text) of one request."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    headers = {"X-Forwarded-For": address or "192.0.2.1"}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request(method, path, body=urlencode(form) if form else None, headers=headers)
    answer = line.getresponse()
    text = answer.read().decode(errors="replace")
    line.close()
    return answer.status, text


def reply(path: str, token: str, mark: str, address: str) -> int:
    form = {
        "body": f"{mark}: {secrets.token_hex(40)} {secrets.token_hex(8)}",
        "author_name": "Somebody",
        "author_email": f"{secrets.token_hex(6)}@many.example",
        "author_url": "",
        "subject": "",
        "token": token,
    }
    return ask("POST", f"{path}reply/", form=form, address=address)[0]


def flood(
    path: str, token: str, rate: float, seconds: float, network: Callable[[int], str]
) -> tuple[Counter[int], list[float]]:
    """Send posts at a rate and read the page meanwhile; return (statuses, seconds per read)."""
    statuses: Counter[int] = Counter()
    count, lock = int(rate * seconds / 60), threading.Lock()
    numbers = iter(range(count))
    begin = time.monotonic()

    def send() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            time.sleep(max(0.0, begin + number * 60 / rate - time.monotonic()))
            status = reply(path, token, f"flood {number}", network(number))
            with lock:
                statuses[status] += 1

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    times = read(path, until=lambda: not any(sender.is_alive() for sender in senders))
    return statuses, times


def read(path: str, *, until: Callable[[], bool]) -> list[float]:
    times = []
    while not until():
        start = time.perf_counter()
        assert ask("GET", path)[0] == 200
        times.append(time.perf_counter() - start)
        time.sleep(0.05)
    return times


def told(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {1000 * cuts[49]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms ({len(times)} reads)"


def stored(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder / 'octavo.sqlite3'}?mode=ro", uri=True) as database:
        return int(database.execute("SELECT COUNT(*) FROM blog_comment").fetchone()[0])


def main(rate: float, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = environment(folder)
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "set_up", "--demo"], env=env, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*manage, "serve", "--port", str(PORT), "--no-tasks"], env=env)
        try:
            measure(folder, rate, seconds)
        finally:
            server.terminate()
            server.wait(timeout=30)


def measure(folder: Path, rate: float, seconds: float) -> None:
    path, token = ready()
    calm_until = time.monotonic() + 10
    print("calm:", told(read(path, until=lambda: time.monotonic() > calm_until)))
    for title, network, honest in (
        ("one network", lambda number: "203.0.113.9", "198.51.100.7"),
        ("many networks", lambda number: f"10.{number // 250}.{number % 250}.1", "198.51.101.7"),
    ):
        before = stored(folder)
        statuses, times = flood(path, token, rate, seconds, network)
        person = reply(path, token, "An honest word", honest)
        print(f"{title}: {dict(statuses)}, stored {stored(folder) - before}, honest visitor {person}")
        print(f"    article page: {told(times)}")
        _, puzzle = ask("GET", "/comments/form-time/")
        print(f"    proof of work asked for: {'null' not in puzzle}")


def ready() -> tuple[str, str]:
    """Wait for the server; return (address of an article, form token)."""
    for _ in range(100):
        try:
            _, home = ask("GET", "/")
            path = re.findall(r'href="(/articles/[^"/]+/)"', home)[0]
            found = re.search(r'name="token" value="([^"]+)"', ask("GET", path)[1])
            if found:
                return path, found[1]
        except OSError:
            pass
        time.sleep(0.3)
    raise SystemExit("the server did not answer")


if __name__ == "__main__":
    main(*(float(word) for word in (sys.argv[1:] + ["1000", "60"][len(sys.argv) - 1 :])))
