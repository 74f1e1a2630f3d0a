"""Words, sentences and names out of nothing but a seed: few words often, many rarely, as in any language."""

from itertools import accumulate, product
from random import Random

# What search is tried with: words that are read in any text, before thousands that are rare.
COMMON = (
    "the a of to and in that it for with on as at by from this but which was are when there they we you one "
    "harbour tide stone garden letter window river bread winter morning ladder kettle market lantern village "
    "paper orchard engine bridge weather song neighbour kitchen corner summer ticket tower copper thread map"
).split()
_STARTS = (
    "bal cor dun fen gar hal kel lor mor nar pol ras sel tor vel wen zim bri cla dre flo gri ple sko".split()
)
_MIDDLES = "a e i o u ae ea io ou".split()
_ENDS = "ber den field ford gate land low mer nock ring ros stead ter than ton wick wood worth".split()
_FIRST = "Ada Bo Cleo Dag Edda Finn Gro Hal Ines Jonas Kaja Lev Mona Nils Ola Pia Rolf Siri Tove Una".split()
_LAST = "Aas Berg Coll Dahl Eide Falk Grant Holm Iver Juhl Krog Lind Moe Nord Okoro Pryce Quist Reyes".split()
MAIL_HOSTS = ("post.example", "mail.example", "letters.example", "box.example")


class Wordsmith:
    """Makes text with a random number generator of its own."""

    def __init__(self, chance: Random) -> None:
        rare = [start + middle + end for start, middle, end in product(_STARTS, _MIDDLES, _ENDS)]
        Random(len(rare)).shuffle(rare)
        self._words = [*COMMON, *rare]
        # Zipf: the word at rank n comes 1/n as often as the first.
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._chance = chance

    def words(self, count: int) -> list[str]:
        """Return words as they fall."""
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)

    def rare(self) -> str:
        """Return one of the words that are no common ones."""
        return self._chance.choice(self._words[len(COMMON) :])

    def sentence(self, low: int = 6, high: int = 14) -> str:
        """Return a sentence of so many words."""
        words = self.words(self._chance.randint(low, high))
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def sentences(self, count: int) -> str:
        """Return so many sentences, one after the other."""
        return " ".join(self.sentence() for _ in range(count))

    def title(self) -> str:
        """Return three to six words without a full stop."""
        return self.sentence(3, 6)[:-1]


def person(number: int) -> tuple[str, str]:
    """Return (name, e-mail address) of a made-up person; different numbers have different addresses."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    host = MAIL_HOSTS[number % len(MAIL_HOSTS)]
    return f"{first} {last}", f"{first}.{last}{number}@{host}".lower()
