"""Roads into indicators, systems and figures."""

from django.urls import path

from indicators import views

app_name = "indicators"

urlpatterns = [
    path("systems/", views.system_list, name="system_list"),
    path("systems/new/", views.system_create, name="system_create"),
    path("systems/<int:pk>/", views.system_detail, name="system_detail"),
    path("systems/<int:pk>/edit/", views.system_edit, name="system_edit"),
    path("systems/<int:pk>/copy/", views.system_copy, name="system_copy"),
    path("systems/<int:pk>/compare/", views.system_compare, name="system_compare"),
    path("systems/<int:pk>/compare/file/", views.comparison_export, name="comparison_export"),
    path("systems/<int:pk>/burden/", views.burden_detail, name="burden_detail"),
    path("systems/<int:pk>/versions/", views.version_list, name="version_list"),
    path("systems/<int:pk>/versions/new/", views.version_create, name="version_create"),
    path("systems/<int:pk>/versions/edit/", views.version_edit, name="version_edit"),
    path("systems/<int:pk>/publish/", views.system_publish, name="system_publish"),
    path("systems/<int:pk>/delete/", views.system_delete, name="system_delete"),
    path("systems/<int:pk>/nodes/new/", views.node_create, name="node_create"),
    path("systems/<int:pk>/units/", views.override_list, name="override_list"),
    path("systems/<int:pk>/units/<int:unit_pk>/", views.override_edit, name="override_edit"),
    path("nodes/<int:pk>/edit/", views.node_edit, name="node_edit"),
    path("nodes/<int:pk>/weight/", views.node_weight, name="node_weight"),
    path("nodes/<int:pk>/move/", views.node_move, name="node_move"),
    path("nodes/<int:pk>/delete/", views.node_delete, name="node_delete"),
    path("nodes/<int:pk>/links/", views.link_list, name="link_list"),
    path("links/<int:pk>/delete/", views.link_delete, name="link_delete"),
    path("rule-fields/", views.rule_fields, name="rule_fields"),
    path("values/", views.value_list, name="value_list"),
    path("values/edit/", views.value_edit, name="value_edit"),
    path("values/<int:pk>/", views.value_detail, name="value_detail"),
    path("values/<int:pk>/withdraw/", views.value_withdraw, name="value_withdraw"),
    path("values/<int:pk>/evidence/", views.evidence_download, name="evidence_download"),
    path("values/<int:pk>/evidence/new/", views.evidence_upload, name="evidence_upload"),
    path("values/<int:pk>/review/", views.review_create, name="review_create"),
    path("gaps/", views.gap_list, name="gap_list"),
    path("gaps/export/", views.gap_export, name="gap_export"),
    path("benchmarks/new/", views.benchmark_create, name="benchmark_create"),
    path("reviews/", views.review_list, name="review_list"),
    path("reviews/check/", views.review_check, name="review_check"),
    path("reviews/<int:pk>/", views.review_detail, name="review_detail"),
    path("reviews/<int:pk>/answer/", views.review_answer, name="review_answer"),
    path("reviews/<int:pk>/settle/", views.review_settle, name="review_settle"),
    path("library/", views.indicator_list, name="indicator_list"),
    path("library/new/", views.indicator_create, name="indicator_create"),
    path("library/options/", views.indicator_options, name="indicator_options"),
    path("library/<int:pk>/", views.indicator_detail, name="indicator_detail"),
    path("library/<int:pk>/edit/", views.indicator_edit, name="indicator_edit"),
]
