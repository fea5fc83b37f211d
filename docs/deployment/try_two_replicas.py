"""Tries what docs/deployment.md says, on this computer: PostgreSQL, two replicas, nginx with TLS in front of them.

    python -m docs.deployment.try_two_replicas          # SIGN_IN=demo, the sample
    python -m docs.deployment.try_two_replicas oidc     # SIGN_IN=oidc, with a provider of sign-ins

nginx.conf and roles.sql of this folder are used as they are, but for ports, names of files and the certificate, which
is made for the occasion. Needs requirements-dev.txt, Chromium, nginx and openssl; nothing of it stays.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from data_access.children import SAMPLE_KEY
from docs.deployment.on_one_computer import (
    PERSON,
    Database,
    Proxy,
    Replica,
    database,
    free_ports,
    prepare_sign_in,
    provider,
    wait_for,
)
from tests.app.yearly_tables import workbook_of
from tests.browser.conftest import FLAGS, settle

COOKIE = "concordat_replica"
LETTERS = "ab"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEVER_LOGGED = re.compile(r"[?=]| /media/(?!\.\.\. )|/upload_file/(?!\.\.\. )")


class Trial:
    """What is tried, each thing with its sentence. The first that does not hold ends the trial."""

    def __init__(
        self, stored: Database, proxy: Proxy, replicas: list[Replica], browser: Browser, signs_in: bool
    ) -> None:
        self.stored, self.proxy, self.replicas = stored, proxy, replicas
        self.browser, self.signs_in = browser, signs_in

    def holds(self, sentence: str, is_so: object) -> None:
        if not is_so:
            raise AssertionError(f"Not so: {sentence}")
        sys.stdout.write(f"  {sentence}\n")

    def visitor(self) -> BrowserContext:
        """A browser of its own, signed in where people do."""
        context = self.browser.new_context(ignore_https_errors=True, viewport={"width": 1366, "height": 768})
        if self.signs_in:
            with contextlib.closing(context.new_page()) as page:
                self.sign_in(context, page, "/")
        return context

    def sign_in(self, context: BrowserContext, page: Page, path: str, finished_by: str = "") -> None:
        """Sign in from a page; `finished_by`: the replica that the provider's answer is to reach."""
        self.go(page, path)
        page.get_by_role("button", name="Sign in").click()
        who = page.get_by_role("button", name=PERSON)
        who.wait_for(timeout=20_000)
        if finished_by:
            self.send_to(context, finished_by)
        who.click()
        self.sees(page, f"Signed in as {PERSON}")
        settle(page)

    def send_to(self, context: BrowserContext, letter: str) -> None:
        """Send what this browser asks from now on to the other replica."""
        context.add_cookies([{"name": COOKIE, "value": letter, "url": self.proxy.url}])

    def letter(self, context: BrowserContext) -> str:
        return next((each["value"] for each in context.cookies(self.proxy.url) if each["name"] == COOKIE), "")

    def go(self, page: Page, path: str) -> None:
        page.goto(self.proxy.url + path)
        settle(page)

    def uploads(self, page: Page, path: str = "/load") -> None:
        """The workbook of yearly tables reaches the replica that draws the page, which reads it."""
        self.go(page, path)
        file = {"name": "tables.xlsx", "mimeType": XLSX, "buffer": workbook_of()}
        page.locator('input[type="file"]').set_input_files(file)
        self.sees(page, "Checked for Derby City")

    def sees(self, page: Page, words: str, seconds: float = 20) -> None:
        try:
            page.get_by_text(words).wait_for(timeout=seconds * 1000)
        except PlaywrightTimeout:
            found = " ".join(page.locator("body").inner_text().split())[:1500]
            raise AssertionError(f"Not there: {words!r}. The page says: {found}") from None

    def gates(self) -> None:
        """What nginx answers by itself, and what every answer carries."""
        status, headers, _ = self.proxy.get("/")
        for name in ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options"):
            self.holds(f"{name} stands once on a page", status == 200 and len(headers.get_all(name) or []) == 1)
        kept = [each for each in headers.get_all("Set-Cookie") or [] if each.startswith(COOKIE)]
        self.holds(
            "the cookie of the replica is Secure, HttpOnly, SameSite=Lax, and ends with the browser",
            len(kept) == 1 and re.fullmatch(rf"{COOKIE}=[ab]; Path=/; Secure; HttpOnly; SameSite=Lax", kept[0]),
        )
        for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"):
            status, headers, _ = self.proxy.get(path)
            self.holds(f"{path} is closed", status == 404 and len(headers.get_all("Strict-Transport-Security")) == 1)
        self.holds("/healthz is answered on this computer", self.proxy.get("/healthz")[0] == 200)
        self.holds("/healthz is refused elsewhere", self.proxy.get("/healthz", source="127.0.0.2")[0] == 403)
        large = {"Content-Length": str(12 * 1024 * 1024)}
        status = self.proxy.get("/_stcore/upload_file/x/y", method="PUT", headers=large)[0]
        self.holds("an upload of 12 MB is refused by nginx", status == 413)
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.plain, timeout=5)
        connection.request("GET", "/incidents?line=home-1")
        answer = connection.getresponse()
        self.holds(
            "plain HTTP is sent to HTTPS",
            answer.status == 308 and answer.headers["Location"] == "https://localhost/incidents?line=home-1",
        )
        try:
            with socket.create_connection(("127.0.0.1", self.proxy.secure), timeout=5) as opened:
                ssl.create_default_context().wrap_socket(opened, server_hostname="another.example")
            refused = False
        except ssl.SSLError as error:
            refused = "UNRECOGNIZED_NAME" in str(error).upper()
        self.holds("another name gets no answer", refused)
        letters = {self.proxy.get("/")[1]["Set-Cookie"][len(COOKIE) + 1] for _ in range(24)}
        self.holds("new visitors are dealt to both replicas", letters == set(LETTERS))

    def stays(self) -> None:
        """One browser, several pages: everything goes to one replica, an upload too."""
        with contextlib.closing(self.visitor()) as context:
            page = context.new_page()
            before = len(self.proxy.lines())
            self.go(page, "/?line=home-1")
            letter = self.letter(context)
            self.holds("a page opens over TLS and its websocket works", letter in LETTERS)
            for path in ("/incidents", "/homes?line=home-2", "/offences"):
                self.go(page, path)
            self.uploads(page)
            self.holds("a file is uploaded and read", True)
        time.sleep(1)
        lines = self.proxy.lines(before)
        streams = [line for line in lines if " /_stcore/stream 101 " in line]
        ports = {port for line in lines for port in re.findall(r"127\.0\.0\.1:(\d+)", line)}
        self.holds(
            f"all {len(lines)} requests of one browser, {len(streams)} of them websockets, went to one replica",
            len(streams) >= 5 and ports == {str(self.replicas[LETTERS.index(letter)].port)},
        )
        told = [line for line in self.proxy.lines() if NEVER_LOGGED.search(line)]
        uploads = [line for line in lines if "/upload_file/... " in line]
        self.holds(
            f"no line of the log has a query string, a cookie or a number that fetches a file{told[:1] or ''}",
            uploads and not told,
        )

    def not_sticky(self) -> None:
        """That stickiness is what makes it work: sent to the other replica, an upload is refused."""
        with contextlib.closing(self.visitor()) as context:
            page = context.new_page()
            self.go(page, "/load")
            other = "a" if self.letter(context) == "b" else "b"
            self.send_to(context, other)
            file = {"name": "tables.xlsx", "mimeType": XLSX, "buffer": workbook_of()}
            with page.expect_response(lambda answer: "/_stcore/upload_file/" in answer.url) as answered:
                page.locator('input[type="file"]').set_input_files(file)
            self.holds("sent to the other replica, the same upload is refused", answered.value.status == 400)

    def fails_over(self) -> None:
        """A replica that is killed gives its visitors to the other one, which keeps them."""
        with contextlib.closing(self.visitor()) as context:
            page = context.new_page()
            self.go(page, "/incidents?line=home-1&period=2022-23")
            title, letter = page.locator("h1").inner_text(), self.letter(context)
            fallen = self.replicas[LETTERS.index(letter)]
            fallen.end(signal.SIGKILL)
            wait_for("the cookie of the other replica", lambda: self._moved(page, context, letter), 60)
            settle(page)
            self.holds("a replica is killed: its visitor is with the other one, without a reload", True)
            self.holds("the filters stand in the address as before", "line=home-1" in page.url)
            self.holds("the page shows the same finding", page.locator("h1").inner_text() == title)
            self.go(page, "/homes?line=home-1")
            self.uploads(page)
            self.holds("other pages and an upload work with one replica", True)
            fallen.start()
            time.sleep(6)  # longer than fail_timeout: nginx would send visitors there again
            self.uploads(page)
            self.holds(
                "the replica is back: the visitor stays with the one that has the session",
                self.letter(context) != letter,
            )

    def signs_in_once(self) -> None:
        """A sign-in is one for both replicas, and ends for both."""
        with contextlib.closing(self.browser.new_context(ignore_https_errors=True)) as context:
            page = context.new_page()
            self.go(page, "/homes?line=home-2")
            self.holds("who has not signed in is asked to", page.get_by_role("button", name="Sign in").is_visible())
            begun_by = self.letter(context)
            other = "a" if begun_by == "b" else "b"
            self.sign_in(context, page, "/homes?line=home-2", finished_by=other)
            self.holds(
                "begun at one replica and finished by the other, it leads back to the page that was wanted",
                self.letter(context) == other and page.url.endswith("/homes?line=home-2"),
            )
            cookies = [each for each in context.cookies(self.proxy.url) if each["name"].startswith("_streamlit_user")]
            self.holds(
                "its cookies are Secure, HttpOnly, and not for other sites",
                cookies and all(c["secure"] and c["httpOnly"] and c["sameSite"] == "Lax" for c in cookies),
            )
            self.send_to(context, begun_by)
            second = context.new_page()
            self.go(second, "/incidents")
            self.holds(
                "it is valid at the other replica",
                second.get_by_text(f"Signed in as {PERSON}").is_visible() and self.letter(context) == begun_by,
            )
            page.get_by_role("button", name="Sign out").click()
            self.sees(second, "You have signed out", 40)
            self.holds("signed out at one replica, the tab at the other one ends too", True)

    def _moved(self, page: Page, context: BrowserContext, letter: str) -> bool:
        page.wait_for_timeout(250)
        return self.letter(context) not in ("", letter)

    def is_restored(self) -> None:
        """The database is copied while people work, lost, and restored."""
        dump = self.proxy.access_log.with_name("concordat.dump")
        self.stored.run("data_access.backup", "--database", self.stored.address("concordat_backup"), str(dump))
        for replica in self.replicas:
            replica.end()
        self.stored.restore(dump)
        self.stored.run("data_access.audit", "--database", self.stored.address("concordat_audit"), "verify")
        self.holds("the role for the audit finds the log whole", True)
        self.stored.run("data_access.restored", "--database", self.stored.address("concordat_owner"), key=SAMPLE_KEY)
        self.holds("the copy can be worked with", True)
        for replica in self.replicas:
            replica.start()
        with contextlib.closing(self.visitor()) as context:
            page = context.new_page()
            self.go(page, "/incidents?line=home-1")
            self.holds("the replicas work on it, with the rights of their role", page.locator("h1").inner_text())


