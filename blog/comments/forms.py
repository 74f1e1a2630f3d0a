"""The reply form, as every reader of blogs knows it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Article
from blog.comments import form_tokens, moderation, rules
from blog.comments.models import Comment

# The trap has a name that programs like to fill and browsers never do by themselves.
TRAP = "subject"
TEXT_FIELDS = ("body", "author_name", "author_email", "author_url")


class RuledField(forms.CharField):
    """A text field whose one rule normalises and refuses; required is for the eye and the browser."""

    def __init__(self, rule: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.rule = rule

    def clean(self, value: Any) -> str:
        return self.rule(value or "")


class CommentForm(forms.Form):
    """What a visitor fills in; who may moderate writes under their profile and fills in the text alone."""

    # No field has a maxlength: a browser would cut what is pasted without a word.
    body = RuledField(
        rules.body,
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Plain text or a little Markdown. Links are welcome where they help."),
    )
    author_name = RuledField(
        rules.author_name, label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    author_email = RuledField(
        rules.author_email, label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    # Not type=url: browsers refuse a bare host there, which is understood here.
    author_url = RuledField(
        rules.author_url,
        label=_("Website"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    # Asked for by who writes; nothing is sent to the address before its owner has confirmed.
    notify = forms.BooleanField(label=_("Mail me when somebody replies"), required=False)

    def __init__(
        self,
        posted: QueryDict | None = None,
        *,
        article: Article,
        user: User | AnonymousUser | None = None,
        parent: Comment | None = None,
        section_uid: str = "",
        quote: str = "",
        now: datetime | None = None,
    ) -> None:
        super().__init__(posted, auto_id="reply-%s", initial={"body": quote} if quote else None)
        self.article, self.parent, self.section_uid = article, parent, section_uid
        self.now = now or timezone.now()
        # A visitor without a session is None: their form carries no token, and is the same bytes for all of
        # them.
        self.has_session = user is not None
        self.is_staff = user is not None and moderation.may_moderate(user)
        if self.is_staff:
            for name in (*TEXT_FIELDS[1:], "notify"):
                del self.fields[name]
        for field in self.fields.values():
            if field.required:
                # crispy puts its asterisk right behind the label; copied and read aloud they are two words.
                field.label = f"{field.label} "

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy lays it out: the text and the website wide, name and address beside each other."""
        helper = FormHelper()
        helper.form_tag = False
        # The template writes the token itself, and only where a session needs one.
        helper.disable_csrf = True
        # The summary above the form shows what belongs to no field.
        helper.form_show_errors, helper.show_non_field_errors = True, False
        wide = {"body", "author_url", "notify"}
        helper.layout = Layout(
            *(Field(name, wrapper_class="field wide" if name in wide else "field") for name in self.fields)
        )
        return helper

    @property
    def fields_html(self) -> SafeString:
        """The fields as crispy renders them; empty ones for visitors are rendered once a language."""
        if self.is_bound or self.is_staff or self.initial:
            return _crispy(self)
        return _blank_fields(get_language() or "")

    @cached_property
    def token(self) -> str:
        """A fresh page token: a form shown again after an expired one can be sent as it is."""
        rendered = [*self.fields, TRAP]
        return form_tokens.page_token(self.article.pk, rendered, now=self.now)

    @property
    def comment_data(self) -> dict[str, str]:
        """What was typed about the comment itself."""
        return {name: self.cleaned_data[name] for name in TEXT_FIELDS if name in self.cleaned_data}

    @property
    def began(self) -> str:
        """The time token that came with the post, to be kept while errors are mended."""
        return str(self.data.get("began", ""))

    @property
    def trap(self) -> str:
        return TRAP

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Every error with the id of its field ("" for those of no field), in the order of the form."""
        order = [NON_FIELD_ERRORS, *self.fields]
        found = sorted(self.errors.items(), key=lambda item: order.index(item[0]))
        return [
            (f"reply-{name}" if name in self.fields else "", str(message))
            for name, messages in found
            for message in messages
        ]


@cache
def _blank_fields(language: str) -> SafeString:
    """Return the empty fields in the active language; crispy takes 7 ms, as long as a hundred comments."""
    return _crispy(CommentForm(article=Article()))


def _crispy(form: CommentForm) -> SafeString:
    html: SafeString = render_crispy_form(form, form.helper)
    return html
