"""A visitor without a browser: asks a running server for pages over its websocket, as Streamlit's own frontend does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.AppPage_pb2 import AppPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

# The name of the protocol and, where nobody has signed in, what the frontend puts in the place of a token.
SUBPROTOCOLS = ("streamlit", "PLACEHOLDER_AUTH_TOKEN")
PATIENCE_S = 60


class _QuickSocket(socket.socket):
    """A socket that acknowledges what it receives at once.

    A server that gathers small messages (Nagle's algorithm) waits for each acknowledgement, and Linux delays these by
    up to 40 ms. That wait would be the same on both sides of a comparison, and hide what differs.
    """

    def recv(self, *args: Any) -> bytes:
        data = super().recv(*args)
        if hasattr(socket, "TCP_QUICKACK"):
            self.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data


@dataclass(frozen=True)
class Answer:
    """What the server sent for one run of its script, and how long that took."""

    seconds: float
    messages: tuple[ForwardMsg, ...]

    @property
    def elements(self) -> list[Element]:
        """The elements that are placed, in order."""
        deltas = (message.delta for message in self.messages if message.WhichOneof("type") == "delta")
        return [delta.new_element for delta in deltas if delta.WhichOneof("type") == "new_element"]

    def of_kind(self, kind: str) -> list[Any]:
        """The elements of one kind, for example "plotly_chart"."""
        return [getattr(element, kind) for element in self.elements if element.WhichOneof("type") == kind]

    def select_box(self, label: str) -> Selectbox:
        """The select box with this label."""
        return next(box for box in self.of_kind("selectbox") if box.label == label)

    @property
    def pages(self) -> list[AppPage]:
        """The pages of the app, as its menu lists them."""
        told = (message.navigation for message in self.messages if message.WhichOneof("type") == "navigation")
        return [page for navigation in told for page in navigation.app_pages]


class Visitor:
    """One session. What was received stays known, and widgets keep their values, as in a browser."""

    def __init__(self, connection: ClientConnection, address: str) -> None:
        self._connection = connection
        self._address = address
        self._states: dict[str, WidgetState] = {}
        self._known: set[str] = set()

    def ask(self, page: str = "", query: str = "") -> Answer:
        """Run the script for a page, given by its hash or "" for the first one, and wait until it has finished."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = page
        asked.rerun_script.query_string = query
        asked.rerun_script.context_info.url = self._address
        asked.rerun_script.widget_states.widgets.extend(self._states.values())
        asked.rerun_script.cached_message_hashes.extend(self._known)
        start = perf_counter()
        self._connection.send(asked.SerializeToString())
        messages = tuple(self._until_finished())
        answer = Answer(perf_counter() - start, messages)
        self._known |= {message.hash for message in messages if message.metadata.cacheable}
        self._states = {state.id: state for state in map(_state_of, answer.elements) if state is not None}
        return answer

    def choose(self, box: Selectbox, option: str, page: str = "", query: str = "") -> Answer:
        """Choose an option of a select box."""
        self._states[box.id] = WidgetState(id=box.id, string_value=option)
        return self.ask(page, query)

    def _until_finished(self) -> Iterator[ForwardMsg]:
        while True:
            message = ForwardMsg.FromString(self._connection.recv(timeout=PATIENCE_S))
            yield message
            if message.WhichOneof("type") == "script_finished":
                return


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """A new session on the server at `address`."""
    place = urlsplit(address)
    line = _QuickSocket(socket.AF_INET, socket.SOCK_STREAM)
    line.connect((place.hostname, place.port))
    stream = f"ws://{place.netloc}/_stcore/stream"
    with connect(stream, sock=line, subprotocols=SUBPROTOCOLS, origin=address, max_size=None) as connection:
        yield Visitor(connection, address)


def _state_of(element: Element) -> WidgetState | None:
    """What a browser tells of a widget that nobody has touched."""
    kind = element.WhichOneof("type")
    widget = getattr(element, kind) if kind else None
    if kind == "text_input":
        return WidgetState(id=widget.id, string_value=widget.value if widget.set_value else widget.default)
    if kind == "selectbox":
        chosen = widget.raw_value if widget.set_value else widget.options[widget.default]
        return WidgetState(id=widget.id, string_value=chosen)
    if kind == "multiselect":
        chosen = widget.raw_values if widget.set_value else [widget.options[place] for place in widget.default]
        return WidgetState(id=widget.id, string_array_value={"data": chosen})
    return None
