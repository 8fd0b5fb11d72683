"""What mails say of an alert, each in words for what its reader may see of it."""

from django.utils.text import get_text_list

from duplication.consequences import consequence_of
from duplication.models import Verdict
from duplication.presentation.alerts import AlertView
from duplication.presentation.statements import in_full
from partners.models import User
from partners.notifications import about
from projects.models import Project

from .alerts import within_subject

ANSWER, DECIDE = "Please answer. ", "Ready for a verdict. "
TOO_LATE = "Decided already. "  # before a position that was given after the verdict, and in its words
CLOSED = "The alert no longer shows what either side may not see elsewhere. You can still write to each other in it."
QUOTED = 1000  # letters of what somebody said
Words = tuple[str, str]  # subject and text
GONE = "By what both say today they are not alike enough. The alert is withdrawn: nothing is asked of you."


def latest(view: AlertView, further: str = "", *, is_new: bool = False) -> Words:
    """About the latest statement; `further`: what else comes of it; `is_new`: to who has not heard of the alert before
    it was decided.
    """
    said = view.statements[-1]
    if said.is_reopening:
        return reopened(view), opened_again(view)
    subject = f"{'Decided' if said.is_verdict else said.who}: {said.said}. {titles(view)}"
    reason = f"{said.reason}." if said.reason else ""
    advice = f"Recommendation: {quoted(said.recommendation)}" if said.recommendation else ""
    holds, text, by, before, first = still_asked(view), said.text, "", said_before(view), ""
    if said.is_verdict and view.verdict:
        holds, by, before = consequence(view), decided_by(view.verdict), grounds(view)
        text = follows(view.verdict) if view.verdict.is_implied else text
        if is_new:
            first, before = paragraphs(found(view), f"What was decided: {said.said}."), ""
    elif view.verdict:
        subject, reason = f"{TOO_LATE}{capital(subject)}", stands(view.verdict)
    rest = (advice, holds, further, said.note, before, by, projects(view))
    return capital(subject), paragraphs(first, reason, quoted(text), *rest)


def said_before(view: AlertView) -> str:
    """Of a partner that says something else now: the earlier mail stays as it was."""
    *earlier, last = view.statements
    before = [one for one in earlier if one.sort == last.sort and one.who == last.who]
    return f"Before, on {in_full(before[-1].at)}: {before[-1].said}." if before and before[-1].said != last.said else ""


def grounds(view: AlertView) -> str:
    """Not every reader has been asked before it was decided."""
    return f"Why it was an alert: {view.kind_sentence} {view.why}".strip()


def found(view: AlertView) -> str:
    """Which two, and why: for who hears of it first as it is decided."""
    return f"What was found: {titles(view)}. {view.kind_sentence} {view.why}".strip()


def assigned(view: AlertView, by: str) -> Words:
    """For the coordinator who is to see to it."""
    why = f"Why: {view.why}" if view.why else ""
    asks = still_asked(view) or f"It is {f'decided: {view.verdict}' if view.verdict else 'withdrawn'}."
    text = paragraphs(f"{by} assigned this alert to you.", view.kind_sentence, projects(view), why, asks)
    return f"For you to see to: {view.kind.lower()}. {titles(view)}", text


def asked_now(view: AlertView, user: User) -> str:
    """What the reader is to do of it, before all else of a subject: a partner to answer, a coordinator to decide."""
    if is_asked(view):
        return ANSWER
    is_ready = view.is_open and all(answer.given for answer in view.answers)
    return DECIDE if user.is_coordinator and is_ready else ""


def is_asked(view: AlertView) -> bool:
    """Whether the reader is to answer for a partner that has not."""
    return view.is_open and any(answer.is_own and not answer.given for answer in view.answers)


def still_asked(view: AlertView) -> str:
    """Of an alert that is open, who is to do what."""
    silent = " and ".join(
        f"{answer.partner}{' (you)' if answer.is_own else ''}" for answer in view.answers if not answer.given
    )
    if not view.is_open:
        return ""
    return f"Still to answer: {silent}." if silent else "All partners have answered: it is ready for a verdict."


def decided(view: AlertView) -> str:
    """Or that it is open again, where the verdict stands no longer."""
    return f"Decided: {view.verdict}. {titles(view)}" if view.verdict else reopened(view)


def reopened(view: AlertView) -> str:
    if view.alert.withdrawn_at:
        return f"No longer alike: {titles(view)}"
    return f"Open again{', no longer alike' if view.is_unlike else ''}: {titles(view)}"


def opened_again(view: AlertView) -> str:
    """Which verdict fell and why, what that did, and what is to be said of the two today."""
    said, fell = view.reopened, view.fallen
    if said is None or fell is None:
        return projects(view)
    fallen = f"“{fell}” of {in_full(fell.created_at)} stands no longer."
    changes = "\n".join(["This has changed since:", *map(str, said.changes)]) if said.changes else ""
    return paragraphs(fallen, quoted(said.text), changes, ended(view, fell), today(view, fell), projects(view))


