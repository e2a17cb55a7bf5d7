"""The letters that evaluators of the demonstration sign; the wording is our own."""

import datetime as dt
from collections.abc import Iterable

from demo.storing import store
from evaluators.models import Evaluator, FieldPlan, LetterVersion, Signature
from organization.models import User
from organization.services.audit import save_recorded

Kind = LetterVersion.Kind
SINCE = dt.date(2018, 1, 1)
TEXTS = {
    Kind.PLEDGE: """承诺书（示例文本）

本人参加本次实地考核，承诺：
一、服从编组和分工，按时到岗，全程参加；
二、以事实和数据为依据独立评分，写明扣分理由；
三、如实申报与考核对象的亲属、任职、利益关系，应当回避的主动回避；
四、对本人的评分和意见负责，接受抽查复核。""",
    Kind.SECRECY: """保密承诺书（示例文本）

本人承诺：
一、不向任何人透露考核数据、谈话内容、评分和结果；
二、不上传、不留存涉密材料，不用个人设备拍摄、转发考核材料；
三、考核结束即交回全部材料；
四、离开考评员队伍后继续履行保密义务。""",
    Kind.NINE_DONTS: """九不准（示例文本）

一、不准接受考核对象的宴请、礼品和消费安排；
二、不准为考核对象说情、打招呼；
三、不准凭个人好恶评分；
四、不准隐瞒应当回避的情形；
五、不准擅自改变考核内容和程序；
六、不准提出与考核无关的要求；
七、不准泄露谈话内容和评分；
八、不准把考核材料带离规定场所；
九、不准代他人评分或者由他人代为评分。""",
}


def sign_letters(plan: FieldPlan, evaluators: Iterable[Evaluator], *, by: User) -> None:
    """Let evaluators have signed every letter; the wordings are stored at the first call."""
    for kind, text in TEXTS.items():
        if not LetterVersion.objects.filter(kind=kind).exists():
            save_recorded(LetterVersion(kind=kind, valid_from=SINCE, text=text), by=by)
    letters = list(LetterVersion.objects.on(plan.starts_on))
    rows = [
        Signature(plan=plan, evaluator=evaluator, letter=letter)
        for evaluator in evaluators
        for letter in letters
    ]
    store(rows, about=plan, by=by)
