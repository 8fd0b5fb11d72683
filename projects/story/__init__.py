"""What a project's page shows at one glance, worked out from the project: its time, its money, its places."""

from .money import PartnerShare, Shares, shares_of
from .place import Where, where_of
from .time import TimeBar, time_bar

__all__ = ["PartnerShare", "Shares", "TimeBar", "Where", "shares_of", "time_bar", "where_of"]
