"""Pictures are drawn anew: what the camera noted about place, time and owner stays behind, and a thumbnail is made."""

import warnings
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
MAX_PIXELS = 60_000_000  # all frames together; beyond any camera a focal point carries
THUMBNAIL = (480, 480)
KEPT = ("icc_profile", "transparency", "duration", "loop", "dpi")  # needed to show the picture; nothing about its maker
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class Unreadable(ValueError):
    """The file is no picture that can be shown; the text says why."""


def redrawn(file: IO[bytes]) -> tuple[bytes, bytes]:
    """The picture without metadata, and its thumbnail as JPEG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                return _redrawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("it has more points than a picture here may have") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:  # all by Pillow
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("it cannot be read as a picture") from error


def _redrawn(picture: Image.Image) -> tuple[bytes, bytes]:
    count = getattr(picture, "n_frames", 1)
    if count * picture.width * picture.height > MAX_PIXELS:
        raise Unreadable("it has more points than a picture here may have")
    frames = [_bare(frame) for frame in ImageSequence.Iterator(picture)]
    whole = BytesIO()
    info = {str(name): value for name, value in frames[0].info.items()}
    several = {"save_all": True, "append_images": frames[1:]} if count > 1 else {}
    quality = {"quality": 90} if picture.format in {"JPEG", "WEBP"} else {}
    frames[0].save(whole, format=picture.format, **{**info, **several, **quality})
    return whole.getvalue(), _thumbnail(frames[0])


def _bare(frame: Image.Image) -> Image.Image:
    """A copy the right way up that carries nothing but its points."""
    turned = ImageOps.exif_transpose(frame)
    bare = Image.Image.copy(turned)
    bare.info = {key: value for key, value in turned.info.items() if key in KEPT}
    return bare


def _thumbnail(frame: Image.Image) -> bytes:
    small = frame.copy()
    if small.mode.startswith("I;16"):
        small = small.point(lambda value: value / 256).convert("L")
    small.thumbnail(THUMBNAIL)
    seen = small.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=82)
    return out.getvalue()
