"""Facade: the admin of every room."""

from blog.articles.admin import article, taxonomy
from blog.comments import admin as comments
from blog.comments import commenter_admin, correction_admin, desk_mail_admin, filter_admin
from blog.integrity import admin as integrity
from blog.mail import admin as mail
from blog.media import admin as media
from blog.permalinks import admin as permalinks
from blog.site import admin as site
from blog.site import people_admin, upkeep_admin

__all__ = [
    "article",
    "commenter_admin",
    "comments",
    "correction_admin",
    "desk_mail_admin",
    "filter_admin",
    "integrity",
    "mail",
    "media",
    "people_admin",
    "permalinks",
    "site",
    "taxonomy",
    "upkeep_admin",
]
