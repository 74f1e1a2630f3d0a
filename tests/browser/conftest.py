"""Driving the site in Debian's Chromium; a console error, refused content or outside request fails the test."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Route, sync_playwright

from tests.cast import PASSWORD, Cast, make_cast

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# The browser's driver runs an event loop in this thread, which Django takes for a request being served.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Reports what the browser refused under the content security policy, also where the console is silent.
WATCH = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refusals.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""


@dataclass
class Complaints:
    """What went wrong while a page was driven; `expected`: parts of messages provoked on purpose."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.seen.append(f"console {message.type}: {message.text}")

    def fail(self, error: Error) -> None:
        self.seen.append(f"script error: {error}")

    def unexpected(self) -> list[str]:
        return [text for text in self.seen if not any(part in text for part in self.expected)]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to its path")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The people of the tests, stored where the live server sees them; their roles with them."""
    from blog.site import roles

    roles.ensure_groups()
    return make_cast()


@pytest.fixture
def context(chromium: Browser, live_server, settings) -> Iterator[BrowserContext]:  # type: ignore[no-untyped-def]
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def page(context: BrowserContext, complaints: Complaints, live_server) -> Iterator[Page]:  # type: ignore[no-untyped-def]
    """A page whose complaints fail the test when it ends."""
    page = context.new_page()
    page.on("console", complaints.note)
    page.on("pageerror", complaints.fail)
    own = urlsplit(live_server.url).netloc

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == own:
            route.continue_()
        else:
            complaints.seen.append(f"request leaves the machine: {route.request.url}")
            route.abort()

    page.route(lambda url: url.startswith("http"), guard)
    yield page
    complaints.seen += [f"refused by policy: {text}" for text in page.evaluate("window.refusals ?? []")]
    assert complaints.unexpected() == []


def log_in(page: Page, user: User) -> None:
    """Log in through the login page."""
    page.goto("/admin/login/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
