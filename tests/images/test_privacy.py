"""Pictures of private collections: nothing of them answers to who may not see it."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from api.store.sequencer import flush
from home.cards import SocialCard
from images import files, generation, privacy
from images.generation import generate_wanted
from images.models import Picture, Rendition, Withdrawal
from newsletters.models import IssuePage
from tests.images.conftest import status, upload

OCTOBER = "/newsletters/october-2020/"
ADMIN = "max-165x165"


class Library:
    """A collection in a collection, beside a private one; a picture in it; who may see it."""

    def __init__(self) -> None:
        root = Collection.get_first_root_node()
        self.members = Group.objects.create(name="Members")
        self.parent = root.add_child(name="Parent")
        self.child = self.parent.add_child(name="Child")
        self.private = root.add_child(name="Private")
        self.restrict(self.private)
        self.child, self.private = (
            Collection.objects.get(pk=c.pk) for c in (self.child, self.private)
        )
        self.picture = upload(self.child)

    def reopen(self) -> None:
        """As it was at first."""
        CollectionViewRestriction.objects.exclude(collection=self.private).delete()
        child = Collection.objects.get(pk=self.child.pk)
        if child.get_parent() != self.parent:
            child.move(Collection.objects.get(pk=self.parent.pk), "sorted-child")
        move_to(self, self.child)

    def restrict(self, collection: Collection) -> None:
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="groups"
        )
        restriction.groups.add(self.members)

    def person(self, name: str, *groups: Group) -> Client:
        user = User.objects.create_user(name, password="x")
        admins, _new = Group.objects.get_or_create(name="Admins")
        admins.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.set([admins, *groups])
        client = Client()
        client.force_login(user)
        return client

    def choosers(self) -> Group:
        """A group that may choose pictures of every collection."""
        group = Group.objects.create(name="Choosers")
        permission = Permission.objects.get(
            codename="choose_image", content_type__app_label="wagtailimages"
        )
        permission = (
            Permission.objects.filter(
                codename__startswith="choose_", content_type__app_label="images"
            ).first()
            or permission
        )
        GroupCollectionPermission.objects.create(
            group=group, permission=permission, collection=Collection.get_first_root_node()
        )
        return group


@pytest.fixture
def library(storage, db) -> Library:
    return Library()


def restrict_collection(library: Library, editor: Client) -> None:
    library.restrict(library.child)


def restrict_above(library: Library, editor: Client) -> None:
    library.restrict(library.parent)


def move_to(library: Library, collection: Collection) -> None:
    picture = Picture.objects.get(pk=library.picture.pk)
    picture.collection = collection
    picture.save()


def move_picture(library: Library, editor: Client) -> None:
    move_to(library, library.private)


def move_in_bulk(library: Library, editor: Client) -> None:
    address = reverse("wagtail_bulk_action", args=["images", "picture", "add_to_collection"])
    where = {"collection": library.private.pk}
    answer = editor.post(f"{address}?id={library.picture.pk}", where)
    assert answer.status_code == 302


def move_collection(library: Library, editor: Client) -> None:
    address = reverse("wagtailadmin_collections:edit", args=[library.child.pk])
    answer = editor.post(address, {"name": "Child", "parent": library.private.pk})
    assert answer.status_code == 302


def restrict_in_the_admin(library: Library, editor: Client) -> None:
    address = reverse("wagtailadmin_collections:set_privacy", args=[library.child.pk])
    answer = editor.post(
        address, {"restriction_type": "groups", "groups": [library.members.pk], "password": ""}
    )
    assert answer.status_code == 200


WAYS = [
    restrict_collection,
    restrict_above,
    move_picture,
    move_in_bulk,
    move_collection,
    restrict_in_the_admin,
]


def lift(library: Library) -> None:
    """Nothing is private any more."""
    for restriction in CollectionViewRestriction.objects.all():
        restriction.delete()


def outputs(reader: Client, issue: IssuePage) -> str:
    """All that readers get of an issue and its lists."""
    v1 = f"/api/v1/issues/{issue.translation_key}/?locale=en"
    said = [reader.get(path).text for path in (OCTOBER, "/", "/newsletters/", v1)]
    paths = ["/api/v2/images/", "/api/v2/documents/", f"/api/v2/pages/{issue.pk}/"]
    paths += [f"/api/{v}/images/{issue.cover_id}/" for v in ("v1", "v2") if issue.cover_id]
    return "".join([*said, *(reader.get(path).text for path in paths)])


def addresses(library: Library, said: str) -> set[str]:
    """Those of the picture's renditions, as the bucket or the site has them."""
    pattern = rf"(?:https?://[\w.:]+/pictures|/media)/images/{library.picture.pk}/[\w.~%-]+"
    return {found.replace("http://testserver", "") for found in re.findall(pattern, said)}


