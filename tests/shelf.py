"""A shelf of articles for the public pages: hidden ones of every kind, and many public ones at once."""

from datetime import timedelta
from io import BytesIO

from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image as Pillow

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Category, Tag
from blog.comments.models import Comment, Status
from blog.media.models import Image
from blog.media.uploads import add_image
from tests.cast import draft_article, live_article

HIDDEN = ["draft", "scheduled", "expired", "unpublished", "trashed"]


def hidden_article(state: str, *, by: User, title: str = "Canary") -> Article:
    """Return an article in a state that visitors must not see; each bears a tag and a category."""
    article = draft_article(by, title=title, sections=[("", "<p>Canarytext</p>")])
    tag, _ = Tag.objects.get_or_create(name="Canarytag", slug="canarytag")
    category, _ = Category.objects.get_or_create(name="Canaryshelf", slug="canaryshelf")
    article.category = category
    article = working_copy.save(article, by=by, tags=[tag]).article
    now = timezone.now()
    if state == "scheduled":
        publishing.schedule(article, at=now + timedelta(days=1), by=by)
    elif state != "draft":
        publishing.publish(article, by=by)
    if state == "unpublished":
        publishing.unpublish(article, by=by)
    elif state == "trashed":
        publishing.trash(article, by=by)
    elif state == "expired":
        past = {"publish_at": now - timedelta(days=9), "expire_at": now - timedelta(seconds=1)}
        Article.objects.filter(pk=article.pk).update(**past)
    return Article.objects.get(pk=article.pk)


def filed_article(by: User, *, title: str, tags: list[str], category: str, sections: int = 2) -> Article:
    """Publish an article with tags, a category and a cover."""
    drafts = [
        SectionDraft(SectionContent.canonical(heading=f"Part {n}", body=f"<p>Words of {title} {n}.</p>"))
        for n in range(sections)
    ]
    article = Article(title=title, author=by, excerpt=f"About {title}", cover=picture(by, title))
    article.category, _ = Category.objects.get_or_create(name=category, slug=category.lower())
    rows = [Tag.objects.get_or_create(name=name, slug=name.lower())[0] for name in tags]
    article = working_copy.save(article, by=by, tags=rows, sections=drafts).article
    publishing.publish(article, by=by)
    return Article.objects.get(pk=article.pk)


def many_articles(by: User, count: int) -> list[Article]:
    """Publish articles an hour apart, newest last; every third shares its moment with the one before."""
    articles = [
        live_article(by, title=f"Tide {n}", sections=[("", f"<p>Tide {n}.</p>")]) for n in range(count)
    ]
    start = timezone.now() - timedelta(days=30)
    for n, article in enumerate(articles):
        hour = n - 1 if n % 3 == 2 else n
        Article.objects.filter(pk=article.pk).update(publish_at=start + timedelta(hours=hour))
    return articles


def picture(by: User, title: str = "Mud at low water") -> Image:
    """Store a small picture."""
    file = BytesIO()
    Pillow.new("RGB", (60, 40), "#8c2f2b").save(file, "PNG")
    file.seek(0)
    return add_image(file, title=title, by=by, alt_text="A red field", caption="Red", credit="Edda")


def comments_on(
    article: Article, count: int, *, status: str = Status.APPROVED, body: str = "Well seen."
) -> None:
    """Store comments as they would stand in the database; every second answers the one before."""
    parent: Comment | None = None
    for n in range(count):
        comment = Comment.objects.create(
            article=article,
            status=status,
            author_name=f"Reader {n}",
            author_email=f"reader{n}@octavo.example",
            body=body,
            html=f"<p>{body}</p>",
            submitted_at=timezone.now() - timedelta(minutes=count - n),
            body_digest="0" * 64,
            parent=parent,
            root=parent,
        )
        parent = None if parent else comment
