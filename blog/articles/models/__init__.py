"""Facade over the models of the room."""

from blog.articles.models.article import Article, State
from blog.articles.models.revision import Revision, RevisionSection
from blog.articles.models.section import Section, SectionText
from blog.articles.models.taxonomy import Category, Tag

__all__ = ["Article", "Category", "Revision", "RevisionSection", "Section", "SectionText", "State", "Tag"]
