"""The article form: what belongs to the article as a whole, and its sections as a formset."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from blog.articles import access
from blog.articles.content import SectionContent
from blog.articles.models import Article
from blog.articles.models.section import HEADING_MAX_CHARS
from blog.articles.section_saving import BODY_MAX_CHARS, MAX_SECTIONS
from blog.articles.tag_input import TagNames
from blog.media.models import Image

COMMENT_SETTINGS = (
    "comment_policy",
    "comments_close_after_days",
    "comment_mode",
    "comments_wait_after_days",
)


class PersonField(forms.ModelChoiceField):
    """A choice of people by their names."""

    def label_from_instance(self, obj: User) -> str:
        """Return the full name, or the login where there is none."""
        return obj.get_full_name() or obj.get_username()


class ArticleForm(forms.ModelForm):
    """Title, details and settings; writes nothing itself, because only the verbs of this room may."""

    tags = TagNames(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    cover = forms.ModelChoiceField(
        Image.objects.all(), required=False, widget=forms.NumberInput, label=_("Cover")
    )
    details_base = forms.CharField(required=False, widget=forms.HiddenInput)
    details_their = forms.CharField(required=False, widget=forms.HiddenInput)
    order_base = forms.CharField(required=False, widget=forms.HiddenInput)
    details_choice = forms.ChoiceField(
        required=False, choices=[("", ""), ("mine", "mine"), ("theirs", "theirs")], widget=forms.HiddenInput
    )

    class Meta:
        model = Article
        fields = [
            "title",
            "excerpt",
            "search_description",
            "cover",
            "category",
            "slug",
            "author",
            *COMMENT_SETTINGS,
        ]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1}),
            "excerpt": forms.Textarea(attrs={"rows": 3}),
            "search_description": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["slug"].required = False
        cast(TagNames, self.fields["tags"]).user = user
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_help"
        self._limit_author()
        if not self.may_change_address:
            self.fields["slug"].disabled = True

    @property
    def may_change_address(self) -> bool:
        """Tell whether the user may give the article another address: once it was public, only publishers."""
        if self.instance.pk is None:
            return True
        if self.instance.first_published_at is None:
            return access.may_edit(self.user, self.instance)
        return access.may_publish(self.user, self.instance)

    def _limit_author(self) -> None:
        if not self.user.has_perm("blog.change_any_article"):
            del self.fields["author"]
            return
        people = User.objects.filter(Q(is_active=True, is_staff=True) | Q(pk=self.instance.author_id))
        people = people.order_by("first_name", "username")
        label = capfirst(str(Article._meta.get_field("author").verbose_name))
        self.fields["author"] = PersonField(people, required=False, label=label, empty_label=None)

    def clean_slug(self) -> str:
        """Keep the address where the field was left empty."""
        return str(self.cleaned_data["slug"] or self.instance.slug)

    def clean_author(self) -> User:
        """Keep the author where none was chosen; refuse somebody who may not write."""
        author: User | None = self.cleaned_data["author"]
        if author is None:
            return self.instance.author if self.instance.pk else self.user
        if author.pk != self.instance.author_id and not access.may_write(author):
            raise ValidationError(_("This person may not write articles."), code="author")
        return author

    def _post_clean(self) -> None:
        """Leave the instance as it was read: the verbs compare and write."""

    def clean(self) -> dict[str, Any]:
        """Refuse an address that is taken or is none."""
        cleaned = super().clean() or self.cleaned_data
        slug = cleaned.get("slug", "")
        if slug and slug != self.instance.slug and Article.objects.filter(slug=slug).exists():
            self.add_error("slug", _("Another article has this address."))
        return cleaned

    def wanted(self) -> Article:
        """Return the article with what was typed, unsaved."""
        article = Article.objects.get(pk=self.instance.pk) if self.instance.pk else Article(author=self.user)
        for name in ("title", "excerpt", "search_description", "cover", "category"):
            setattr(article, name, self.cleaned_data[name])
        for name in COMMENT_SETTINGS:
            setattr(article, name, self.cleaned_data[name])
        if article.pk is None:
            article.slug = self.cleaned_data["slug"]
            article.author = self.cleaned_data.get("author") or self.user
        return article


class SectionForm(forms.Form):
    """One leaf as it was posted. `base`: the digest it was read with; `their`: that of a conflicting text shown."""

    uid = forms.CharField(required=False, max_length=10)
    base = forms.CharField(required=False, max_length=64)
    their = forms.CharField(required=False, max_length=64)
    choice = forms.ChoiceField(required=False, choices=[("", ""), ("mine", "mine"), ("theirs", "theirs")])
    heading = forms.CharField(required=False, max_length=HEADING_MAX_CHARS)
    body = forms.CharField(required=False, max_length=BODY_MAX_CHARS, strip=False)
    figure = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    figure_alt = forms.CharField(required=False, max_length=300)
    figure_caption = forms.CharField(required=False, max_length=400)
    # What was pasted as it came: only to tell what was hidden in it.
    pasted = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def arrived(self) -> str:
        """Return the HTML as it came in."""
        return f"{self.cleaned_data['body']}\n{self.cleaned_data['pasted'][:BODY_MAX_CHARS]}".strip()

    def content(self) -> SectionContent:
        """Return what was typed in its canonical form."""
        data = self.cleaned_data
        return SectionContent.canonical(
            heading=data["heading"],
            body=data["body"],
            figure_id=data["figure"],
            figure_alt=data["figure_alt"],
            figure_caption=data["figure_caption"],
        )


class BaseSectionFormSet(forms.BaseFormSet):
    """The leaves in the order of their position numbers; figures are looked up together."""

    def clean(self) -> None:
        """Refuse figures that do not exist, and texts that grew too long when they were cleaned."""
        wanted = {form.cleaned_data.get("figure") for form in self.forms} - {None}
        known = set(Image.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        for form in self.forms:
            figure = form.cleaned_data.get("figure")
            if figure and figure not in known:
                form.add_error("figure", _("There is no image with this number."))
            if form.cleaned_data and not form.errors and len(form.content().body) > BODY_MAX_CHARS:
                form.add_error("body", _("This section is too long: divide it."))

    def kept(self) -> list[SectionForm]:
        """Return the forms in their order, without those that were taken out or never filled."""
        forms_kept = [
            form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        return sorted(forms_kept, key=_position)

    def removed(self) -> set[str]:
        """Return the uids of the sections that were taken out."""
        return {
            form.cleaned_data["uid"]
            for form in self.forms
            if form.cleaned_data.get("DELETE") and form.cleaned_data.get("uid")
        }


def _position(form: SectionForm) -> float:
    position = form.cleaned_data.get("ORDER")
    return float("inf") if position is None else float(position)


SectionFormSet = forms.formset_factory(
    SectionForm,
    formset=BaseSectionFormSet,
    extra=0,
    can_order=True,
    can_delete=True,
    # One more than allowed: the form always carries an empty leaf for those who write without script.
    max_num=MAX_SECTIONS + 1,
    validate_max=True,
    absolute_max=MAX_SECTIONS + 2,
)


class ScheduleForm(forms.Form):
    """When the article becomes public, and when it stops being so."""

    publish_at = forms.SplitDateTimeField(required=False, label=_("Publish at"))
    expire_at = forms.SplitDateTimeField(required=False, label=_("Expire at"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.SplitDateTimeWidget(
                date_attrs={"type": "date", "aria-label": _("%(what)s: day") % {"what": field.label}},
                time_attrs={"type": "time", "aria-label": _("%(what)s: time") % {"what": field.label}},
                date_format="%Y-%m-%d",
                time_format="%H:%M",
            )


def chosen_for_publication(offered: Iterable[str], ticked: Iterable[str]) -> set[str]:
    """Return what was offered and left unticked, and so is to be held back."""
    return set(offered) - set(ticked)
