"""Public addresses of comments."""

from django.urls import path

from blog.comments import views

urlpatterns = [
    path("articles/<str:slug>/reply/", views.submit_comment, name="submit-comment"),
    path("comments/form-time/", views.form_time, name="comment-form-time"),
    path("comments/receipt/<str:token>/", views.comment_receipt, name="comment-receipt"),
    path("comments/<int:pk>/", views.comment_permalink, name="comment-permalink"),
]
