"""The health route."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from data_access.coverage import fetch_data_version
from data_access.database import DatabaseError, Engine, run_fetch

HEALTH = "/healthz"


def health_route(engine: Engine) -> Route:
    """/healthz: 200 when the process answers and its database too, 503 when the database does not."""

    def health(_request: Request) -> JSONResponse:
        try:
            run_fetch(engine, fetch_data_version)
        except DatabaseError:
            return JSONResponse({"status": "the database does not answer"}, status_code=503)
        return JSONResponse({"status": "ok"})

    return Route(HEALTH, health)
