"""What hostile files cost: `python -m tests.benchmarks.hostile`.

Makes each of them, brings it in as a focal point through the whole site, has it examined as the worker does if it was
kept, and prints what happened, the seconds of both, and the peak memory of the process and of the child that opened the
file. Each has a process of its own; a database of its own is dropped at the end.
"""

import os
import resource
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
os.environ.setdefault("ADAM_BASE_URL", "http://localhost")
DATABASE = "adam_benchmark_hostile"
GIGABYTE = 1 << 30
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


# -- Archives ----------------------------------------------------------------------------------------------------------
def archive(entries: dict[str, bytes | Iterator[bytes]]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in entries.items():
            with made.open(name, "w", force_zip64=False) as entry:
                for part in [content] if isinstance(content, bytes) else content:
                    entry.write(part)
    return out.getvalue()


def zeros(length: int, start: bytes = b"", end: bytes = b"", sign: bytes = b"0") -> Iterator[bytes]:
    yield start
    for _ in range(length >> 20):
        yield sign * (1 << 20)
    yield end


def docx(body: str | Iterator[bytes]) -> bytes:
    content = WORD.format(body).encode() if isinstance(body, str) else body
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": content})


def word_of(length: int) -> bytes:
    start, end = WORD.format("<w:p><w:r><w:t>|</w:t></w:r></w:p>").encode().split(b"|")
    return docx(zeros(length, start, end, b"a"))


def lying(content: bytes) -> bytes:
    """The same zip, whose directory says that everything in it is small."""
    at, patched = 0, bytearray(content)
    while (at := patched.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<L", patched, at + 24, 1000)
        at += 46
    return bytes(patched)


def sheet() -> bytes:
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    cells = (b'<c r="A1" t="inlineStr"><is><t>x</t></is></c>' * 20_000 for _ in range(450))
    parts = (part for group in ([start], cells, [b"</row></sheetData></worksheet>"]) for part in group)
    book = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    links = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    names = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": parts}
    return archive({"[Content_Types].xml": b"<Types/>", **names})


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{entities}]>' + WORD.format(
        "<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>"
    )
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def outside() -> bytes:
    xml = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + WORD.format(
        "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>"
    )
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


# -- PDF ---------------------------------------------------------------------------------------------------------------
def pdf(stream: bytes, filters: str, pages: str = "[3 0 R]") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count 1/Kids {pages}>>".encode(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        f"<</Length {len(stream)}/Filter[{filters}]>>\nstream\n".encode() + stream + b"\nendstream",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + f"trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def deflated(length: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(part) for part in zeros(length, sign=b" ")) + packer.flush()


# -- Pictures ----------------------------------------------------------------------------------------------------------
def png(width: int, height: int, whole: bool = True) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = deflated_rows(height, 1 + 4 * width) if whole else zlib.compress(b"\0" * 9000)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deflated_rows(rows: int, length: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"\0" * length) for _ in range(rows)) + packer.flush()


def picture(form: str, size: tuple[int, int] = (400, 300), **options: Any) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", size, "steelblue").save(out, form, **options)
    return out.getvalue()


def frames() -> bytes:
    from PIL import Image

    return picture(
        "GIF",
        (1000, 1000),
        save_all=True,
        append_images=[Image.new("RGB", (1000, 1000), (n, n, n)) for n in range(150)],
    )


