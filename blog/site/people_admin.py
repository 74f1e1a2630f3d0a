"""Users and groups in the admin: nobody hands out, or takes over, more than they have themselves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

admin.site.unregister(User)
admin.site.unregister(Group)


def _held_by(user: Any) -> QuerySet[Permission]:
    """Return the permissions a user has."""
    if user.is_superuser:
        return Permission.objects.all()
    held = Permission.objects.filter(user=user.pk) | Permission.objects.filter(group__user=user.pk)
    return held.distinct()


def _grantable_groups(user: Any) -> QuerySet[Group]:
    """Return the groups that give nothing the user lacks."""
    beyond = Permission.objects.exclude(pk__in=_held_by(user).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


def _has_no_more_than(user: Any, other: User) -> bool:
    if user.is_superuser:
        return True
    if other.is_superuser:
        return False
    return not _held_by(other).exclude(pk__in=_held_by(user).values("pk")).exists()


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Accounts. Who is not a superuser sees neither the switch that makes one nor single permissions."""

    list_display = ("username", "full_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    show_full_result_count = False
    _limited_fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None or request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        return self._limited_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return ("last_login", "date_joined")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or _has_no_more_than(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse to delete superusers, oneself, and people with more rights; deactivate people who wrote."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None:
            return allowed and request.user.is_superuser
        return allowed and obj.pk != request.user.pk and _has_no_more_than(request.user, obj)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only groups that give nothing the user lacks."""
        if db_field.name == "groups" and not request.user.is_superuser:
            kwargs["queryset"] = _grantable_groups(request.user)
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Groups. Who is not a superuser may not give a permission they lack, nor change a group with one."""

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "permissions" and request and not request.user.is_superuser:
            field.queryset = _held_by(request.user).select_related("content_type")
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Read along what the names of permissions are made of."""
        return super().get_queryset(request).prefetch_related("permissions__content_type")

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_within(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_within(request, obj)

    def _is_within(self, request: HttpRequest, obj: Group | None) -> bool:
        if obj is None or request.user.is_superuser:
            return True
        return _grantable_groups(request.user).filter(pk=obj.pk).exists()
