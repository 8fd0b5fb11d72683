"""Addresses of packs below that of what they are about: the page to choose, and a file in each form."""

from django.urls import URLPattern, path

from roundtables.views import packs

from .formats import FORMATS


def pack_urls(kind: str, below: str, name: str) -> list[URLPattern]:
    """`below`: where it hangs, with the key, such as "countries/<slug:code>/"."""
    return [
        path(f"{below}pack/", packs.page, {"kind": kind}, name=name),
        *(
            path(f"{below}pack.{form}", packs.file, {"kind": kind, "form": form}, name=f"{name}_{form}")
            for form in FORMATS
        ),
    ]
