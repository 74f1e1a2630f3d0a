"""An image, the words that belong to it, and the files made of it."""

import hashlib

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.media import sizes

DIGEST_CHARS = 64
VERSION_CHARS = 12
TITLE_MAX_CHARS = 120
_FRACTION = [MinValueValidator(0), MaxValueValidator(1)]


class ImageQuerySet(models.QuerySet["Image"]):
    """Adjectives say what is kept."""

    def on_the_shelf(self) -> "ImageQuerySet":
        """Keep what editors may choose: not in the trash, not purged."""
        return self.filter(trashed_at=None)

    def in_the_trash(self) -> "ImageQuerySet":
        """Keep what can be restored or purged."""
        return self.filter(trashed_at__isnull=False).exclude(file="")

    def undescribed(self) -> "ImageQuerySet":
        """Keep images of which nobody said what they show, nor that they only decorate."""
        return self.filter(alt_text="", is_decorative=False)


class Image(models.Model):
    """A picture, written anew on arrival; `alt_text` is for those who cannot see it, `caption` for all.

    Its public address holds its number and never changes, also when another file takes its place. A purged image
    that kept revisions still name has no file any more; pages leave it out.
    """

    file = models.FileField(_("file"), upload_to="images/", blank=True)
    digest = models.CharField(max_length=DIGEST_CHARS, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False, default=0)
    title = models.CharField(
        _("title"), max_length=TITLE_MAX_CHARS, help_text=_("How editors find it; never shown.")
    )
    alt_text = models.CharField(
        _("alt text"),
        max_length=300,
        blank=True,
        help_text=_("What it shows, for those who cannot see it. Each place can say it differently."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It says nothing that the text does not say.")
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    focal_x = models.FloatField(_("focal point from the left"), default=0.5, validators=_FRACTION)
    focal_y = models.FloatField(_("focal point from the top"), default=0.5, validators=_FRACTION)
    # The version whose renditions are complete; empty while they wait to be made.
    rendered_version = models.CharField(max_length=VERSION_CHARS, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, editable=False)
    trashed_at = models.DateTimeField(null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["trashed_at", "created_at", "id"], name="image_shelf")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)), name="image_focal_fractions"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """The name under which the file lies; empty once it was purged."""
        return self.file.name or ""

    @property
    def suffix(self) -> str:
        """The format of the file: "jpg", "png" or "webp"."""
        return self.file_name.rpartition(".")[2]

    @property
    def size(self) -> sizes.Size:
        """Width and height in pixels."""
        return self.width, self.height

    @property
    def focal(self) -> tuple[float, float]:
        """The focal point as fractions from the left and the top."""
        return self.focal_x, self.focal_y

    @property
    def version(self) -> str:
        """Twelve hex digits that change with the file and with the focal point."""
        facts = f"{self.digest or self.file_name}:{self.focal_x:.4f}:{self.focal_y:.4f}"
        return hashlib.sha256(facts.encode()).hexdigest()[:VERSION_CHARS]

    @property
    def is_gone(self) -> bool:
        """Tell whether its file was purged."""
        return not self.file

    @property
    def is_described(self) -> bool:
        """Tell whether somebody said what it shows, or that it only decorates."""
        return bool(self.alt_text) or self.is_decorative


class Rendition(models.Model):
    """A file made of an image: whole or cropped, in one width and one format."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(upload_to="renditions/")
    digest = models.CharField(max_length=DIGEST_CHARS)
    bytes = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["image", "kind", "width", "format"], name="rendition_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["fit", "lead", "card", "share"]), name="rendition_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(format__in=["avif", "webp", "jpg", "png"]), name="rendition_format"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.kind}-{self.width}.{self.format}"