def ended(view: AlertView, fell: Verdict) -> str:
    if not view.was_related:
        return ""
    again = " again" if fell.outcome == Verdict.Outcome.MERGED else ""
    return f"The relation between the two that came with it has ended, and totals count both{again}."


def today(view: AlertView, fell: Verdict) -> str:
    """Whether an alert would be raised. Of a hidden side nothing is told, nor of two that were not compared since."""
    if view.has_hidden or not (fell.reopening.changes or fell.reopening.by_id):
        return ""
    if view.alert.withdrawn_at:
        return GONE
    if view.is_unlike:
        return "By what both say today no alert would be raised. It waits because it was decided before."
    kind = view.kind[0].lower() + view.kind[1:]
    return f"By what both say today an alert would be raised: {kind}, {view.strength} evidence."


def taken_back(view: AlertView, further: str = "") -> Words:
    """What holds after a verdict was undone, for those who had heard of it, or of what it brought about."""
    last = view.statements[-1]
    why = last.text if last.is_undo else "What had come in between was taken back."
    why = f"The verdict is taken back. {GONE}" if view.alert.withdrawn_at else why
    return is_taken_back(view), paragraphs(why, consequence(view), further, projects(view))


def is_taken_back(view: AlertView) -> str:
    if view.verdict:
        return f"Stands again: {view.verdict}. {titles(view)}"
    return f"Taken back, {'no longer alike' if view.alert.withdrawn_at else 'open again'}: {titles(view)}"


# -- Parts of it -------------------------------------------------------------------------------------------------------
def given_away(view: AlertView, key: str = "", *, hears: bool = True) -> list[str]:
    """The projects that words about it name; the alert where they tell what was said in it, and the verdict where that
    is told.
    """
    sides = [side.pk for side in view.sides if side.project]
    said = about("alert", view.pk) if hears and view.is_heard else []
    kind, _, pk = key.partition(":")
    verdict = about(kind, int(pk)) if said and kind == "verdict" and pk.isdecimal() else []
    grounds = grounds_named(view.verdict) if verdict and view.verdict and view.verdict.is_implied else []
    sides += [project.pk for one in grounds for project in sides_of(one)]
    return [*about("project", *dict.fromkeys(sides)), *said, *verdict]


def consequence(view: AlertView) -> str:
    """What the verdict that stands does to the two."""
    seen = [side.project for side in view.sides if side.project]
    return consequence_of(view.verdict, seen) if view.verdict else ""


def stands(verdict: Verdict) -> str:
    """To who hears what a partner says after it, in one line."""
    return f"{TOO_LATE}“{verdict}” of {in_full(verdict.created_at)} stands, unless a coordinator decides anew."


def decided_by(verdict: Verdict) -> str:
    """Who, and what the reader may do about it."""
    otherwise = "If you see it otherwise, say so in the alert"
    if by := verdict.decided_by:
        return f"Decided by {by}. {otherwise}, or write to {by.email}: a coordinator can decide it anew."
    return f"{otherwise}: a coordinator can decide it anew."


def follows(verdict: Verdict) -> str:
    """From what. Alerts on projects that not everybody may see are not named."""
    named = [f"alert {one.alert_id} ({one.alert}: {one})" for one in grounds_named(verdict)]
    others = [] if len(named) == len(verdict.rests_on.all()) else ["other alerts"]
    of = get_text_list([*named, *others], "and")
    return f"Nobody was asked: it follows from what was decided of {of or 'other alerts'}."


def grounds_named(verdict: Verdict) -> list[Verdict]:
    """Expects what it rests on read with its projects (`telling`)."""
    found = [one for one in verdict.rests_on.all() if all(map(is_for_everybody, sides_of(one)))]
    return sorted(found, key=lambda one: one.alert_id)


def sides_of(verdict: Verdict) -> tuple[Project, Project]:
    return verdict.alert.first, verdict.alert.second


def is_for_everybody(project: Project) -> bool:
    return project.is_for_all and not project.is_kept_back


def both(view: AlertView) -> str:
    return f"{view.first.name} and {view.second.name}"


def titles(view: AlertView) -> str:
    """The two by title, one's own first, and whose they are, for a subject."""
    sides = sorted(view.sides, key=lambda side: not side.is_own)
    others = [side for side in sides if not side.is_own and not side.is_hidden]
    whose = ", ".join(dict.fromkeys(side.partner for side in others))
    pair = " / ".join(within_subject(side.title, side.number) for side in sides)
    return f"{pair} ({whose})" if whose else pair


def projects(view: AlertView) -> str:
    return "\n".join(" · ".join(filter(None, [side.number, side.title, side.meta])) for side in view.sides)


def quoted(text: str) -> str:
    """Whole words, and that more was said."""
    if len(text) <= QUOTED:
        return text
    return f"{text[:QUOTED].rsplit(maxsplit=1)[0]} … (More of it is in the alert.)"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
