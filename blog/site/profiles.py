"""Authors' public profiles."""

from django.contrib.auth.models import User

from blog.lib.slugs import free_slug, slug_from
from blog.site.models import AuthorProfile


def profile_of(user: User) -> AuthorProfile:
    """Return the user's public profile, made from their full name (never their login or e-mail) where none exists."""
    existing = AuthorProfile.objects.filter(user=user).first()
    if existing:
        return existing
    name = user.get_full_name().strip() or "Author"
    return AuthorProfile.objects.create(user=user, display_name=name, slug=_free_profile_slug(name))


def _free_profile_slug(name: str) -> str:
    return free_slug(
        slug_from(name, fallback="author"), is_taken=lambda s: AuthorProfile.objects.filter(slug=s).exists()
    )
