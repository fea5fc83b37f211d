"""Requests as a server hands them to what stands around the pages, and what becomes of them."""

import asyncio
from dataclasses import dataclass, field

import pytest

HERE = ("127.0.0.1", 50000)


@dataclass
class Answer:
    """What was answered. `let_in`: whether the request reached the app behind."""

    status: int = 0
    let_in: bool = False
    headers: list = field(default_factory=list)

    def all_of(self, name):
        return [value for key, value in self.headers if key == name]


@pytest.fixture
def ask():
    """Sends one request through a layer made by `wrap(app)`, whose app answers with these headers: ask(wrap, path)."""

    def go(wrap, path="/", *, kind="http", method="GET", headers=None, client=HERE, answering=()):
        answer = Answer()

        async def app(_scope, _receive, send):
            answer.let_in = True
            if kind == "http":
                sent = [(name.encode(), value.encode()) for name, value in answering]
                await send({"type": "http.response.start", "status": 200, "headers": sent})

        async def send(message):
            if message["type"].endswith("response.start"):
                answer.status = message["status"]
                answer.headers = [(name.decode(), value.decode()) for name, value in message["headers"]]

        async def receive():
            return {"type": "http.request", "body": b""}

        given = {"host": "localhost:8501", **(headers or {})}
        scope = {
            "type": kind,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items() if value is not None],
            "client": client,
            "extensions": {"websocket.http.response": {}},
        }
        if kind == "http":
            scope["method"] = method
        asyncio.run(wrap(app)(scope, receive, send))
        return answer

    return go
