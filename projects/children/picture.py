"""Draws a picture anew: `python -m projects.children.picture BYTES SECONDS OUTPUT < picture`.

What the camera noted about place, time and owner stays behind, and so does whatever was hidden behind the picture. Out:
the length of the drawn picture in eight bytes, that picture, and its thumbnail as JPEG.
"""

import struct
import sys
import warnings
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from projects.children import TOO_LARGE, UNREADABLE, confine

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
MAX_PIXELS = 60_000_000  # all frames together; beyond any camera a focal point carries
THUMBNAIL = (480, 480)
ORIENTATION = 0x0112
KEPT = ("icc_profile", "transparency", "duration", "loop", "dpi")  # needed to show the picture; nothing about its maker


def main(memory: int, seconds: int, output: int) -> int:
    confine(memory, seconds, output)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        picture, thumbnail = redrawn(sys.stdin.buffer)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_LARGE
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):  # all by Pillow
        return UNREADABLE
    for part in struct.pack(">Q", len(picture)), picture, thumbnail:
        sys.stdout.buffer.write(part)
    return 0


def redrawn(file: IO[bytes]) -> tuple[bytes, bytes]:
    form, frames = plain_frames(file)
    whole = BytesIO()
    info = {str(name): value for name, value in frames[0].info.items()}
    several = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    quality = {"quality": 90} if form in {"JPEG", "WEBP"} else {}
    frames[0].save(whole, format=form, **{**info, **several, **quality})
    return whole.getvalue(), small(frames[0])


def plain_frames(file: IO[bytes]) -> tuple[str, list[Image.Image]]:
    """The format and the frames; the picture as it came is forgotten here, for its memory is wanted again."""
    with Image.open(file, formats=FORMATS) as picture:
        if getattr(picture, "n_frames", 1) * picture.width * picture.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        return str(picture.format), [bare(frame) for frame in ImageSequence.Iterator(picture)]


def bare(frame: Image.Image) -> Image.Image:
    """A copy the right way up that carries nothing but its points."""
    turned = ImageOps.exif_transpose(frame) if frame.getexif().get(ORIENTATION, 1) != 1 else frame
    plain = Image.Image.copy(turned)
    plain.info = {key: value for key, value in turned.info.items() if key in KEPT}
    return plain


def small(frame: Image.Image) -> bytes:
    if frame.mode.startswith("I;16"):
        frame = frame.point(lambda value: value / 256).convert("L")
    scale = min(1, THUMBNAIL[0] / frame.width, THUMBNAIL[1] / frame.height)
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    seen = frame.resize(size, reducing_gap=2).convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=82)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
