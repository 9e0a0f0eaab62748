"""A restriction is whole: whatever makes, changes or lifts it, in every language and output."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation

from home.models import StandingPage
from localization import restrictions
from localization.models import CopiedRestriction
from tests.localization.family import Family, grow, leaks, submit

LOGIN, PASSWORD, GROUPS = "login", "password", "groups"
STEPS = 3  # the page itself, its parent, and that one's


@pytest.fixture(autouse=True)
def three_languages(settings):
    """French too, of which the product knows nothing but the setting."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES


@pytest.fixture
def family(add_issue) -> Family:
    return grow(add_issue)


@pytest.fixture
def board(db) -> Group:
    return Group.objects.create(name="Board")


def above(page: Page, steps: int) -> Page:
    for _step in range(steps):
        page = page.get_parent()
    return page


class ByView:
    """The privacy dialog of the admin."""

    def __init__(self, editor) -> None:
        self.editor = editor

    def restrict(self, page: Page, kind: str, password: str = "", groups: tuple = ()) -> None:
        path = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        data = {"restriction_type": kind, "password": password, "groups": [g.pk for g in groups]}
        assert b"set_privacy_done" in self.editor.post(path, data).content

    def lift(self, page: Page) -> None:
        self.restrict(page, "none")


class ByModel:
    """Code."""

    def __init__(self, editor) -> None: ...

    def restrict(self, page: Page, kind: str, password: str = "", groups: tuple = ()) -> None:
        found = PageViewRestriction.objects.filter(page=page).first()
        restriction = found or PageViewRestriction(page=page)
        restriction.restriction_type, restriction.password = kind, password
        restriction.save()
        restriction.groups.set(groups)

    def lift(self, page: Page) -> None:
        PageViewRestriction.objects.get(page=page).delete()


class InBulk(ByModel):
    """Code that writes past the models."""

    def restrict(self, page: Page, kind: str, password: str = "", groups: tuple = ()) -> None:
        values = {"restriction_type": kind, "password": password}
        found = PageViewRestriction.objects.filter(page=page)
        if not found.update(**values):
            PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page, **values)])
        through = PageViewRestriction.groups.through
        through.objects.filter(pageviewrestriction=found.get()).delete()
        found.get().groups.add(*groups)

    def lift(self, page: Page) -> None:
        PageViewRestriction.objects.filter(page=page).delete()


def asked(page: Page) -> set[tuple]:
    """What readers of a page must show, as it stands on the page or above it."""
    return {
        (r.restriction_type, r.password, *r.groups.values_list("name", flat=True))
        for r in page.get_view_restrictions()
    }


def test_no_output_tells_of_it(family, reader):
    for steps in range(STEPS):
        page = above(family.english, steps)
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=LOGIN)
        assert leaks(reader, family) == [], page
        restriction.delete()
    assert len(leaks(reader, family)) > 40


@pytest.mark.parametrize("way", [ByView, ByModel, InBulk])
def test_made_changed_and_lifted(family, reader, editor, board, way):
    for steps in range(STEPS):
        is_made_changed_and_lifted(family, above(family.english, steps), way(editor), board)
        assert reader.get(family.korean.get_url()).status_code == 200


def is_made_changed_and_lifted(family: Family, page: Page, way: ByModel, board: Group) -> None:
    reader = Client()
    way.restrict(page, LOGIN)
    assert [asked(one) for one in family.pages] == [{(LOGIN, "")}] * 5
    for one in family.pages:
        assert reader.get(one.get_url()).status_code in (302, 404)
    way.restrict(page, PASSWORD, password="sesame")
    assert [asked(one) for one in family.pages] == [{(PASSWORD, "sesame")}] * 5
    way.restrict(page, GROUPS, groups=(board,))
    assert [asked(one) for one in family.pages] == [{(GROUPS, "", "Board")}] * 5
    way.lift(page)
    assert not PageViewRestriction.objects.exists()


# ── Who decides ──────────────────────────────────────────────────────────────────────────────


def test_what_was_restricted_by_hand_stays(family):
    by_hand = PageViewRestriction.objects.create(
        page=family.korean, restriction_type=PASSWORD, password="own"
    )
    assert asked(family.english) == set()
    assert asked(family.mirrors[1]) == {(PASSWORD, "own")}  # it mirrors the Korean page
    original = PageViewRestriction.objects.create(page=family.english, restriction_type=LOGIN)
    assert asked(family.korean) == {(LOGIN, ""), (PASSWORD, "own")}
    original.delete()
    assert asked(family.korean) == {(PASSWORD, "own")}
    by_hand.delete()
    assert not PageViewRestriction.objects.exists()


