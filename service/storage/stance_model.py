"""The stance model that ships with Endcap: its concepts, and the weights that were learned."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from service.domain.errors import InvalidLexiconError
from service.domain.reading.stance_model import Concepts, Feature, Leaning, StanceModel
from service.domain.reading.wording import Place

WEIGHTS = "weights.tsv"
COLUMNS = ("language", "place", "heard", "recommend", "avoid")

Weights = dict[str, dict[Feature, Leaning]]


@cache
def load_stance_model() -> StanceModel:
    """Return the model in ``config/stance``; raise `InvalidLexiconError`."""
    folder = resources.files("config") / "stance"
    return parse_stance_model(
        {
            file.name: file.read_text("utf-8")
            for file in folder.iterdir()
            if file.name.endswith((".toml", ".tsv"))
        }
    )


def parse_stance_model(files: Mapping[str, str]) -> StanceModel:
    """Build a model from texts by file name; its version is a digest of them."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{files[name]}\0".encode())
    return StanceModel(
        digest.hexdigest()[:8], parse_concepts(files), parse_weights(files.get(WEIGHTS, ""))
    )


def parse_concepts(files: Mapping[str, str]) -> Concepts:
    """Return the concepts of every ``concepts.<language>.toml``; raise `InvalidLexiconError`."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in sorted(files):
        kind, _, rest = name.partition(".")
        if kind == "concepts":
            found[rest.removesuffix(".toml")] = _concepts(name, files[name])
    return found


def _concepts(name: str, text: str) -> dict[str, tuple[str, ...]]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidLexiconError(name, "not TOML", str(error)) from error
    for concept, words in document.items():
        if not isinstance(words, str):
            raise InvalidLexiconError(name, concept, "is not text")
    return {concept: tuple(_words(words)) for concept, words in document.items()}


def _words(written: str) -> Iterator[str]:
    """Yield each word or phrase once, its blanks tidied."""
    words = (" ".join(each.split()) for each in written.split("|"))
    yield from dict.fromkeys(word for word in words if word)


def parse_weights(text: str) -> Weights:
    """Return the weights of a table with `COLUMNS`; raise `InvalidLexiconError`."""
    weights: Weights = {}
    for number, row in enumerate(text.splitlines()[1:], start=2):
        try:
            language, place, heard, recommend, avoid = row.split("\t")
            weight = Leaning(int(recommend), int(avoid))
            weights.setdefault(language, {})[Place(place), heard] = weight
        except ValueError as error:
            raise InvalidLexiconError(WEIGHTS, f"line {number}", str(error)) from error
    return weights


def written_weights(weights: Weights) -> Iterable[str]:
    """Yield the lines of the table that holds *weights*, in an order of its own."""
    yield "\t".join(COLUMNS)
    for language in sorted(weights):
        for (place, heard), leaning in sorted(weights[language].items()):
            yield "\t".join((language, place, heard, str(leaning[0]), str(leaning[1])))