def _tell_logs(replicas: list[Replica], kind: object, _error: object, _where: object) -> None:
    """What the replicas wrote last, when something did not hold."""
    if kind is not None:
        for replica in replicas:
            sys.stderr.write(f"Replica {replica.port}: {replica.log.read_text(encoding='utf-8')[-1500:]}\n")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Tries two replicas behind nginx on this computer.")
    parser.add_argument("sign_in", nargs="?", choices=("demo", "oidc"), default="demo")
    given = parser.parse_args(words)
    plain, secure, asked, *ports = free_ports(5)
    signs_in = given.sign_in == "oidc"
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="concordat-")))
        stored = opened.enter_context(database())
        url = stored.address("concordat_app")
        environ = {**os.environ, "HOME": str(folder), "DATABASE_URL": url, "SIGN_IN": given.sign_in}
        if signs_in:
            opened.enter_context(provider(asked))
            environ |= prepare_sign_in(url, f"https://localhost:{secure}", asked)
        replicas = [Replica(port, environ, folder / f"{port}.log") for port in ports]
        proxy = Proxy(folder, plain, secure, replicas)
        for part in (*replicas, proxy):
            opened.callback(part.end)
            part.start()
        opened.push(partial(_tell_logs, replicas))
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        opened.callback(browser.close)
        trial = Trial(stored, proxy, replicas, browser, signs_in)
        parts = [trial.gates, *([trial.signs_in_once] if signs_in else []), trial.stays, trial.not_sticky]
        for part in (*parts, trial.fails_over, trial.is_restored):
            sys.stdout.write(f"{part.__doc__}\n")
            part()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
