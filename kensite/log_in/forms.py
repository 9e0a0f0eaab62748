"""A new password by mail: one in five minutes, and the same answer whoever asks."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from kensite.log_in import attempts
from work.models import NOBODY


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's form for `/admin/password_reset/`."""

    def save(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Queue the mail, unless one has just gone to that address."""
        if attempts.begin_reset(request, self.cleaned_data["email"]):
            super().save(*args, request=request, **kwargs)

    def get_users(self, email: str) -> Iterable[AbstractBaseUser]:
        """Who has this address; or nobody, for whom the same is done in the same time."""
        return list(super().get_users(email)) or [get_user_model()(pk=0, email=NOBODY)]
