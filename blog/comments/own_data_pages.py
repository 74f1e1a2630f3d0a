"""Pages where people ask for their data, and see, take along and erase it by a mailed link."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.comments import own_data, posts, rules
from blog.comments.forms import RuledField
from blog.mail.links import BadLink
from blog.mail.privacy import private_page

METHODS = ["GET", "HEAD", "POST"]


class AddressForm(forms.Form):
    """The address somebody commented under."""

    email = RuledField(
        rules.author_email, label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


# Carries nobody's authority: anybody may ask for any address, and only its owner gets an answer.
@csrf_exempt
@require_http_methods(METHODS)
def ask(request: HttpRequest) -> HttpResponse:
    """Take an address, and say the same whether anything is held about it or not."""
    if request.method != "POST":
        return _asking(request, AddressForm())
    if posts.unreadable(request):
        return private_page(HttpResponse(status=400))
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _asking(request, form, status=400)
    own_data.ask(form.cleaned_data["email"])
    return _asking(request, None)


def _asking(request: HttpRequest, form: AddressForm | None, *, status: int = 200) -> HttpResponse:
    return private_page(render(request, "blog/comments/data_ask.html", {"form": form}, status=status))


# The token in the address is the authority, and no cookie lends any.
@csrf_exempt
@require_http_methods(METHODS)
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is held about the address of a link, or erase it."""
    email = _owner(token)
    facts = {"email": email, "token": token, "erased": None, "count": 0}
    choice = request.POST.get("words", "") if request.method == "POST" else ""
    if choice in ("keep", "remove"):
        facts["erased"] = own_data.erase(email, with_words=choice == "remove")
    else:
        facts["count"] = own_data.comments_of(email).count()
    return private_page(render(request, "blog/comments/data_show.html", facts))


@require_safe
def download(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out everything as a file."""
    response = JsonResponse(own_data.export(_owner(token)), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="comments.json"'
    return private_page(response)


def _owner(token: str) -> str:
    try:
        return own_data.owner_of(token)
    except BadLink as error:
        raise Http404 from error
