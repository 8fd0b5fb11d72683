"""Records of all shapes for property tests: every field stated, alike, different or missing."""

from datetime import date

from hypothesis import strategies as st

from duplication.matching.records import Activity, Record
from duplication.matching.text import read

WORDS = ["scanners", "dogs", "Panj", "police", "training", "phase", "II", "2019", "граница", "douane", "of", "and", "7"]

texts = st.lists(st.sampled_from(WORDS), max_size=8).map(lambda words: read(" ".join(words)))
days = st.none() | st.dates(date(2018, 1, 1), date(2021, 12, 31))
numbers = st.none() | st.integers(1, 3)


def some(*values: object) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


activities = st.builds(Activity, st.sampled_from(["A01", "A05"]), st.none(), numbers, numbers, days, days)
records = st.builds(
    Record,
    id=st.none(),
    partner=st.integers(1, 2),
    title=texts,
    description=texts,
    countries=some("TJ", "AF"),
    places=some(1, 2),
    themes=some("T1", "T1.1", "T2.2"),
    purposes=some("16063", "16061", "15130"),
    activities=st.lists(activities, max_size=2).map(tuple),
    implementers=some("unodc", "national ngos", "scan ltd"),
    beneficiaries=some(1, 2),
    start=days,
    end=days,
    amount=st.none() | st.sampled_from([0.0, 100.0, 101.0, 5000.0]),
    identifiers=some("2024000981", "bmz2024117"),
    works=some(("panji poyon", "scanner"), ("osh", "drug dogs")),
    language=st.sampled_from(["", "en", "ru"]),
)
