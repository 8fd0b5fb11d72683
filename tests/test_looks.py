"""How pages are judged: what is not measured again must not hide what is wrong."""

import pytest
from playwright.sync_api import Browser

from tests import looks

pytestmark = pytest.mark.django_db
PAGE = """<html lang="en"><title>Page</title><style>
  body {{ background: #fff; color: #222 }} div {{ position: relative }} {}
</style><main><h1>Head</h1><div><p>Some words</p><i></i></div></main></html>"""


@pytest.mark.parametrize(
    "wrong",
    [
        "p { color: #999 }",
        "p { opacity: .4 }",
        "p { background: #555 }",
        "main { background: #333 }",
        "div { height: 40px; overflow: auto } p { margin-top: 90px; color: #bbb }",
        "p { position: relative; z-index: 1 } i { position: absolute; inset: 0; background: #333 }",
    ],
)
def test_what_does_not_stand_out_is_found_after_a_page_where_all_does(wrong: str, browser: Browser) -> None:
    page = browser.new_page()
    try:
        page.set_content(PAGE.format(""))
        assert looks.problems(page) == []
        page.set_content(PAGE.format(wrong))
        assert any("color-contrast" in one for one in looks.problems(page))
    finally:
        page.close()
