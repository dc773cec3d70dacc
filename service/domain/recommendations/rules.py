"""Which rules speak for a category of an article, and why the others do not."""

from __future__ import annotations

from collections import abc, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from service.domain.articles import Article
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Rule
from service.domain.reading import CategoryReading
from service.domain.recommendations.evidence import Evidence


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The enabled rules of a shop, by the category that they are about."""

    by_category: abc.Mapping[CategoryId, tuple[Rule, ...]]
    lexicon: Lexicon
    now: datetime

    @classmethod
    def of(cls, rules: Iterable[Rule], lexicon: Lexicon, *, now: datetime) -> RuleBook:
        """Sort the *rules*; one about a category that the lexicon does not know never fires."""
        by_category: dict[CategoryId, list[Rule]] = defaultdict(list)
        for rule in sorted(rules, key=lambda rule: rule.id):
            if rule.enabled and rule.category in lexicon.categories:
                by_category[rule.category].append(rule)
        return cls({c: tuple(found) for c, found in by_category.items()}, lexicon, now)

    def fired(self, category: CategoryId, article: Article, evidence: Evidence) -> tuple[Rule, ...]:
        """Return the rules that speak for a usable category.

        Its own rules; without one that holds, those of the nearest category above it (a rule for
        an umbrella speaks for each child); without those, every rule below it (a mention of the
        umbrella is enough for a rule of a child), save where the article warns of that child.
        The conditions of a rule above are held against what the article says of the umbrella, if
        it says anything usable of it, else of the child.
        """
        own = evidence.usable[category]
        for each in (category, *self.lexicon.ancestors(category)):
            if holding := self._holding(each, article, evidence.usable.get(each, own)):
                return holding
        return self._below(category, article, evidence)

    def _holding(
        self, category: CategoryId, article: Article, found: CategoryReading
    ) -> tuple[Rule, ...]:
        rules = self.by_category.get(category, ())
        return tuple(r for r in rules if not obstacle(r, article, found, now=self.now))

    def _below(
        self, category: CategoryId, article: Article, evidence: Evidence
    ) -> tuple[Rule, ...]:
        own = evidence.usable[category]
        return tuple(
            rule
            for child in sorted(self.lexicon.family(category) - {category})
            if not evidence.warns_of(child)
            for rule in self._holding(child, article, own)
        )


def obstacle(rule: Rule, article: Article, found: CategoryReading, *, now: datetime) -> str | None:
    """Return which condition of *rule* does not hold, in a marketer's words."""
    return next(_failing(rule, article, found, now), None)


def _failing(rule: Rule, article: Article, found: CategoryReading, now: datetime) -> Iterator[str]:
    if rule.role is not None and rule.role is not found.role:
        yield f"its rule asks for an ingredient that {rule.role.value} the condition"
    if rule.tags and not _folded(rule.tags) & _folded(article.tags):
        yield f"its rule asks for the tag {' or '.join(rule.tags)}"
    if rule.blogs and article.blog_handle not in rule.blogs:
        yield f"its rule is for the blog {' or '.join(rule.blogs)}"
    if rule.languages and not _folded(rule.languages) & _languages(article.language):
        yield f"its rule is for articles in {' or '.join(rule.languages)}"
    if rule.starts_at and now < rule.starts_at:
        yield f"its rule starts on {rule.starts_at:%Y-%m-%d}"
    if rule.ends_at and now >= rule.ends_at:
        yield f"its rule ended on {rule.ends_at:%Y-%m-%d}"


def conditions(rule: Rule) -> int:
    """Return how many conditions it has: of two rules alike, the narrower one goes first."""
    given = (rule.role, rule.tags, rule.blogs, rule.languages, rule.starts_at or rule.ends_at)
    return sum(bool(condition) for condition in given)


def label(rule: Rule, lexicon: Lexicon) -> str:
    """Return what the card says: the marketer's label or the category's neutral name."""
    return rule.label or lexicon.categories[rule.category].name


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in words)


def _languages(language: str) -> frozenset[str]:
    """``fr-CA`` is French as well as Canadian French."""
    return _folded([language, language.replace("_", "-").split("-")[0]])
