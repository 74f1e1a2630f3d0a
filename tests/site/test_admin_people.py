"""Accounts in the admin: nobody hands out, or takes over, more than they have."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from blog.site import roles
from tests.cast import Cast


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_superuser("olga", "olga@octavo.example", "a long enough password")


def change(client: Client, user: User, **fields: object) -> int:
    data = {
        "username": user.username,
        "first_name": "",
        "last_name": "",
        "email": "",
        "is_active": "on",
        "is_staff": "on",
    }
    return client.post(reverse("admin:auth_user_change", args=[user.pk]), {**data, **fields}).status_code


def test_administrator_gives_a_role(desk: Client, cast: Cast) -> None:
    editor = Group.objects.get(name=roles.EDITOR)
    assert change(desk, cast.author, groups=[editor.pk]) == 302
    assert list(cast.author.groups.all()) == [editor]


def test_administrator_makes_no_superuser_and_grants_no_single_permission(desk: Client, cast: Cast) -> None:
    permission = Permission.objects.get(codename="delete_user")
    change(desk, cast.author, is_superuser="on", user_permissions=[permission.pk])
    cast.author.refresh_from_db()
    assert not cast.author.is_superuser
    assert not cast.author.user_permissions.exists()


def test_administrator_promotes_themselves_to_nothing(desk: Client, cast: Cast) -> None:
    change(desk, cast.administrator, is_superuser="on")
    cast.administrator.refresh_from_db()
    assert not cast.administrator.is_superuser


def test_group_with_more_rights_is_not_on_offer(desk: Client, cast: Cast) -> None:
    above = Group.objects.create(name="Above")
    above.permissions.add(Permission.objects.get(codename="delete_user"))
    response_code = change(desk, cast.author, groups=[above.pk])
    assert response_code == 200
    assert not cast.author.groups.filter(pk=above.pk).exists()


def test_superuser_is_neither_edited_nor_given_another_password(desk: Client, owner: User) -> None:
    before = owner.password
    assert change(desk, owner, email="stolen@octavo.example") == 403
    url = reverse("admin:auth_user_password_change", args=[owner.pk])
    assert (
        desk.post(url, {"password1": "stolen-password-1", "password2": "stolen-password-1"}).status_code
        == 403
    )
    owner.refresh_from_db()
    assert (owner.email, owner.password) == ("olga@octavo.example", before)


def test_person_with_a_right_the_administrator_lacks_is_not_edited(desk: Client, cast: Cast) -> None:
    cast.author.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert change(desk, cast.author, email="stolen@octavo.example") == 403


def test_groups_are_looked_at_and_not_changed(desk: Client) -> None:
    group = Group.objects.get(name=roles.AUTHOR)
    url = reverse("admin:auth_group_change", args=[group.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"name": "Renamed"}).status_code == 403


def test_who_may_change_groups_gives_only_what_they_have(desk: Client, cast: Cast) -> None:
    cast.administrator.user_permissions.add(Permission.objects.get(codename="change_group"))
    group = Group.objects.get(name=roles.AUTHOR)
    lacking = Permission.objects.get(codename="delete_user")
    url = reverse("admin:auth_group_change", args=[group.pk])
    assert desk.post(url, {"name": roles.AUTHOR, "permissions": [lacking.pk]}).status_code == 200
    assert not group.permissions.filter(pk=lacking.pk).exists()


def test_superuser_does_everything(client: Client, owner: User, cast: Cast) -> None:
    client.force_login(owner)
    assert (
        change(client, cast.author, is_superuser="on", date_joined_0="2026-01-01", date_joined_1="00:00")
        == 302
    )
    cast.author.refresh_from_db()
    assert cast.author.is_superuser


def test_password_digests_cannot_be_asked_for(desk: Client) -> None:
    assert desk.get("/admin/auth/user/", {"password__startswith": "md5"}).status_code == 400
