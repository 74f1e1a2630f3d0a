"""How dates are written, where Django's own ways differ from page to page."""
