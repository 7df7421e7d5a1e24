"""What couplekit says between questions: sentences by key, with places filled in."""

from collections.abc import Iterator, Mapping

from couplekit.domain.text import fill, reflow


class Interface(Mapping[str, str]):
    """Sentences from `prompts/LANGUAGE/interface.toml`, by dotted key."""

    def __init__(self, sentences: Mapping[str, object]) -> None:
        self._sentences: dict[str, str] = {}
        self._walk("", sentences)

    def _walk(self, path: str, value: object) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                self._walk(f"{path}.{key}", inner)
        elif isinstance(value, str):
            self._sentences[path.removeprefix(".")] = reflow(value)
        else:
            raise TypeError(f"{path.removeprefix('.')} is not a sentence")

    def __getitem__(self, key: str) -> str:
        return self._sentences[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def __len__(self) -> int:
        return len(self._sentences)

    def __call__(self, key: str, **places: str) -> str:
        """The sentence at `key`, with `places` put into its marks once. Raises KeyError for no such key."""
        return fill(self._sentences[key], places)
