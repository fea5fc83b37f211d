"""How much the first visitor's browser has to fetch."""

from typing import Any

from playwright.sync_api import Browser

from benchmarks.chromium import CHART, PATIENCE_MS, new_visitor
from benchmarks.result import Result

TARGET_MB = 2.6
WHAT = "first load of the first page, over the wire"


def first_load_result(browser: Browser, address: str) -> Result:
    """Bytes over the wire, compressed, for a browser that has nothing yet, until the page is complete and still."""
    with new_visitor(browser) as page:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        received: list[float] = []
        network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        network.on("Network.webSocketFrameReceived", lambda event: received.append(_frame_bytes(event["response"])))
        page.goto(address)
        page.wait_for_selector(CHART, state="attached", timeout=PATIENCE_MS)
        page.wait_for_load_state("networkidle")
    megabytes = sum(received) / 1e6
    return Result(WHAT, f"{megabytes:.2f} MB", f"at most {TARGET_MB} MB", megabytes <= TARGET_MB)


def _frame_bytes(frame: dict[str, Any]) -> float:
    """Binary frames (opcode 2) are told in base64, four letters for three bytes."""
    letters = len(frame["payloadData"])
    return letters * 3 / 4 if frame["opcode"] == 2 else letters
