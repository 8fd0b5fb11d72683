"""What an address asks for: a pack about this, in which form, language, and as of which day.

`?language=fr&as_of=2026-03-31`
"""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.http import urlencode

from projects.analysis.past import stated_day

from .language import CHOICES, RULES, USUAL
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Asked:
    subject: Subject
    language: str = USUAL
    day: date | None = None  # a past one
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """What is usual is left out."""
        said = {"language": self.language} if self.language != USUAL else {}
        return urlencode(said | ({"as_of": self.day.isoformat()} if self.day else {}))

    def address(self, form: str = "") -> str:
        return f"{self.subject.address(form)}?{self.query}".removesuffix("?")


def asked_of(subject: Subject, query: QueryDict) -> Asked:
    """What is not understood is left out, and said in `problems`."""
    language = query.get("language", "").strip().lower() or USUAL
    problems = []
    if language not in RULES:
        known = ", ".join(f"{code} ({name})" for code, name in CHOICES)
        problems.append(f"Language: “{language[:20]}” is not known here. Choose one of {known}.")
        language = USUAL
    day, problem = stated_day(query.get("as_of", ""))
    return Asked(subject, language, day, (*problems, *filter(None, [problem])))