def noise(length: int) -> bytes:
    return os.urandom(1 << 20) * (length >> 20)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES: list[tuple[str, str, Callable[[], bytes]]] = [
    ("nothing in it", "empty.pdf", lambda: b""),
    ("web page", "page.html", lambda: PAGE),
    ("web page named PDF", "page.pdf", lambda: PAGE),
    ("web page named text", "page.txt", lambda: b"\xef\xbb\xbf \n" + PAGE),
    ("drawing with script", "drawing.svg", lambda: SVG),
    ("drawing named PNG", "drawing.png", lambda: SVG),
    ("drawing named CSV", "drawing.csv", lambda: SVG),
    ("program named PDF", "tool.pdf", lambda: b"MZ\x90\0" + noise(1 << 20)),
    ("program with two endings", "report.pdf.exe", lambda: b"MZ\x90\0"),
    ("PNG named JPEG", "photo.jpg", lambda: picture("PNG")),
    ("Excel named Word", "table.docx", sheet),
    ("installer named Word", "setup.doc", lambda: OLE + noise(1 << 20)),
    ("PDF and zip at once", "both.pdf", lambda: pdf(b"", "") + archive({"a.js": b"alert(1)"})),
    ("PDF that begins as a page", "both.pdf", lambda: b"<script>/*%PDF-1.7*/alert(1)</script>" + pdf(b"", "")),
    ("JPEG with a zip behind it", "both.jpg", lambda: picture("JPEG") + archive({"a.js": b"alert(1)"})),
    ("GIF that is a script too", "both.gif", lambda: picture("GIF") + b"=1;alert(1)//"),
    ("zip bomb, 1 GB, in Word", "bomb.docx", lambda: word_of(GIGABYTE)),
    ("zip bomb, 480 MB, in Word", "bomb.docx", lambda: word_of(480_000_000)),
    ("zip bomb whose directory lies", "bomb.docx", lambda: lying(word_of(GIGABYTE))),
    ("zip bomb, 9 million cells", "bomb.xlsx", sheet),
    ("zip of 60,000 entries", "many.docx", lambda: archive({f"word/{n}": b"" for n in range(60_000)})),
    ("XML bomb (entities)", "laughs.docx", laughs),
    ("XML that asks for a file", "outside.docx", outside),
    ("XML a million deep", "deep.docx", lambda: docx("<w:p>" * 1_000_000)),
    ("PDF bomb, 1 GB", "bomb.pdf", lambda: pdf(deflated(GIGABYTE), "/FlateDecode")),
    (
        "PDF bomb, packed twice, 8 GB",
        "bomb.pdf",
        lambda: pdf(zlib.compress(deflated(8 * GIGABYTE)), "/FlateDecode/FlateDecode"),
    ),
    ("PDF whose pages hold themselves", "loop.pdf", lambda: pdf(b"", "", "[2 0 R 2 0 R 2 0 R]")),
    ("PDF of noise, 25 MB", "noise.pdf", lambda: b"%PDF-1.7\n" + noise(24 << 20)),
    ("RTF a million deep", "deep.rtf", lambda: b"{\\rtf1 " + b"{" * 1_000_000),
    ("old Word of noise", "noise.doc", lambda: OLE + noise(1 << 20) + "WordDocument".encode("utf-16-le") + b"\0" * 9),
    ("text of one line, 25 MB", "line.txt", lambda: b"a" * (25 << 20)),
    ("picture of 3,600 megapixels", "bomb.png", lambda: png(60_000, 60_000, whole=False)),
    ("picture of 60 megapixels", "large.png", lambda: png(7_740, 7_740)),
    ("GIF of 151 frames", "frames.gif", frames),
    ("half a JPEG", "half.jpg", lambda: picture("JPEG", (4000, 3000))[:9000]),
    ("name that reads backwards", "report\u202efdp.exe", lambda: b"MZ\x90\0"),
    ("26 MB", "large.pdf", lambda: pdf(b"", "") + noise(26 << 20)),
]


# -- Bringing in -------------------------------------------------------------------------------------------------------
def brought_in(name: str, content: bytes) -> str:
    """What the site says, and what the worker says of what was kept."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from partners.models import FocalPoint
    from projects.examination import examine
    from projects.models import Document, DocumentText, Project

    client, project = Client(headers={"host": "localhost"}), Project.objects.get()
    client.force_login(FocalPoint.objects.get().user)
    file = SimpleUploadedFile("x", content)
    file._name = name  # as it comes over the line
    del content
    response = client.post(
        f"/projects/{project.pk}/documents/new/", {"files": file, "kind": "other", "visibility": "project"}
    )
    if response.status_code != 302:
        return f"refused: {response.context['refused'][0].partition(': ')[2]}"
    document = Document.objects.latest("pk")
    examine(document)
    text = DocumentText.objects.get(document=document)
    kept = "kept, drawn anew" if document.is_picture else "kept, only ever saved, never shown"
    return f"{kept}; {text.failure or f'{len(text.text):,} characters read'}"


def two_gigabytes() -> str:
    """The body is made while it is read, so what is read can be told."""
    from django.test import Client

    class Body:
        taken = 0

        def read(self, size: int = 1 << 16) -> bytes:
            self.taken += size
            return b"x" * size

        readline = read

    from partners.models import FocalPoint
    from projects.models import Project

    client, body = Client(headers={"host": "localhost"}), Body()
    client.force_login(FocalPoint.objects.get().user)
    response = client.generic(
        "POST",
        f"/projects/{Project.objects.get().pk}/documents/new/",
        **{"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(2 * GIGABYTE), "wsgi.input": body},
    )
    return f"refused with {response.status_code} after {body.taken} bytes of it"


def measured(what: str, act: Callable[[], str]) -> None:
    """In a process of its own, for its own peak."""
    sys.stdout.flush()
    if child := os.fork():
        os.waitpid(child, 0)
        return
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        said = act()
    except BaseException as error:
        said = f"ERROR {error!r}"
    seconds = time.perf_counter() - began
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"| {what} | {said[:110]} | {seconds:.1f} | +{(own - before) / 1024:.0f} | {child / 1024:.0f} |", flush=True)
    os._exit(0)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    print("| file | what happened | s | MB more | MB child |\n|---|---|---|---|---|")
    with database_of_its_own(DATABASE):
        from adam.demo.makers import make_focal_point, make_project

        call_command("load_reference", verbosity=0)
        make_focal_point("DE")
        make_project("DE")
        with tempfile.TemporaryDirectory() as settings.MEDIA_ROOT:
            brought_in("warm.pdf", pdf(b"", ""))  # what the first request of a process costs is no file's fault
            for what, name, make in FILES:
                content = make()
                connection.close()
                measured(
                    f"{what} ({len(content) / 1e6:.1f} MB)",
                    lambda name=name, content=content: brought_in(name, content),
                )
            connection.close()
            measured("body of 2 GB", two_gigabytes)


if __name__ == "__main__":
    main()
