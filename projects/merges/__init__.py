"""Two projects become one: chosen field by field, looked at, carried out, and undone within a month."""

from .carrying import merge
from .choosing import Merging, merging_of, refusal, that_stays
from .judging import other_language, refused
from .turning import turned
from .undoing import undo

__all__ = ["Merging", "merge", "merging_of", "other_language", "refusal", "refused", "that_stays", "turned", "undo"]
