"""The names of elements, by what the rooms' passes need to know about them."""


def names(text: str) -> frozenset[str]:
    """Return the names written in text, separated by spaces."""
    return frozenset(text.split())


# What a section may hold. Its own heading is h2, so headings inside a body start one below.
SECTION = names(
    "p br h3 h4 strong em s sub sup code pre blockquote ul ol li table caption thead tbody tr th td a hr "
    "figure figcaption span"
)
# What a comment may hold.
COMMENT = names("p br strong em s pre code blockquote ul ol li a")
VOID = names("br hr")

# Read from foreign or older markup and then given today's name.
RENAMED = {
    "h1": "h3",
    "h2": "h3",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "strike": "s",
    "del": "s",
    "tfoot": "tbody",
}
# Blocks of other vocabularies: a paragraph where they hold text only, otherwise just a break between words.
FOREIGN_BLOCKS = names(
    "div section article aside main header footer nav address center dl dt dd details summary fieldset form"
)
BLOCKS = FOREIGN_BLOCKS | names(
    "p h1 h2 h3 h4 h5 h6 pre blockquote ul ol li hr figure figcaption "
    "table caption thead tbody tfoot tr th td"
)

# Reopened by the parser in every new block until it is closed.
FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
# Closed by the parser itself when the next one opens, or never open at all (in SVG and MathML they do nest).
NEVER_DEEP = names(
    "p li dd dt tr td th thead tbody tfoot caption colgroup option "
    "area base br col embed hr img input link meta param source track wbr"
)
# Their content follows other rules than plain tags.
OTHER_RULES = names(
    "script style title textarea xmp iframe noembed noframes noscript plaintext svg math template select"
)