def test_a_copy_cannot_be_lifted_or_weakened(family, editor):
    PageViewRestriction.objects.create(page=family.english, restriction_type=LOGIN)
    PageViewRestriction.objects.filter(page=family.korean).delete()
    assert asked(family.korean) == {(LOGIN, "")}
    PageViewRestriction.objects.filter(page=family.korean).update(restriction_type=PASSWORD)
    assert asked(family.korean) == {(LOGIN, "")}
    path = reverse("wagtailadmin_pages:set_privacy", args=[family.korean.pk])
    answer = editor.post(path, {"restriction_type": "none"}).content.decode()
    assert "set_privacy_done" not in answer
    assert "Change it there" in answer
    assert asked(family.korean) == {(LOGIN, "")}


def test_a_translation_that_was_stopped_follows_too(family):
    Translation.objects.update(enabled=False)
    PageViewRestriction.objects.create(page=family.english, restriction_type=LOGIN)
    assert asked(family.korean) == {(LOGIN, "")}


def test_losing_the_original_makes_nothing_public(family):
    PageViewRestriction.objects.create(page=family.english, restriction_type=LOGIN)
    family.english.delete()
    assert asked(family.korean) == {(LOGIN, "")}
    assert not CopiedRestriction.objects.filter(restriction__page=family.korean).exists()
    PageViewRestriction.objects.filter(page=family.korean).delete()  # it is its own by now
    assert asked(family.korean) == set()


def test_the_original_may_be_korean(family):
    Translation.objects.all().delete()
    submit(family.korean, "en")
    PageViewRestriction.objects.create(page=family.english, restriction_type=LOGIN)
    assert asked(family.korean) == set()
    PageViewRestriction.objects.all().delete()
    PageViewRestriction.objects.create(page=family.korean, restriction_type=LOGIN)
    assert asked(family.english) == {(LOGIN, "")}


# ── Made later, moved ────────────────────────────────────────────────────────────────────────


def test_what_is_made_of_a_private_page_is_never_public(add_issue, monkeypatch):
    """Not even between its own row and that of its restriction."""
    english = add_issue()
    Page.objects.filter(translation_key=english.translation_key).exclude(pk=english.pk).delete()
    Translation.objects.all().delete()
    PageViewRestriction.objects.create(page=english, restriction_type=LOGIN)
    seen = []

    def look(sender, instance, created, **_signal) -> None:
        if created and isinstance(instance, Page):
            seen.append(asked(instance))

    post_save.connect(look)
    try:
        submit(english, "ko")
        english.create_alias(parent=english.get_parent(), update_slug="mirror")
    finally:
        post_save.disconnect(look)
    assert seen == [{(LOGIN, "")}] * 2
    english.view_restrictions.get().delete()
    assert not PageViewRestriction.objects.filter(
        page__translation_key=english.translation_key
    ).exists()


def test_a_page_that_moves_below_a_private_one(family, korean):
    """Its Korean page, for which there is no such section, stays where it is."""
    home = above(family.english, 2)
    section = home.add_child(instance=StandingPage(title="Members", slug="members"))
    PageViewRestriction.objects.create(page=section, restriction_type=LOGIN)
    archive = Page.objects.get(pk=family.english.get_parent().pk).specific
    Page.objects.get(pk=archive.pk).specific.move(section, pos="last-child")
    assert [asked(one) for one in family.pages] == [{(LOGIN, "")}] * 5
    Page.objects.get(pk=archive.pk).specific.move(Page.objects.get(pk=home.pk), pos="last-child")
    assert [asked(one) for one in family.pages] == [set()] * 5


def test_where_a_language_has_no_such_section_the_pages_are_restricted(family):
    archive = family.english.get_parent()
    Translation.objects.filter(source__object_id=archive.translation_key).delete()
    Page.objects.filter(pk=family.korean.get_parent().pk).update(translation_key=uuid4())
    PageViewRestriction.objects.create(page=archive, restriction_type=LOGIN)
    assert asked(family.korean) == {(LOGIN, "")}
    assert asked(family.korean.get_parent()) == set()


def test_all_or_nothing(family, monkeypatch):
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(restrictions, "wanted_copies", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        PageViewRestriction.objects.create(page=family.english, restriction_type=LOGIN)
    assert not PageViewRestriction.objects.exists()


def test_reconcile_mends_what_was_written_with_sql(family):
    columns = "(page_id, restriction_type, password)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO wagtailcore_pageviewrestriction {columns} VALUES (%s, 'login', '')",
            [family.english.pk],
        )
    assert asked(family.korean) == set()
    call_command("reconcile", verbosity=0)
    assert asked(family.korean) == {(LOGIN, "")}
