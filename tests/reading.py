"""Pages as their readers see them: where a template breaks its lines does not show, and no test depends on it."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

AS_WRITTEN = re.compile(r"(<(textarea|pre|script|style)\b.*?</\2>)", re.DOTALL)
BLOCKS = (
    "article|aside|body|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|head"
    "|header|hr|html|legend|li|link|main|meta|nav|ol|optgroup|option|p|section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
BESIDE_A_BLOCK = re.compile(rf"[ \n]*(</?(?:{BLOCKS})\b(?:\"[^\"]*\"|[^>\"])*>)[ \n]*")


def read(page: str) -> str:
    """Runs of whitespace are one, and beside a block there is none."""
    pieces = AS_WRITTEN.split(page)
    texts = (BESIDE_A_BLOCK.sub(r"\1", re.sub(r"[ \n]+", " ", text)) for text in pieces[::3])
    return "".join(part for pair in zip(texts, [*pieces[1::3], ""], strict=True) for part in pair)


class Reader(Client):
    """A client that reads each page so."""

    def request(self, **request: Any) -> Any:
        response: Any = super().request(**request)
        is_page = isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html")
        if is_page and "Content-Encoding" not in response:
            response.content = read(response.content.decode()).encode()
        return response
