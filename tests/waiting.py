"""Free ports, and waiting for what other processes do."""

import socket
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error, Page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(condition: Callable[[], Any], seconds: float = 20, every: float = 0.05) -> Any:
    """Ask until the answer is true, and return it; the test fails when the time is over."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} seconds"
        time.sleep(every)
    return answer


def in_page(page: Page, expression: str) -> Any:
    """What an expression comes to in the page; nothing while the page gives way to another: `until` asks again."""
    try:
        return page.evaluate(expression)
    except Error as error:
        if "navigation" not in str(error):
            raise
        return None


def press(page: Page, key: str) -> None:
    """Press a key once the scripts of the page have run: what is shown may be there before they listen."""
    page.wait_for_load_state()
    page.keyboard.press(key)