def thumbnail(library: Library) -> str:
    return Picture.objects.get(pk=library.picture.pk).get_rendition(ADMIN).url


def show_as_cover(library: Library, publish: Callable, issue: IssuePage) -> IssuePage:
    """An issue that consists of the picture."""
    issue = publish(issue, cover=library.picture, body=[])
    flush(deferred=True)
    return issue


def test_what_is_private_answers_to_nobody_else(
    library, reader, editor, anybody, publish, issue, committed
):
    issue = show_as_cover(library, publish, issue)
    card = SocialCard(issue).url.removeprefix("http://testserver")
    old = addresses(library, outputs(reader, issue)) | {thumbnail(library)}
    assert len(old) >= 10
    assert reader.get(card).status_code == 503
    generate_wanted()
    assert {anybody(address) for address in old} == {200}
    shown = reader.get(card)
    assert shown.status_code == 200
    with committed():
        restrict_collection(library, editor)
    flush(deferred=True)
    assert {anybody(address) for address in old} <= {403, 404}
    assert addresses(library, outputs(reader, issue)) == set()
    redrawn = reader.get(card, headers={"If-None-Match": shown["ETag"]})
    assert (redrawn.status_code, redrawn.content == shown.content) == (200, False)
    new = thumbnail(library)
    generate_wanted()
    assert_private(library, new, anybody, editor)
    assert {anybody(address) for address in old} <= {403, 404}
    assert list(files.names_below(default_storage, f"images/{library.picture.pk}/")) == []
    assert anybody(original(library)) in (403, 404)
    with committed():
        lift(library)
    flush(deferred=True)
    assert_public_again(library, old, new, anybody, outputs(reader, issue))


@pytest.mark.parametrize("hide", WAYS)
def test_every_way_withdraws_the_files(library, hide, editor, anybody, committed):
    old = thumbnail(library)
    generate_wanted()
    assert anybody(old) == 200
    with committed():
        hide(library, editor)
    assert anybody(old) in (403, 404)
    assert list(files.names_below(default_storage, f"images/{library.picture.pk}/")) == []
    new = thumbnail(library)
    generate_wanted()
    assert_private(library, new, anybody, editor)
    with committed():
        lift(library)
    generate_wanted()
    assert anybody(old) == 200


def test_every_way_leaves_no_address_in_any_output(db, reader, editor, publish, issue, committed):
    """Also of renditions that nobody has generated yet."""
    library = Library()
    issue = show_as_cover(library, publish, issue)
    for hide in WAYS:
        assert len(addresses(library, outputs(reader, issue))) >= 10
        with committed():
            hide(library, editor)
        flush(deferred=True)
        assert addresses(library, outputs(reader, issue)) == set(), hide
        with committed():
            library.reopen()
        flush(deferred=True)


def original(library: Library) -> str:
    return library.picture.file.url


def assert_private(library: Library, address: str, anybody: Callable, editor: Client) -> None:
    """It is shown to those who work with it, and to those whom the collection is for."""
    assert address.startswith("/media/images/")
    assert anybody(address) == 404
    allowed = [
        editor,
        library.person("member", library.members),
        library.person("chooser", library.choosers()),
    ]
    for client in allowed:
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "private, no-store"
        assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    assert status(library.person("stranger"), address) == 404


def assert_public_again(
    library: Library, old: set[str], new: str, anybody: Callable, said: str
) -> None:
    """At the addresses of before, once they are generated; nothing is left where it was private."""
    found = addresses(library, said)
    assert len(found) >= 10
    assert found >= {address for address in old if "max-165" not in address}
    assert anybody(new) == 503
    generate_wanted()
    assert {anybody(address) for address in found | old} == {200}
    assert anybody(new) in (200, 302)
    left = files.names_below(default_storage, f"private_images/{library.picture.pk}/")
    assert list(left) == []


def test_no_address_tells_what_an_upload_was_called(storage, db):
    picture = upload(name="witness-Kim-Busan.png")
    assert picture.title == "A picture"
    for name in (picture.file.name, picture.get_rendition(ADMIN).url):
        assert "witness" not in name
        assert "Kim" not in name
    again = upload(name="witness-Kim-Busan.png")
    assert len({picture.file.name, again.file.name}) == 2


