"""Passwords that Django's backends do not see: of private pages, private documents, the account."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from wagtail import views as pages
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views import account
from wagtail.documents.views import serve as documents

from kensite.log_in import attempts
from kensite.log_in.refusal import refused


def counted(
    view: Callable[..., HttpResponse], request: HttpRequest, name: str, *args: int
) -> HttpResponse:
    """A view that asks for a password, its wrong ones counted under this name.

    It redirects whoever knows the password. Wagtail compares in constant time.
    """
    if request.method != "POST":
        return view(request, *args)
    if not attempts.begin(request, name):
        return refused(request)
    response = view(request, *args)
    if response.status_code == 302:
        attempts.succeeded(request, name)
        return response
    attempts.failed(request)
    return refused(request) if hasattr(request, "refused_until") else response


def page_password(request: HttpRequest, restriction: int, page: int) -> HttpResponse:
    """The password of a private page and of all below it: counted per restriction, not per page."""
    name = f"page:{restriction}"
    return counted(pages.authenticate_with_password, request, name, restriction, page)


def collection_password(request: HttpRequest, restriction: int) -> HttpResponse:
    """The password of a private collection of documents."""
    name = f"collection:{restriction}"
    return counted(documents.authenticate_with_password, request, name, restriction)


class CountedPasswordChangeForm(PasswordChangeForm):
    """Asks for the old password; somebody at another's open screen must not guess it."""

    request: HttpRequest

    def clean_old_password(self) -> str:
        """The old password, looked at once per request however often the form is made."""
        name = self.user.get_username()
        if not hasattr(self.request, "attempt") and not attempts.begin(self.request, name):
            raise ValidationError(self.error_messages["password_incorrect"])
        try:
            password = super().clean_old_password()
        except ValidationError:
            attempts.failed(self.request)
            raise
        attempts.succeeded(self.request, name)
        return password


class ChangePasswordPanel(account.ChangePasswordPanel):
    """The panel of the account page, with that form."""

    form_class = CountedPasswordChangeForm

    def get_form(self) -> Any:
        """The form, which has to know where the request comes from."""
        form = super().get_form()
        form.request = self.request
        return form
