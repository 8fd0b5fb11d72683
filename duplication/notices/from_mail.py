"""That something was said in somebody's name by the link of a mail: the one who is named hears of it, as the link needs
no password and may have been passed on.
"""

from duplication.models import Contact, Message
from duplication.presentation.alerts import AlertView
from partners.models import User

from .mail_links import Said
from .telling import Telling, tell
from .words import Words, paragraphs, projects, quoted, titles

NOT_YOU = (
    "The link of a mail needs no password: whoever has the mail can answer in your name. If it was not you, say so in "
    "the alert."
)


def tell_of_use(said: Said, user: User) -> None:
    def worded(view: AlertView) -> Words:
        deed, words = described(said)
        return f"In your name, by the link of a mail: {deed}. {titles(view)}", paragraphs(
            quoted(words), NOT_YOU, projects(view)
        )

    key = f"from_mail:{said._meta.model_name}:{said.pk}"
    tell([Telling(said.alert, "account", key, [user], worded=worded)])


def described(said: Said) -> tuple[str, str]:
    """What was done, and with which words."""
    if isinstance(said, Message):
        return "a message is sent", said.text
    if isinstance(said, Contact):
        return f"contact is answered with {'yes' if said.accepted_at else 'not now'}", said.reply
    return f"{said.partner} is recorded as saying “{said.get_stance_display()}”", said.text
