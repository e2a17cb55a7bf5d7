"""The checks that an installation begins with; later they are rows that people keep.

Four things must be checked about every candidate (凡提四必), and five reasons keep a matter from
the meeting (五个不上会). Both stand in the rules of 2016 for deciding on appointments.
"""

from typing import NamedTuple

RULES = "《党委（党组）讨论决定干部任免事项守则》"


class Item(NamedTuple):
    """A check: its family, code, text and clause."""

    family: str
    code: str
    text: str
    clause: str


ITEMS = (
    Item("must", "archive", "干部档案“凡提必审”", f"{RULES}第四条"),
    Item("must", "personal-matters", "个人有关事项报告“凡提必核”", f"{RULES}第四条"),
    Item("must", "discipline-opinion", "纪检监察机关意见“凡提必听”", f"{RULES}第四条"),
    Item("must", "petitions", "线索具体的信访举报“凡提必查”", f"{RULES}第四条"),
    Item("bar", "no-motion", "没有按规定进行酝酿动议的不上会", f"{RULES}第三条"),
    Item("bar", "no-recommendation", "没有按规定进行民主推荐的不上会", f"{RULES}第三条"),
    Item("bar", "no-inspection", "没有按规定进行组织考察的不上会", f"{RULES}第三条"),
    Item("bar", "not-verified", "没有按规定核实清楚有关问题的不上会", f"{RULES}第三条"),
    Item("bar", "not-approved", "没有按规定向上级报告或未经批复同意的不上会", f"{RULES}第三条"),
)
