"""What people are told and asked: reports, uses of results, questionnaires, postings."""

import datetime as dt

import factory

from feedback.models import (
    AnswerSheet,
    AnswerText,
    AskedUnit,
    Candidate,
    CandidateCheck,
    CheckItem,
    FileBatch,
    PersonCard,
    Posting,
    Question,
    Questionnaire,
    QuestionTally,
    Recommendation,
    ReportAdvice,
    ReportBatch,
    Respondent,
    ResultUse,
    Statement,
    TeamCard,
    UseUpload,
)
from organization.models import Role
from tests.assessment.factories import (
    CycleFactory,
    GradeDecisionFactory,
    ResultFactory,
    RunGroupFactory,
)
from tests.organization.factories import (
    CadreFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)

FAR = dt.date(2099, 12, 31)


class ReportAdviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportAdvice

    result = factory.SubFactory(ResultFactory)
    text = "先补短板"
    written_by = factory.SubFactory(UserFactory)


class ReportBatchFactory(factory.django.DjangoModelFactory):
    """A batch of one report that nobody has fetched yet."""

    class Meta:
        model = ReportBatch

    class Params:
        complete = factory.Trait(
            state=ReportBatch.State.COMPLETE,
            done_count=1,
            file=factory.django.FileField(filename="batch.zip", data=b"PK\5\6" + bytes(18)),
        )

    group = factory.SubFactory(RunGroupFactory, done=True, run__complete=True)
    total_count = 1
    requested_by = factory.SubFactory(UserFactory)


class ResultUseFactory(factory.django.DjangoModelFactory):
    """One training place for a decided grade."""

    class Meta:
        model = ResultUse

    class Params:
        withdrawn = factory.Trait(
            withdrawn_by=factory.SubFactory(UserFactory),
            withdrawn_at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
            withdrawal_reason="录入有误",
        )

    decision = factory.SubFactory(GradeDecisionFactory)
    kind = ResultUse.Kind.TRAINING
    used_on = dt.date(2024, 5, 1)
    document = factory.Sequence("培训〔{}〕号".format)
    body = "区委组织部"
    recorded_by = factory.SubFactory(UserFactory)


class UseUploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UseUpload

    cycle = factory.SubFactory(CycleFactory, closed=True)
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file = "uses/list.xlsx"
    file_name = "结果运用.xlsx"


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    """A draft; opened by its service, so that somebody is asked."""

    class Meta:
        model = Questionnaire

    title = "平时考核工作问卷"
    domain = factory.SubFactory(DomainFactory)
    due_on = FAR


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    class Params:
        of_choices = factory.Trait(kind=Question.Kind.SINGLE, choices=["公平", "不公平", "说不清"])

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    position = factory.Sequence(lambda number: number + 1)
    kind = Question.Kind.TEXT
    text = "评鉴是否公平"


class AskedUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AskedUnit

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    unit = factory.SubFactory(UnitFactory)
    asked = 5


class RespondentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Respondent

    asked_unit = factory.SubFactory(AskedUnitFactory)
    questionnaire = factory.SelfAttribute("asked_unit.questionnaire")
    user = factory.SubFactory(UserFactory)


class AnswerSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnswerSheet

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    answers = factory.LazyFunction(lambda: {"1": [1]})


class QuestionTallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionTally

    question = factory.SubFactory(QuestionFactory, of_choices=True)
    base = 10
    counts = factory.LazyFunction(lambda: [7, 2, 1])


class AnswerTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnswerText

    question = factory.SubFactory(QuestionFactory)
    text = "希望公开评分标准"


class PostingFactory(factory.django.DjangoModelFactory):
    """Runs from long ago to far away."""

    class Meta:
        model = Posting

    title = "考核结果公示"
    cycle = factory.SubFactory(CycleFactory)
    domain = factory.SubFactory(DomainFactory)
    grades = factory.LazyFunction(lambda: ["good"])
    starts_on = dt.date(2024, 1, 1)
    ends_on = FAR
    objections = "区委组织部公务员科，电话 12380"
    posted_by = factory.SubFactory(UserFactory)


class PersonCardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PersonCard

    cadre = factory.SubFactory(CadreFactory)
    gaps = "缺少基层经历"
    written_by = factory.SubFactory(UserFactory)


class TeamCardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamCard

    unit = factory.SubFactory(UnitFactory)
    principal_places = 1
    written_by = factory.SubFactory(UserFactory)


class FileBatchFactory(factory.django.DjangoModelFactory):
    """A batch of one file that nobody has fetched yet."""

    class Meta:
        model = FileBatch

    class Params:
        complete = factory.Trait(
            state=FileBatch.State.COMPLETE,
            done_count=1,
            file=factory.django.FileField(filename="batch.zip", data=b"PK\5\6" + bytes(18)),
        )

    unit = factory.SubFactory(UnitFactory)
    total_count = 1
    requested_by = factory.SubFactory(UserFactory)


class CheckItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CheckItem

    family = CheckItem.Family.MUST
    code = factory.Sequence("check-{}".format)
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence("核查事项{}".format)
    clause = "《守则》第四条"


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recommendation

    unit = factory.SubFactory(UnitFactory)
    post = "副局长"
    created_by = factory.SubFactory(UserFactory)


class CandidateFactory(factory.django.DjangoModelFactory):
    """A candidate whose record nobody has signed; `signed` by two people."""

    class Meta:
        model = Candidate

    class Params:
        signed = factory.Trait(
            first_signed_by=factory.SubFactory(UserFactory),
            second_signed_by=factory.SubFactory(UserFactory),
        )

    recommendation = factory.SubFactory(RecommendationFactory)
    cadre = factory.SubFactory(CadreFactory)
    recommender = "赵推荐"
    recommender_post = "局长"
    recommended_on = dt.date(2024, 6, 1)
    reason = "熟悉业务，群众公认"


class CandidateCheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CandidateCheck

    candidate = factory.SubFactory(CandidateFactory)
    item = factory.SubFactory(CheckItemFactory)
    is_clear = True
    checked_on = dt.date(2024, 6, 2)
    document = "核查〔1〕号"
    recorded_by = factory.SubFactory(UserFactory)


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    recommendation = factory.SubFactory(RecommendationFactory)
    position = factory.Sequence(lambda n: n + 1)
    speaker = "钱委员"
    words = "同意"
