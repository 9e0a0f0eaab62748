"""The address of every rendition: its file, to those who may see it, as soon as there is one."""

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.static import serve
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter

from images import files
from images.generation import note
from images.models import Picture, Rendition, with_privacy
from images.privacy import may_see

YEAR = 31_536_000
PATIENCE = 2  # seconds after which to ask again for a rendition that is being generated


def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition; its name changes with its content, so a public one may be kept for ever."""
    said = files.parts(name)
    if said is None:
        raise Http404("That is no name of a rendition.")
    storage = Rendition._meta.get_field("file").storage
    if not is_local(storage):
        return looked_up(request, name, said, storage)
    try:
        response = serve(request, files.PUBLIC + name, document_root=storage.path(""))
    except Http404:
        return looked_up(request, name, said, storage)
    return with_headers(response, said, f"public, max-age={YEAR}, immutable")


def is_local(storage: Storage) -> bool:
    """Whether the files are on this machine; on S3 the bucket shows public ones by itself."""
    return not hasattr(storage, "bucket")


def looked_up(
    request: HttpRequest, name: str, said: files.Parts, storage: Storage
) -> HttpResponseBase:
    """What is private, on S3 or not generated yet; Http404 if it is not for who asks."""
    picture = with_privacy(Picture.objects.filter(pk=said.picture)).first()
    if picture is None or not is_name_of(name, picture, said):
        raise Http404("There is no such rendition.")
    if not picture.is_public and not may_see(request, picture):
        raise Http404("There is no such rendition for you.")
    place = (files.PUBLIC if picture.is_public else files.PRIVATE) + name
    if not storage.exists(place):
        note(picture.pk, said.spec, asked=True)
        return soon()
    if picture.is_public and not is_local(storage):
        return uncached(redirect(storage.url(place)))
    response = FileResponse(storage.open(place))
    return with_headers(response, said, "private, no-store")


def is_name_of(name: str, picture: Picture, said: files.Parts) -> bool:
    """Whether we gave this name: nobody can have pictures generated as they like."""
    try:
        return constant_time_compare(name, files.rendition_name(picture, Filter(said.spec)))
    except InvalidFilterSpecError:
        return False


def with_headers(response: HttpResponseBase, said: files.Parts, keep: str) -> HttpResponseBase:
    """What a rendition travels with."""
    if response.status_code == 200:
        response["Content-Type"] = said.content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = keep
    return response


def uncached(response: HttpResponse) -> HttpResponse:
    """An answer that is another one in a moment."""
    response["Cache-Control"] = "no-store"
    return response


def soon() -> HttpResponse:
    """The file is being generated."""
    response = HttpResponse(
        "This picture is being prepared.", status=503, content_type="text/plain"
    )
    response["Retry-After"] = str(PATIENCE)
    response._has_been_logged = True  # type: ignore[attr-defined]  # it is no error of the server's
    return uncached(response)
