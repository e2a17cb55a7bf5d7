"""The sheet of evaluators: its columns, what they are called, an invented row."""

from evaluators.models import Certificate, Evaluator, RosterSpell
from organization.imports.columns import Column, Sheet, Words, field_of
from organization.imports.people import APPOINTMENTS, CADRES

LIST_NOTE = Words("多项用顿号分隔。", "Several are separated by 、 or a comma.")

EVALUATORS = Sheet(
    key="evaluators",
    title=Words("考评员", "Evaluators"),
    note=Words(
        "姓名、出生年月和单位认人。只增改，不删除；入库须填三关通过日期。",
        "Name, month of birth and home find the person. Nothing is deleted.",
    ),
    identity=("name", "birth_month", "unit", "organisation"),
    columns=(
        Column("name", Words("姓名", "Name"), required=True, field=field_of(Evaluator, "name")),
        Column(
            "sex",
            Words("性别", "Sex"),
            "choice",
            required=True,
            choices=CADRES.by_name["sex"].choices,
        ),
        Column(
            "birth_month",
            Words("出生年月", "Month of birth"),
            "month",
            required=True,
            note=Words("如1975-03。", "As 1975-03."),
        ),
        Column(
            "unit",
            Words("所在单位编码", "Home unit code"),
            "code",
            note=Words("系统内单位填编码。", "A code of a registered unit."),
            default="",
        ),
        Column(
            "organisation",
            Words("外部工作单位", "Organisation outside"),
            note=Words("系统外人员填名称。", "For people from elsewhere."),
            field=field_of(Evaluator, "organisation"),
        ),
        Column("post", Words("职务", "Post"), field=field_of(Evaluator, "post")),
        Column(
            "post_level",
            Words("职务层次", "Post level"),
            "choice",
            default="",
            choices=APPOINTMENTS.by_name["post_level"].choices,
        ),
        Column(
            "pool",
            Words("队伍", "Pool"),
            "choice",
            required=True,
            choices={
                "expert": Words("专家", "Expert"),
                "professional": Words("专业人员", "Professional"),
            },
        ),
        Column(
            "subtype",
            Words("类别", "Subtype"),
            "choice",
            required=True,
            choices={
                "leader": Words("领导干部", "Leader"),
                "scholar": Words("专家学者", "Scholar"),
                "think_tank": Words("智库", "Think tank"),
                "third_party": Words("第三方", "Third party"),
                "office": Words("考核办", "Assessment office"),
                "lead_department": Words("牵头部门", "Lead department"),
                "assessed_unit": Words("被考核单位", "Assessed unit"),
            },
        ),
        Column(
            "tier",
            Words("层次", "Tier"),
            "choice",
            default="main",
            choices={
                "core": Words("核心", "Core"),
                "main": Words("主体", "Main"),
                "auxiliary": Words("辅助", "Auxiliary"),
            },
        ),
        Column(
            "native_place",
            Words("籍贯（区划代码）", "Native place (region code)"),
            "code",
            field=field_of(Evaluator, "native_place"),
        ),
        Column(
            "growth_place",
            Words("成长地（区划代码）", "Place of growth (region code)"),
            "code",
            field=field_of(Evaluator, "growth_place"),
        ),
        Column("tags", Words("标签", "Tags"), note=LIST_NOTE, default=""),
        Column(
            "workplaces",
            Words("工作经历", "Former workplaces"),
            note=Words(
                "单位编码或区划代码加起止年月，如 320500 2010-01~2015-12、U01 2016-01~。",
                "Unit or region code with months: 320500 2010-01~2015-12, U01 2016-01~.",
            ),
            default="",
        ),
        Column(
            "certificate",
            Words("考评员证编号", "Certificate number"),
            "code",
            field=field_of(Certificate, "number"),
            default="",
        ),
        Column("issued_on", Words("发证日期", "Issued on"), "date"),
        Column("expires_on", Words("有效期至", "Valid until"), "date"),
        Column(
            "test_score",
            Words("测试成绩", "Test score"),
            "number",
            field=field_of(Certificate, "test_score"),
        ),
        Column("gates_passed_on", Words("三关通过日期", "Three gates passed on"), "date"),
        Column("joined_on", Words("入库日期", "Joined on"), "date"),
        Column(
            "channel",
            Words("入库渠道", "Channel"),
            "choice",
            default="",
            choices={
                RosterSpell.Channel.POOL.value: Words("人才库筛选", "Screened from the pool"),
                RosterSpell.Channel.NOMINATION.value: Words("单位提名", "Nominated by a unit"),
                RosterSpell.Channel.THIRD_PARTY.value: Words(
                    "第三方遴选", "Chosen by a third party"
                ),
            },
        ),
        Column("is_invented", Words("虚构人员", "Invented person"), "flag", default=False),
    ),
    examples=(
        {
            "name": "张示例",
            "sex": "1",
            "birth_month": "1975-03",
            "organisation": "云溪大学",
            "pool": "expert",
            "subtype": "scholar",
            "tier": "core",
            "tags": "统计、财政",
            "workplaces": "320500 2010-01~2015-12",
            "certificate": "KPY-000123",
            "issued_on": "2024-01-01",
            "expires_on": "2026-12-31",
            "gates_passed_on": "2024-01-05",
            "joined_on": "2024-01-08",
            "channel": "pool",
        },
    ),
)
