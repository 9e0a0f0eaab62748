"""Words of Wagtail that our catalogue says in better Korean, where it has none or a wrong one.

Django takes the project's translation of a word before an app's; `make words` gathers these here.
"""

from django.utils.translation import gettext_noop

BETTER_IN_KOREAN = (
    gettext_noop("Remember me"),
    gettext_noop("Password"),
    gettext_noop("Enter password"),
    gettext_noop("Enter your email address to reset your password"),
    gettext_noop("Password reset"),
    gettext_noop("Reset password"),
    gettext_noop("Reset your password"),
    gettext_noop("Request a new password reset"),
    gettext_noop("Invalid password reset link"),
    gettext_noop("The password reset link was invalid, possibly because it has already been used."),
    gettext_noop(
        "A link to reset your password has been emailed to you if an account exists for "
        "this address."
    ),
    gettext_noop("Please follow the link below to reset your password:"),
    gettext_noop("Toggle status"),
    gettext_noop("Toggle preview"),
    gettext_noop("Toggle comments"),
    gettext_noop("More actions"),
    gettext_noop("Bulk actions"),
    gettext_noop("Select row"),
    gettext_noop("Select all pages in listing"),
    gettext_noop("Select a new parent page"),
    gettext_noop("Are you sure you want to delete this page?"),
    gettext_noop("Page %(page_number)s of %(num_pages)s."),
    gettext_noop("History"),
    gettext_noop("See full history"),
    gettext_noop("Site history"),
    gettext_noop("Draft saved"),
    gettext_noop("Locale"),
    gettext_noop("Clear choice"),
    gettext_noop("Disable"),
    gettext_noop("Disable workflow"),
    gettext_noop("Disable task"),
    gettext_noop("Workflow '%(object)s' disabled."),
    gettext_noop("Workflow '%(workflow_name)s' enabled."),
    gettext_noop("Task '%(object)s' disabled."),
    gettext_noop("Task '%(task_name)s' enabled."),
)
