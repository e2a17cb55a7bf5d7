"""Sources: where the raw values of leaves come from. docs/add-a-source.md says how to add one."""

from collections.abc import Mapping

from assessment.sources.base import Evidence, Scope, Source
from assessment.sources.checklist import ChecklistSource
from assessment.sources.cycle import CycleSource
from assessment.sources.event import EventSource
from assessment.sources.judged import JudgedSource
from assessment.sources.linked import LinkedSource
from assessment.sources.members import MembersSource
from assessment.sources.reported import ReportedSource
from assessment.sources.survey import SurveySource
from assessment.sources.task import TaskSource, completion_rate, workload
from assessment.sources.team import TeamSource
from indicators.models import SystemNode

SOURCES: Mapping[str, Source] = {
    SystemNode.Source.REPORTED.value: ReportedSource(),
    SystemNode.Source.JUDGED.value: JudgedSource(),
    SystemNode.Source.TEAM.value: TeamSource(),
    SystemNode.Source.MEMBERS.value: MembersSource(),
    SystemNode.Source.LINKED.value: LinkedSource(),
    SystemNode.Source.CYCLE.value: CycleSource(),
    SystemNode.Source.EVENT.value: EventSource(),
    SystemNode.Source.SURVEY.value: SurveySource(),
    SystemNode.Source.CHECKLIST.value: ChecklistSource(),
    SystemNode.Source.TASK.value: TaskSource(completion_rate),
    SystemNode.Source.WORKLOAD.value: TaskSource(workload),
}

__all__ = ["SOURCES", "Evidence", "Scope", "Source"]
