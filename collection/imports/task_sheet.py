"""The sheet of a task list: its columns, what they are called, invented rows."""

from collection.models import Task
from organization.imports.columns import Column, Sheet, Words, field_of

SEVERAL = Words("多个用顿号分隔。", "Several are separated by 、 or a comma.")
ONE_NAME = Words("只填一人；有重名的填身份证号。", "One name; the ID number among namesakes.")

TASKS = Sheet(
    key="tasks",
    title=Words("任务清单", "Tasks"),
    note=Words(
        "每项任务一行：一位市分管领导、一个牵头单位、一名责任干部，其余列为配合单位。",
        "One task a row: one leader in charge, one lead unit, one responsible cadre, others.",
    ),
    identity=("number",),
    columns=(
        Column("number", Words("序号", "Number"), "code", required=True),
        Column("title", Words("任务", "Task"), required=True, field=field_of(Task, "title")),
        Column("text", Words("任务内容", "What is to be done"), field=field_of(Task, "text")),
        Column("category", Words("类别", "Kind"), field=field_of(Task, "category")),
        Column("sub_plan", Words("专项计划", "Sub-plan"), field=field_of(Task, "sub_plan")),
        Column("leader", Words("市分管领导", "Leader in charge"), note=ONE_NAME, default=""),
        Column(
            "lead_unit",
            Words("牵头单位", "Lead unit"),
            required=True,
            note=Words("只填一个，名称或编码。", "Exactly one, its name or code."),
        ),
        Column(
            "responsible",
            Words("责任干部", "Responsible cadre"),
            default="",
            note=Words(
                "只填一人，须在牵头单位任职；可留空待认领。",
                "One name, of the lead unit; empty until somebody claims.",
            ),
        ),
        Column("other_units", Words("配合单位", "Other units"), note=SEVERAL, default=""),
        Column("indicators", Words("指标编码", "Indicators"), note=SEVERAL, default=""),
        Column(
            "starts_on",
            Words("开始日期", "From"),
            "date",
            required=True,
            field=field_of(Task, "starts_on"),
        ),
        Column(
            "due_on",
            Words("完成时限", "Due"),
            "date",
            required=True,
            field=field_of(Task, "due_on"),
        ),
        Column(
            "milestones",
            Words("工作节点", "Milestones"),
            default="",
            note=Words(
                "如“2026-03-31 立项；2026-06-30 开工”。", "As 2026-03-31 name; 2026-06-30 name."
            ),
        ),
        Column("weight", Words("权重", "Weight"), "number", field=field_of(Task, "weight")),
    ),
    examples=(
        {
            "number": "01",
            "title": "示例：打通疏港公路",
            "category": "重点项目",
            "sub_plan": "示例专项计划",
            "leader": "李示例",
            "lead_unit": "示例局",
            "responsible": "张示例",
            "starts_on": "2026-01-01",
            "due_on": "2026-12-31",
            "milestones": "2026-06-30 路基完工；2026-12-31 通车",
            "weight": 2,
        },
    ),
)
