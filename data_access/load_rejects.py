"""The file to which the command line writes the problems of all files: that it can be written is seen before a load."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from data_access.batches import LoadRefused, LoadReport

BOM = b"\xef\xbb\xbf"


@contextmanager
def writable(rejects: Path | None, others: Iterable[Path]) -> Iterator[None]:
    """See that the file can be written and is none of the others; one that was not there goes if the load fails."""
    if rejects is None:
        yield
        return
    for other in others:
        if rejects.resolve() == other.resolve() or (rejects.exists() and other.exists() and rejects.samefile(other)):
            raise LoadRefused(f"--rejects names {other.name}, which would be overwritten. Name another file.")
    is_new = not rejects.exists()
    try:
        with rejects.open("ab"):
            pass
    except OSError as error:
        raise LoadRefused(
            f"The problems cannot be written to {rejects}: {error.strerror}. Name another file."
        ) from None
    try:
        yield
    except BaseException:
        if is_new:
            rejects.unlink(missing_ok=True)
        raise


def database_file(database: str) -> list[Path]:
    """The file of a SQLite database; of a server none."""
    url = make_url(database)
    return [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []


def rejects_of(files: Sequence[Path], reports: Sequence[LoadReport]) -> bytes:
    """The problems of all files; where there are several, each under the name of its file."""
    if len(reports) == 1:
        return reports[0].rejects()
    parts = [
        f"{file.name}\r\n".encode() + report.rejects().removeprefix(BOM)
        for file, report in zip(files, reports, strict=True)
    ]
    return BOM + b"\r\n".join(parts)
