"""Public addresses of comments."""

from django.urls import path

from blog.comments import (
    flag_pages,
    mailed_act_pages,
    own_data_pages,
    ownership_pages,
    receipt_pages,
    subscription_pages,
    thread_pages,
    views,
)

urlpatterns = [
    path("articles/<str:slug>/reply/", views.submit_comment, name="submit-comment"),
    path("articles/<str:slug>/comments/", thread_pages.article_comments, name="article-comments"),
    path("comments/form-time/", views.form_time, name="comment-form-time"),
    path("comments/receipt/<str:token>/", receipt_pages.comment_receipt, name="comment-receipt"),
    path("comments/<int:pk>/report/", flag_pages.report, name="report-comment"),
    path("articles/<str:slug>/reported/", flag_pages.reported, name="comment-reported"),
    path("comments/<int:pk>/", thread_pages.comment_permalink, name="comment-permalink"),
    path("comments/<int:pk>/thread/", thread_pages.comment_thread, name="comment-thread"),
    path("comments/<int:pk>/section/", thread_pages.answered_section, name="comment-section"),
    path("mail/confirm/<str:token>/", subscription_pages.confirm, name="subscription-confirm"),
    path("mail/comment/<str:token>/", ownership_pages.comment_ownership, name="comment-ownership"),
    path("mail/choices/<str:token>/", subscription_pages.choices, name="subscription-choices"),
    path("mail/answers/<str:token>/", subscription_pages.answers, name="answers-choices"),
    path("mail/decide/<str:token>/", mailed_act_pages.decide, name="comment-decide-by-mail"),
    path("mail/desk/<str:token>/", mailed_act_pages.stop, name="desk-mail-stop"),
    path("mail/my-data/", own_data_pages.ask, name="own-data-ask"),
    path("mail/my-data/<str:token>/", own_data_pages.show, name="own-data"),
    path("mail/my-data/<str:token>/comments.json", own_data_pages.download, name="own-data-file"),
]
