"""The article in the admin: its form, and what happens with what comes back."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog.articles import access, publishing
from blog.articles.admin import history, saving, sheet
from blog.articles.admin.listing import ArticleList
from blog.articles.admin.publication import publish_chosen
from blog.articles.forms import (
    ArticleForm,
    BaseSectionFormSet,
    ScheduleForm,
    SectionFormSet,
    chosen_for_publication,
)
from blog.articles.models import Article
from blog.lib.slugs import UID_CHARS


@admin.register(Article)
class ArticleAdmin(ArticleList):
    """Thin doors: permissions by `access`, writing by the verbs."""

    change_form_template = "admin/blog/article/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/history/", wrap(self.show_history), name="blog_article_history"),
            path("<int:pk>/bring-back/", wrap(require_POST(self.bring_back)), name="blog_article_bring_back"),
            *super().get_urls(),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.may_write(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may_write(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("blog.change_article")
        return access.may_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Refuse: an article goes to the trash, and only from there."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return access.editable_by(request.user)

    def _article(self, request: HttpRequest, pk: Any) -> Article:
        """Return the article; 404 where there is none the user may edit, so nobody learns what exists."""
        if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > 18:
            raise Http404
        article = (
            access.editable_by(request.user).select_related("live", "author", "cover").filter(pk=pk).first()
        )
        if article is None:
            raise Http404
        return article

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form, or save what was posted and do what the pressed button says."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            article = Article(author=_user(request))
        else:
            article = self._article(request, object_id)
        if request.method == "POST":
            return self._receive(request, article)
        return self._show(request, sheet.fresh(article, user=_user(request)))

    def _show(self, request: HttpRequest, shown: "sheet.Sheet") -> HttpResponse:
        article = shown.article
        context = {
            **self.admin_site.each_context(request),
            "sheet": shown,
            "opts": self.opts,
            "title": shown.article.title or _("New article"),
            "add": article.pk is None,
            "original": article if article.pk else None,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.change_form_template, context)

    def _receive(self, request: HttpRequest, article: Article) -> HttpResponse:
        if request.POST.get("do") == "restore":
            return self._restore(request, article)
        form = ArticleForm(request.POST, instance=article, user=_user(request))
        formset = cast(BaseSectionFormSet, SectionFormSet(request.POST, prefix="section"))
        times = ScheduleForm(request.POST)
        if not all([form.is_valid(), formset.is_valid(), times.is_valid()]):
            return self._show(request, sheet.returned(form, formset, times, user=_user(request)))
        try:
            result = saving.save(form, formset, by=_user(request))
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._show(request, sheet.returned(form, formset, times, user=_user(request)))
        self._log(request, result.saved.article, is_new=article.pk is None)
        self._mention_kept(request, result)
        if result.conflicts:
            messages.warning(
                request, _("Not everything was saved: somebody else changed the same part meanwhile.")
            )
            return self._show(request, sheet.contested(form, result, user=_user(request)))
        self._act(request, result, times)
        return redirect(reverse("admin:blog_article_change", args=[result.saved.article.pk]))

    def _restore(self, request: HttpRequest, article: Article) -> HttpResponse:
        try:
            publishing.restore(article, by=_user(request))
        except publishing.CannotPublish as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Restored as it was."))
        return redirect(reverse("admin:blog_article_change", args=[article.pk]))

    def _log(self, request: HttpRequest, article: Article, *, is_new: bool) -> None:
        log = self.log_addition if is_new else self.log_change
        log(request, article, [{"added" if is_new else "changed": {}}])

    def _mention_kept(self, request: HttpRequest, result: saving.Result) -> None:
        for section in result.posting.kept_after_all:
            messages.warning(
                request,
                _("“%(heading)s” was not taken out: somebody changed it meanwhile.")
                % {"heading": section.heading or _("A section without heading")},
            )

    def _act(self, request: HttpRequest, result: saving.Result, times: ScheduleForm) -> None:
        """Do what the pressed button says; the text is saved already and stays so when this is refused."""
        article, do = result.saved.article, request.POST.get("do", "save")
        try:
            done = self._done(request, article, do, result, times, by=_user(request))
        except PermissionDenied:
            messages.error(request, _("Saved privately. You may not do more with this article."))
        except ValidationError as error:
            reason = " ".join(error.messages)
            messages.error(
                request, _("Saved privately, but no more than that: %(reason)s") % {"reason": reason}
            )
        else:
            messages.success(request, done)

    def _done(
        self,
        request: HttpRequest,
        article: Article,
        do: str,
        result: saving.Result,
        times: ScheduleForm,
        *,
        by: User,
    ) -> str:
        if do == "publish":
            held = chosen_for_publication(request.POST.getlist("offered"), request.POST.getlist("go"))
            uids = {result.new_uids.get(name.removeprefix("new-"), name) for name in held}
            return self._published(article, publish_chosen(article, held=uids, by=by))
        if do == "schedule":
            return self._scheduled(article, times, by=by)
        if do == "expire":
            publishing.set_expiry(article, at=times.cleaned_data["expire_at"], by=by)
            return (
                _("The expiry is set.")
                if times.cleaned_data["expire_at"]
                else _("It does not expire any more.")
            )
        if do == "unpublish":
            publishing.unpublish(article, by=by)
            return _("Unpublished. Visitors get “not found”; the address and the comments are kept.")
        if do == "trash":
            publishing.trash(article, by=by)
            return _("Moved to the trash. It can be restored as it was.")
        return _("Saved privately. Visitors see nothing of it until you publish.")

    def _scheduled(self, article: Article, times: ScheduleForm, *, by: User) -> str:
        at = times.cleaned_data["publish_at"]
        if at is None:
            raise publishing.CannotPublish(_("Choose the day and the time first."), code="no_time")
        publishing.schedule(article, at=at, by=by)
        return _("Scheduled. It goes live by itself at that time.")

    def _published(self, article: Article, number: int) -> str:
        words = ngettext(
            "Published: %(number)d section changed for readers.",
            "Published: %(number)d sections changed for readers.",
            number,
        ) % {"number": number}
        said = words if number else _("Published.")
        return format_html('{} <a href="{}">{}</a>', said, article.get_absolute_url(), _("Read the page"))

    def show_history(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the revisions of an article, and the sections of one of them."""
        article = self._article(request, pk)
        context = {**self.admin_site.each_context(request), **history.context(article, request.GET)}
        return TemplateResponse(request, "admin/blog/article/history.html", context)

    def bring_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring a revision, or one section of it, back into the working copy."""
        article = self._article(request, pk)
        uid = request.POST.get("section", "")[:UID_CHARS]
        try:
            messages.success(
                request, history.bring_back(article, request.POST.get("revision", ""), uid, _user(request))
            )
        except ValueError as error:
            messages.error(request, str(error))
        return redirect(reverse("admin:blog_article_change", args=[article.pk]))


def _user(request: HttpRequest) -> User:
    """Return who acts; the frame of the admin lets nobody in who is not signed in."""
    return cast(User, request.user)