@pytest.mark.parametrize("wrong", ["0" * 32, "", "g" * 32])
def test_an_address_cannot_be_made_up(reader, db, wrong):
    picture = upload()
    right = files.rendition_name(picture, generation.Filter("width-999"))
    digest = right.split("/")[1][:32]
    assert reader.get(f"/media/images/{right}").status_code == 503
    made_up = [right.replace(digest, wrong), right.replace("999", "998"), right + "x"]
    made_up += [right.replace(f"{picture.pk}/", "999999/"), f"../{picture.file.name}"]
    for name in made_up:
        assert reader.get(f"/media/images/{name}").status_code in (400, 404), name
    assert reader.get(f"/media/{picture.file.name}").status_code == 404


def test_a_public_rendition_costs_no_query(reader, db, django_assert_num_queries):
    address = upload().get_rendition("width-100|format-webp").url
    generate_wanted()
    with django_assert_num_queries(0):
        answer = reader.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    with django_assert_num_queries(0):
        again = reader.get(address, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304


def test_a_rendition_that_becomes_private_while_it_is_made_stays_nowhere(
    library, monkeypatch, committed
):
    library.picture.get_rendition(ADMIN)
    encode = Picture.generate_rendition_file

    def slowly(self, *args, **kwargs):
        with committed():
            library.restrict(library.parent)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(Picture, "generate_rendition_file", slowly)
    generate_wanted(stop=lambda: True)
    assert list(files.names_below(default_storage, f"images/{library.picture.pk}/")) == []


def test_files_that_could_not_be_deleted_are_deleted_later(library, anybody, monkeypatch):
    """A process killed after the commit, or a storage that did not answer."""
    address = thumbnail(library)
    generate_wanted()
    library.restrict(library.child)  # and nothing follows the commit
    assert anybody(address) == 200

    def unreachable(*args):
        raise OSError("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(files, "remove_folder", unreachable)
        privacy.withdraw()
    assert Withdrawal.objects.exists()
    privacy.withdraw()
    assert not Withdrawal.objects.exists()
    assert anybody(address) in (403, 404)


def test_reconcile_mends_what_no_signal_told(library, anybody):
    """SQL by hand, a restored database, a file that is lost, one that belongs to nothing."""
    address = thumbnail(library)
    lost = upload().get_rendition(ADMIN)
    generate_wanted()
    default_storage.delete(lost.file.name)
    stray = default_storage.save("images/999999/left.png", ContentFile(b"left"))
    Picture.objects.filter(pk=library.picture.pk)._update(
        [(Picture._meta.get_field("collection"), None, library.private.pk)]
    )
    assert anybody(address) == 200
    privacy.sweep()
    privacy.withdraw()
    assert anybody(address) in (403, 404)
    assert not default_storage.exists(stray)
    assert Rendition.objects.get(filter_spec=ADMIN, image=lost.image).generated_at is None
    generation.note(lost.image_id, ADMIN, asked=True)  # others, of the demo, are lost on S3 too
    generate_wanted(stop=lambda: True)
    assert default_storage.exists(lost.file.name)


def move_document_in_bulk(library: Library, editor: Client) -> None:
    document = get_document_model().objects.get(title="CANARY")
    address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"])
    editor.post(f"{address}?id={document.pk}", {"collection": library.private.pk})


@pytest.mark.parametrize(
    "hide", [restrict_collection, restrict_above, move_collection, move_document_in_bulk]
)
def test_documents_of_private_collections(hide, reader, editor, issue, publish, committed):
    library = Library()
    document = get_document_model().objects.create(
        title="CANARY", file=ContentFile(b"words", "canary.txt"), collection=library.child
    )
    text = f'<p><a linktype="document" id="{document.pk}">here</a></p>'
    issue = publish(issue, cover=None, body=[{"type": "text", "value": {"text": text}}])
    flush(deferred=True)
    assert f"/documents/{document.pk}/" in outputs(reader, issue)
    public = reader.get(document.url)
    assert b"".join(public.streaming_content) == b"words"
    with committed():
        hide(library, editor)
    flush(deferred=True)
    assert f"/documents/{document.pk}/" not in outputs(reader, issue)
    assert_members_only(library, document.url, editor)


def test_a_private_document_on_s3(s3_storage, db, editor):
    library = Library()
    document = get_document_model().objects.create(
        title="CANARY", file=ContentFile(b"words", "canary.txt"), collection=library.private
    )
    assert_members_only(library, document.url, editor)


def assert_members_only(library: Library, address: str, editor: Client) -> None:
    """A document goes to nobody else."""
    assert Client().get(address).status_code == 302
    assert status(library.person("stranger"), address) in (302, 403, 404)
    for client in (editor, library.person("member", library.members)):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == b"words"
        assert answer["Cache-Control"] == "private, no-store"
