"""The admin's reports tell everybody only of what they may see in the explorer."""

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow, WorkflowPage

from home.models import StandingPage
from newsletters.models import IssuePage, Organisation
from tests.localization.conftest import block, in_korean, into_korean

TITLE = "Whistleblower"
REPORTS = [
    "wagtail_localize:translations_report",
    "wagtail_localize:translations_report_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:aging_pages_results",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:locked_pages_results",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_results",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:workflow_tasks_results",
    "wagtailadmin_home",
    "localization:dashboard",
    "wagtailadmin_explore_root",
    "wagtailadmin_choose_page",
    "wagtailadmin_pages:search",
    "wagtailsnippets_newsletters_organisation:list",
    "wagtailsnippetchoosers_newsletters_organisation:choose",
    "style_guide",
]


@pytest.fixture
def secret(add_issue, admin_user) -> IssuePage:
    """A private issue in two languages: locked, in review, with a picture and an organisation."""
    organisation = Organisation.objects.filter(locale__language_code="en").first()
    picture = {"image": get_image_model().objects.first().pk, "alt_text": TITLE}
    issue = add_issue(
        block("image", "a", image={**picture, "decorative": False}, caption=TITLE),
        block("cso_profile", "b", organisation=organisation.pk, person="x", story="<p>x</p>"),
        title=TITLE,
    )
    PageViewRestriction.objects.create(page=issue, restriction_type="login")
    workflow = Workflow.objects.first()
    WorkflowPage.objects.get_or_create(page=issue, defaults={"workflow": workflow})
    issue.refresh_from_db()
    issue.save_revision(user=admin_user, log_action=True)
    workflow.start(issue, admin_user)
    for page in (issue, in_korean(issue)):
        Page.objects.filter(pk=page.pk).update(
            locked=True, locked_by=admin_user, locked_at=timezone.now()
        )
    return issue


@pytest.fixture
def outsider(django_user_model) -> Client:
    """Somebody who may edit one page elsewhere, and organisations and pictures."""
    user = django_user_model.objects.create_user("outsider", email="o@example.org", password="x")
    group = Group.objects.create(name="outside")
    names = ["access_admin", "view_organisation", "change_organisation", "add_organisation"]
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    page = StandingPage.objects.filter(locale__language_code="en").first()
    right = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=page, permission=right)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def addresses(secret: IssuePage) -> list[str]:
    """Every report and list, also as a file, and what else may name a page."""
    asked = [reverse(name) for name in REPORTS]
    asked += [f"{path}?export=csv" for path in asked if "report" in path]
    asked += [f"{reverse('wagtailadmin_choose_page')}?q={TITLE}"]
    asked += [f"{reverse('wagtailadmin_pages:search')}?q={TITLE}"]
    for page in (secret, in_korean(secret)):
        asked += [reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk])]
        asked += [reverse("wagtailadmin_pages:type_use", args=["newsletters", "issuepage"])]
        for name in (
            "usage",
            "history",
            "edit",
            "view_draft",
            "revisions_index",
            "workflow_history",
        ):
            asked += [reverse(f"wagtailadmin_pages:{name}", args=[page.pk])]
    asked += [reverse("localization:workbench", args=[into_korean(secret).pk])]
    for organisation in Organisation.objects.filter(pk=secret.body[1].value["organisation"].pk):
        names = ("usage", "edit", "history")
        asked += [
            reverse(f"wagtailsnippets_newsletters_organisation:{n}", args=[quote(organisation.pk)])
            for n in names
        ]
    picture = secret.body[0].value["image"]
    asked += [reverse("wagtailimages:image_usage", args=[picture.pk])]
    return asked


def said(client: Client, path: str) -> str:
    """The answer without what was asked for."""
    response = client.get(path, follow=True)
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return (
        text.decode(errors="replace")
        .replace(f"q={TITLE}", "")
        .replace(f'"{TITLE}"', "")
        .replace(f"<em>{TITLE}</em>", "")
    )


def test_an_administrator_sees_it_and_an_outsider_does_not(secret, editor, outsider):
    told = [path for path in addresses(secret) if TITLE in said(editor, path)]
    assert reverse("wagtail_localize:translations_report") in told
    assert len(told) > 20
    assert [path for path in addresses(secret) if TITLE in said(outsider, path)] == []
