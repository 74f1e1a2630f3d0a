"""The one app of the product."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    """Wires rooms together at start: roles after migrations, start-up checks, receivers of announcements."""

    name = "blog"
    label = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        from blog import wiring

        pre_migrate.connect(wiring.before_migrations, sender=self, dispatch_uid="blog-patience")
        post_migrate.connect(wiring.after_migrations, sender=self, dispatch_uid="blog-roles")
        wiring.connect()
