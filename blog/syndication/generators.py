"""Feed formats that carry the full text beside the excerpt."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

CONTENT_NAMESPACE = "http://purl.org/rss/1.0/modules/content/"


class FullRss(Rss201rev2Feed):
    """RSS 2.0 with content:encoded (the RSS content module)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT_NAMESPACE}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class FullAtom(Atom1Feed):
    """Atom (RFC 4287) with the excerpt as summary and the text as content."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
