"""Which keys are told to whom."""

from duplication.queue.keys import Key, keys_of_alert, keys_of_queue


def pressed(keys: list[Key]) -> str:
    return " ".join(key for some, _ in keys for key in some)


def test_in_the_queue_keys_follow_from_what_the_person_may_do() -> None:
    assert pressed(list(keys_of_queue({"watch", "unwatch"}))) == "j k Enter u x w ?"
    assert pressed(list(keys_of_queue({"say", "watch", "unwatch"}))) == "j k Enter y n u x w ?"
    coordinator = list(keys_of_queue({"dismiss", "assign", "mine", "watch", "unwatch"}))
    assert pressed(coordinator) == "j k Enter y n u z x a w ?"
    assert any(
        does.startswith("not an overlap: asks why, then records the verdict; of several") for _, does in coordinator
    )


def test_on_an_alert_they_lead_on_through_the_list_or_the_queue() -> None:
    reads = list(keys_of_alert(came=False, decides=False, speaks=False))
    assert pressed(reads) == "j k u ?"
    assert (("j", "k"), "next alert of your queue, the one before") in reads
    speaks = list(keys_of_alert(came=True, decides=False, speaks=True))
    assert pressed(speaks) == "j k y n u ?"
    assert (("n",), "not an overlap: records your position") in speaks
    assert pressed(list(keys_of_alert(came=True, decides=False, speaks=False, merged=True))) == "j k u z ?"
