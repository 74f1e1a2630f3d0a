"""The people of the tests: one of each role, and how they come into the world.

Edda edits, Arno and Asta write, Mona moderates, Ada administers. A stranger has no account.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article
from blog.site import profiles, roles

PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Cast:
    """One person of each role."""

    author: User
    other_author: User
    editor: User
    moderator: User
    administrator: User


def make_cast() -> Cast:
    """Create the people, each in the group of their role, with public profiles."""
    return Cast(
        author=person("arno", "Arno Brandt", roles.AUTHOR),
        other_author=person("asta", "Asta Holm", roles.AUTHOR),
        editor=person("edda", "Edda Lind", roles.EDITOR),
        moderator=person("mona", "Mona Reyes", roles.MODERATOR),
        administrator=person("ada", "Ada Okoro", roles.ADMINISTRATOR),
    )


def person(username: str, full_name: str, role: str) -> User:
    """Create a staff member with a role."""
    first, _, last = full_name.partition(" ")
    user = User.objects.create_user(
        username, f"{username}@octavo.example", PASSWORD, first_name=first, last_name=last, is_staff=True
    )
    user.groups.add(Group.objects.get(name=role))
    profiles.profile_of(user)
    return user


def draft_article(
    by: User, *, title: str = "Low water", sections: list[tuple[str, str]] | None = None
) -> Article:
    """Begin an article with sections given as (heading, html); by default an introduction and two headed ones."""
    if sections is None:
        sections = [
            ("", "<p>The bay empties twice a day.</p>"),
            ("Mud", "<p>Mud has a memory of a week.</p>"),
            ("Birds", "<p>Dunlin come first.</p>"),
        ]
    drafts = [SectionDraft(SectionContent.canonical(heading=h, body=b)) for h, b in sections]
    return working_copy.save(Article(title=title, author=by), by=by, sections=drafts).article


def live_article(
    by: User, *, title: str = "Low water", sections: list[tuple[str, str]] | None = None
) -> Article:
    """Publish a new article; `by` must have the right to."""
    article = draft_article(by, title=title, sections=sections)
    publishing.publish(article, by=by)
    article.refresh_from_db()
    return article
