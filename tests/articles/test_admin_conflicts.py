"""Two editors on one article: nothing is overwritten, nothing is lost."""

import pytest
from django.test import Client

from blog.articles.models import Article, State
from tests.articles.posting import Form, said, texts
from tests.cast import Cast


@pytest.fixture
def edda(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.editor)
    return client


@pytest.fixture
def ada(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.administrator)
    return client


def test_stale_section_comes_back_with_both_texts_and_the_rest_is_saved(
    edda: Client, ada: Client, article: Article
) -> None:
    hers = Form(ada, article)
    Form(edda, article).write("Mud", "<p>Edda's mud.</p>").press("save")
    response = hers.write("Mud", "<p>Ada's mud.</p>").write("Birds", "<p>Ada's birds.</p>").press("publish")
    page = response.content.decode()
    assert "Edda&#x27;s mud." in page
    assert "Ada&#x27;s mud." in page
    assert dict(texts(article))["Mud"] == "<p>Edda's mud.</p>"
    assert dict(texts(article))["Birds"] == "<p>Ada's birds.</p>"
    # What was to be published waits until the conflict is settled.
    assert Article.objects.select_related("live").get(pk=article.pk).state() == State.CHANGED

    hers.read(response)
    hers.press("save")
    assert dict(texts(article))["Mud"] == "<p>Edda's mud.</p>"
    hers.data[f"section-{hers.index('Mud')}-choice"] = ["mine"]
    hers.press("save")
    assert dict(texts(article))["Mud"] == "<p>Ada's mud.</p>"


def test_theirs_can_be_taken(edda: Client, ada: Client, article: Article) -> None:
    hers = Form(ada, article)
    Form(edda, article).write("Mud", "<p>Edda's mud.</p>").press("save")
    hers.read(hers.write("Mud", "<p>Ada's mud.</p>").press("save"))
    hers.data[f"section-{hers.index('Mud')}-choice"] = ["theirs"]
    assert "Saved privately" in said(hers.press("save"))[0]
    assert dict(texts(article))["Mud"] == "<p>Edda's mud.</p>"


def test_editors_of_different_sections_do_not_collide(edda: Client, ada: Client, article: Article) -> None:
    hers = Form(ada, article)
    Form(edda, article).write("Mud", "<p>Edda's mud.</p>").press("save")
    assert "Saved privately" in said(hers.write("Birds", "<p>Ada's birds.</p>").press("save"))[0]
    assert dict(texts(article))["Mud"] == "<p>Edda's mud.</p>"
    assert dict(texts(article))["Birds"] == "<p>Ada's birds.</p>"


def test_section_taken_out_by_another_stays_out_unless_it_was_edited(
    edda: Client, ada: Client, article: Article
) -> None:
    hers, other = Form(ada, article), Form(ada, article)
    form = Form(edda, article)
    form.data[f"section-{form.index('Mud')}-DELETE"] = ["on"]
    form.press("save")
    hers.write("Birds", "<p>Ada's birds.</p>").press("save")
    assert [heading for heading, _ in texts(article)] == ["", "Birds"]
    other.write("Mud", "<p>Ada's mud.</p>").press("save")
    assert "Mud" in dict(texts(article))


def test_section_changed_by_another_is_not_taken_out(edda: Client, ada: Client, article: Article) -> None:
    hers = Form(ada, article)
    Form(edda, article).write("Mud", "<p>Edda's mud.</p>").press("save")
    hers.data[f"section-{hers.index('Mud')}-DELETE"] = ["on"]
    assert "was not taken out" in " ".join(said(hers.press("save")))
    assert dict(texts(article))["Mud"] == "<p>Edda's mud.</p>"


def test_order_made_by_another_survives_a_save_that_moves_nothing(
    edda: Client, ada: Client, article: Article
) -> None:
    hers = Form(ada, article)
    form = Form(edda, article)
    form.data[f"section-{form.index('Birds')}-ORDER"] = ["0"]
    form.press("save")
    hers.write("Mud", "<p>Ada's mud.</p>").press("save")
    assert [heading for heading, _ in texts(article)] == ["Birds", "", "Mud"]


def test_title_changed_by_two_comes_back_with_both(edda: Client, ada: Client, article: Article) -> None:
    hers = Form(ada, article)
    Form(edda, article).set(title="Edda's title").press("save")
    response = hers.set(title="Ada's title").press("save")
    page = response.content.decode()
    assert "Edda&#x27;s title" in page
    article.refresh_from_db()
    assert article.title == "Edda's title"
    hers.read(response)
    assert hers.data["title"] == ["Ada's title"]
    hers.set(details_choice="mine").press("save")
    article.refresh_from_db()
    assert article.title == "Ada's title"


def test_details_nobody_touched_do_not_undo_those_of_another(
    edda: Client, ada: Client, article: Article
) -> None:
    hers = Form(ada, article)
    Form(edda, article).set(title="Edda's title", tags="new").press("save")
    hers.write("Mud", "<p>Ada's mud.</p>").press("save")
    article.refresh_from_db()
    assert article.title == "Edda's title"
    assert [tag.name for tag in article.tags.all()] == ["new"]


def test_post_without_a_base_overwrites_nothing(edda: Client, article: Article) -> None:
    form = Form(edda, article).write("Mud", "<p>Blind.</p>")
    form.data[f"section-{form.index('Mud')}-base"] = [""]
    form.press("save")
    assert dict(texts(article))["Mud"] == "<p>Mud has a memory of a week.</p>"
