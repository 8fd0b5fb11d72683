"""What happens when two people do something to one alert at the same moment: `python -m tests.benchmarks.races --times 10`.

On a real site (gunicorn, worker, PostgreSQL) on this machine. Told is what each race ended in, and all that is wrong: an
answer of 500 and above, two verdicts, a verdict or a merge that was lost, somebody told twice. Leaves nothing behind.
"""

import argparse
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import html

from tests.benchmarks.site import Answer, Person, form_on, running, session_of

SENTENCE = re.compile(r'class="(?:notice|error-summary)[^"]*"[^>]*>(.*?)</(?:div|section|ul)>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
Doing = Callable[[], Answer]


class Races:
    def __init__(self, port: int) -> None:
        from adam.demo.makers import make_focal_point, make_user

        self.coordinators = [make_user("coordinator", "UNODC") for _ in range(2)]
        self.germans = [make_focal_point("DE") for _ in range(2)]
        self.british = [make_focal_point("GB") for _ in range(2)]
        everybody = [*self.coordinators, *self.germans, *self.british]
        self.people = {user.pk: Person(port, session_of(user)) for user in everybody}
        self.wrong: list[str] = []

    def person(self, user: Any) -> Person:
        return self.people[user.pk]

    def alert(self, number: int, **fields: Any) -> Any:
        """Of two projects that are alike, found as every alert is."""
        from adam.demo.makers import make_project
        from duplication.detection import check_many
        from duplication.models import Alert

        title, why = f"Scanners for crossing {number:x}", f"X-ray scanners for the customs officers of post {number:x}."
        both = [make_project(code, title=title, objective=why, **fields) for code in ("DE", "GB")]
        check_many([project.pk for project in both])
        return Alert.objects.select_related("first", "second").get(first=both[0], second=both[1])

    def at_once(self, *doings: Doing) -> list[str]:
        """What each is told."""
        answers: list[Any] = [None] * len(doings)
        start = threading.Barrier(len(doings))

        def run(place: int) -> None:
            start.wait()
            answers[place] = doings[place]()

        threads = [threading.Thread(target=run, args=[place], daemon=True) for place in range(len(doings))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.wrong += [f"answer {one[0]}" for one in answers if one[0] >= 500]
        return [told(answer) for answer in answers]

    def fresh(self, user: Any) -> Person:
        """A connection that rested while others were busy may have been closed by the server."""
        person = self.person(user)
        if person.connection:
            person.connection.close()
            person.connection = None
        return person

    def follow(self, user: Any, answer: Answer) -> Answer:
        """The page that it leads to, with its messages."""
        person = self.fresh(user)
        return person.get(answer[1]["Location"].partition("#")[0]) if answer[0] == 302 else answer

    def posting(self, user: Any, page: str, having: str, path: str = "", **filled: str) -> Doing:
        """The form is there already, as the person has it before the eyes."""
        fields = form_on(self.person(user).get(page)[2], having, **filled)
        return lambda: self.follow(user, self.fresh(user).post(path or page, fields))

    def verdict(self, user: Any, alert: Any, outcome: str = "joint") -> Doing:
        page = alert.get_absolute_url()
        filled = {"outcome": outcome, "text": "Seen together.", "anyway": "on"}
        return self.posting(user, page, "outcome", f"{page}verdict/", **filled)

    def edit(self, user: Any, project: Any, title: str) -> Doing:
        """Whoever is shown what looks alike has ticked that it was seen."""
        page = f"/projects/{project.pk}/edit/first/"
        fields = form_on(self.person(user).get(page)[2], "title", title=title, action="save")
        shown = html.fromstring(self.person(user).post("/projects/look-alikes/", fields)[2] or b"<p></p>")
        seen = [("seen", value) for value in shown.xpath("//input[@name='seen']/@value")]
        return lambda: self.follow(user, self.fresh(user).post(page, [*fields, *seen]))

    # -- The races -----------------------------------------------------------------------------------------------------
    def two_decide(self, number: int) -> Iterator[str]:
        alert = self.alert(number)
        one, other = self.coordinators
        yield from self.at_once(self.verdict(one, alert), self.verdict(other, alert, "merged"))
        self.expect(alert.verdicts.count() == 1, "two verdicts of one moment")
        self.expect(not self.told_twice(alert), "told twice")

    def decided_while_edited(self, number: int) -> Iterator[str]:
        alert = self.alert(number)
        editing = self.edit(self.germans[0], alert.first, f"Prison library {number:x}")
        yield from self.at_once(self.verdict(self.coordinators[0], alert), editing)
        alert.first.refresh_from_db()
        self.expect(alert.first.title.startswith("Prison"), "an edit was lost")
        verdict = alert.verdicts.get()
        known = verdict.material[str(alert.first.pk)]["title"] == alert.first.title
        self.expect(known or not alert.verdicts.standing().exists(), "a verdict stands on what the project said before")

    def undone_while_swept(self, number: int) -> Iterator[str]:
        from duplication.models import Alert
        from duplication.sweep import sweep

        alert = self.alert(number)
        self.verdict(self.coordinators[0], alert)()
        verdict = alert.verdicts.get()
        sweeping = threading.Thread(target=lambda: sweep(lambda step, done, total: None, processes=1), daemon=True)
        sweeping.start()
        yield from self.at_once(*[self.undoing(verdict) for _ in range(2)])
        sweeping.join()
        self.expect(Alert.objects.open().filter(pk=alert.pk).exists(), "not open after it was undone")
        self.expect(not alert.verdicts.standing().exists(), "it stands though it was undone")

    def undoing(self, verdict: Any) -> Doing:
        user = verdict.decided_by
        person = self.person(user)
        token = dict(form_on(person.get("/alerts/")[2], "csrfmiddlewaretoken"))["csrfmiddlewaretoken"]
        sent = [("csrfmiddlewaretoken", token), ("verdicts", str(verdict.pk))]
        again = Person(person.port, person.session, dict(person.cookies))  # a second press, in another window
        return lambda: again.get("/alerts/") if (answer := again.post("/alerts/undo/", sent))[0] == 302 else answer

    def accepted_while_moved(self, number: int) -> Iterator[str]:
        from duplication.calibration.calibrations import active_calibration
        from duplication.models import Calibration

        used = active_calibration()
        table = {**used.table, "priors": {**used.table["priors"], "same_work": -5.0 - number / 100}}
        proposed = Calibration.objects.create(name=f"Proposed {number}", table=table)
        one, other = self.coordinators
        page = "/alerts/thresholds/"
        shown = f"{page}?used={used.pk}&same_work={number / 100 + 0.01}"
        moving = self.posting(one, shown, "same_work", f"{page}set/", same_work=str(number / 100 + 0.01))
        address = f"{page}{proposed.pk}/"
        fields = next(fields for action, fields in self.forms(other, page) if action == address)
        accepting = lambda: self.follow(other, self.fresh(other).post(address, [*fields, ("do", "accept")]))  # noqa: E731
        said = self.at_once(moving, accepting)
        yield from said
        in_use = sum("in use." in one for one in said)
        self.expect(in_use == 1, f"{in_use} tables were taken into use at once")
        Calibration.objects.filter(pk=proposed.pk, accepted_at=None).delete()

    def forms(self, user: Any, page: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for form in html.fromstring(self.person(user).get(page)[2]).forms:
            yield form.action or "", [(name, value) for name, value in form.form_values() if name != "do"]

    def both_answer_contact(self, number: int) -> Iterator[str]:
        from adam.demo.makers import make_contact
        from partners.models import Notification

        alert = self.alert(number, visibility="restricted")
        make_contact(alert, self.germans[0])
        page, answers = alert.get_absolute_url(), ("accept", "decline")
        forms = [next(f for a, f in self.forms(user, page) if a.endswith("answer/")) for user in self.british]

        def answering(place: int) -> Doing:
            user = self.british[place]
            sent = [*forms[place], ("do", answers[place]), ("answer", answers[place])]
            return lambda: self.follow(user, self.fresh(user).post(f"{page}contact/answer/", sent))

        yield from self.at_once(answering(0), answering(1))
        contact = alert.contacts.get()
        self.expect(bool(contact.accepted_at) != bool(contact.declined_at), "not answered once")
        told = Notification.objects.filter(url=page, kind="contact", user__in=self.germans).count()
        self.expect(told == len(self.germans), f"{told} notifications of one answer")

    def merged_while_edited(self, number: int) -> Iterator[str]:
        alert = self.alert(number)
        page, user = f"/projects/{alert.first.pk}/merge/?other={alert.second.pk}", self.coordinators[0]
        fields = form_on(self.person(user).get(page)[2], "state")
        looked = form_on(self.person(user).post(page, fields)[2], "state", merge="1", agreed="on")
        editing = self.edit(self.british[0], alert.second, f"Radio masts {number:x}")
        merging = lambda: self.follow(user, self.fresh(user).post(page, looked))  # noqa: E731
        yield from self.at_once(merging, editing)
        alert.second.refresh_from_db()
        is_edited, is_merged = alert.second.title.startswith("Radio"), alert.second.merged_into_id is not None
        self.expect(is_edited != is_merged, f"edited {is_edited}, merged {is_merged}")

    # -- What must not be ----------------------------------------------------------------------------------------------
    def expect(self, holds: bool, else_wrong: str) -> None:
        if not holds:
            self.wrong.append(else_wrong)

    def told_twice(self, alert: Any) -> bool:
        from partners.models import Notification

        rows = Notification.objects.filter(url=alert.get_absolute_url(), kind="verdict").values_list("user", flat=True)
        return any(number > 1 for number in Counter(rows).values())


def told(answer: Answer) -> str:
    """The status and what is said in the notices of the page."""
    said = (" ".join(TAGS.sub(" ", text).split()) for text in SENTENCE.findall(answer[2].decode(errors="replace")))
    return f"{answer[0]} {' | '.join(filter(None, said))[:150]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    with running() as site:
        races = Races(site.port)
        for name in (
            "two_decide", "decided_while_edited", "undone_while_swept", "accepted_while_moved", "both_answer_contact",
            "merged_while_edited",
        ):  # fmt: skip
            if given.only not in name:
                continue
            races.wrong.clear()
            ends: Counter[str] = Counter()
            for number in range(given.times):
                ends.update(re.sub(r"\d[\d, :]*", "…", one) for one in getattr(races, name)(number + 1))
            print(f"{name.replace('_', ' ')}: {dict(Counter(races.wrong)) or 'nothing is wrong'}")
            for end, times in ends.most_common():
                print(f"{times:>6} × {end}", flush=True)


if __name__ == "__main__":
    main()
