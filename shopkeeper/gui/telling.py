"""Acts in words: what was done, for the toast, the Edit menu and the list of what was done."""

from typing import Any

from PySide6.QtCore import QCoreApplication

from shopkeeper.say import Speech


def tell_act(kind: str, summary: dict[str, Any], speech: Speech) -> str:
    """What an act was, without a full stop: `purchase of £18.00 for Marjorie Finch`."""
    what = _kind(kind)
    parts = {
        "amount": speech.money(summary["amount_minor"]) if "amount_minor" in summary else "",
        "points": speech.points(summary["points"]) if summary.get("points") else "",
        "name": summary.get("name") or (summary.get("number") and f"№ {summary['number']}") or "",
    }
    if parts["amount"] and parts["name"]:
        return _translate("{what} of {amount} for {name}").format(what=what, **parts)
    if parts["amount"]:
        return _translate("{what} of {amount}").format(what=what, **parts)
    if parts["points"] and parts["name"]:
        return _translate("{what} of {points} for {name}").format(what=what, **parts)
    if parts["name"]:
        return _translate("{what}: {name}").format(what=what, **parts)
    return what


def _translate(sentence: str) -> str:
    return QCoreApplication.translate("Telling", sentence)


def _kind(kind: str) -> str:
    translate = QCoreApplication.translate
    words = {
        "purchase": translate("Telling", "purchase"),
        "return": translate("Telling", "return"),
        "adjustment": translate("Telling", "adjustment"),
        "gift": translate("Telling", "gift"),
        "waiver": translate("Telling", "waived debt"),
        "tier": translate("Telling", "tier by hand"),
        "move": translate("Telling", "move"),
        "enrol": translate("Telling", "new member"),
        "edit": translate("Telling", "change of details"),
        "import": translate("Telling", "import"),
        "posting": translate("Telling", "day's posting"),
        "letter": translate("Telling", "letter"),
        "programme": translate("Telling", "change of programme"),
        "merge": translate("Telling", "merge of two records"),
        "apart": translate("Telling", "note that two are not one person"),
        "household": translate("Telling", "change of a household"),
        "perk": translate("Telling", "perk"),
        "perk refused": translate("Telling", "refused perk"),
        "promise": translate("Telling", "promise"),
        "promise settled": translate("Telling", "answer to a promise"),
        "matter": translate("Telling", "complaint or request"),
        "matter step": translate("Telling", "step in a complaint or request"),
        "wanted": translate("Telling", "wanted book"),
        "relation": translate("Telling", "person around a member"),
        "date": translate("Telling", "day to remember"),
        "question": translate("Telling", "question"),
        "answered": translate("Telling", "answer to a question"),
        "talk": translate("Telling", "note of a talk"),
        "set aside": translate("Telling", "line of the morning page"),
        "draw": translate("Telling", "draw"),
        "need": translate("Telling", "need"),
        "event": translate("Telling", "event"),
        "guests": translate("Telling", "guest list"),
        "guest": translate("Telling", "guest"),
        "door": translate("Telling", "check-in at the door"),
        "trial": translate("Telling", "trial"),
        "trial stopped": translate("Telling", "end of a trial"),
        "offer": translate("Telling", "offer given"),
        "voucher offer": translate("Telling", "offer of vouchers"),
        "vouchers": translate("Telling", "vouchers made"),
        "voucher": translate("Telling", "voucher redeemed"),
        "shop": translate("Telling", "change of the shop"),
        "group": translate("Telling", "change of a saved group"),
        "stages": translate("Telling", "change of the stages"),
        "discount": translate("Telling", "how later money is counted"),
        "picture": translate("Telling", "picture"),
        "praise": translate("Telling", "thanks to somebody who serves"),
        "visit form": translate("Telling", "visit form"),
        "visit report": translate("Telling", "visit to the shop"),
        "questionnaire": translate("Telling", "sheet of questions"),
        "sheet answered": translate("Telling", "answered sheet"),
        "closed": translate("Telling", "closed days"),
        "person": translate("Telling", "people who serve"),
        "leaving": translate("Telling", "note of why somebody left"),
        "try": translate("Telling", "try to see somebody again"),
        "allowance": translate("Telling", "allowance to put things right"),
        "thanked": translate("Telling", "thanks for sending somebody"),
        "not now": translate("Telling", "question put aside"),
        "consent": translate("Telling", "answer about letters and calls"),
        "hold": translate("Telling", "hold on what is kept"),
        "data request": translate("Telling", "request about data"),
        "pin": translate("Telling", "PIN"),
        "forgotten": translate("Telling", "member forgotten"),
        "keeping times": translate("Telling", "how long things are kept"),
        "kept no longer": translate("Telling", "what was past its time"),
        "second place": translate("Telling", "second place of the backups"),
        "everything": translate("Telling", "whole book read in"),
        "wording": translate("Telling", "wording of a letter"),
        "letter settings": translate("Telling", "paper of letters"),
        "letter limits": translate("Telling", "how often to write"),
        "letterhead": translate("Telling", "pictures of letters"),
        "opened": translate("Telling", "book begun"),
        "demo": translate("Telling", "demo shop"),
    }
    return words.get(kind, kind)
