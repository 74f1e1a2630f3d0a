"""The four roles, as groups that are brought up to date after every migration."""

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User

AUTHOR, EDITOR, MODERATOR, ADMINISTRATOR = "Author", "Editor", "Moderator", "Administrator"

_WRITING = {
    "view_article",
    "add_article",
    "change_article",
    "view_image",
    "add_image",
    "view_tag",
    "view_category",
}
_EDITING = _WRITING | {
    "change_any_article",
    "publish_article",
    "delete_article",
    "change_image",
    "delete_image",
    *(f"{verb}_{model}" for verb in ("add", "change", "delete") for model in ("tag", "category", "redirect")),
    "view_redirect",
    "view_comment",
}
_MODERATING = {
    "view_commenter",
    "change_commenter",
    "view_comment",
    "change_comment",
    "moderate_comment",
    "view_decision",
    "view_article",
}
_RUNNING = {
    *(f"{verb}_sitesettings" for verb in ("view", "change")),
    *(f"{verb}_authorprofile" for verb in ("view", "add", "change", "delete")),
    *(f"{verb}_user" for verb in ("view", "add", "change")),
    "view_group",
    "delete_comment",
    "view_upkeeprun",
    *(f"{verb}_outgoingmail" for verb in ("view", "change")),
    "change_rulesetting",
}

PERMISSIONS: dict[str, set[str]] = {
    AUTHOR: _WRITING,
    EDITOR: _EDITING,
    MODERATOR: _MODERATING,
    ADMINISTRATOR: _EDITING | _MODERATING | _RUNNING,
}


# The first permission a user has tells their role. An author who was granted publishing stays an author.
_TELLING = (
    ("auth.change_user", ADMINISTRATOR),
    ("blog.change_any_article", EDITOR),
    ("blog.add_article", AUTHOR),
    ("blog.moderate_comment", MODERATOR),
)


def role_of(user: User | AnonymousUser) -> str:
    """Return the role a user acts in, told by what they may do."""
    return next((role for permission, role in _TELLING if user.has_perm(permission)), AUTHOR)


def ensure_groups(*, using: str = "default") -> None:
    """Create the groups of the four roles and grant what each may do; permissions an owner added stay.

    Runs after migrations, when the permissions of every model exist. Idempotent.
    """
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for role, codenames in PERMISSIONS.items():
        group, _ = group_model.objects.using(using).get_or_create(name=role)
        wanted = permission_model.objects.using(using).filter(codename__in=codenames)
        group.permissions.add(*wanted)
