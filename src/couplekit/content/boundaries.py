"""The lists of things to say yes or no to, one file for each area."""

from couplekit.content import _MEND, LANGUAGE, _read, folder
from couplekit.domain.lists import Area
from couplekit.errors import ContentProblem
from couplekit.reading import Where, as_model, told_at

_FOLDER = (LANGUAGE, "boundaries")


def areas() -> tuple[Area, ...]:
    """Every area, by its place. Raises ContentProblem with what is wrong in all of the files."""
    found: list[Area] = []
    # Whose an id or a place is: the file that was read first.
    items: dict[str, str] = {}
    places: dict[int, str] = {}
    problems: list[str] = []
    for path in sorted(folder().joinpath(*_FOLDER).glob("*.toml")):
        try:
            text, values, name = _read(*_FOLDER, path.name)
            area = as_model(Area, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
        except ContentProblem as problem:
            problems.append(str(problem))
            continue
        faults: list[tuple[Where, str]] = []
        if area.id != path.stem:
            faults.append((("id",), f'the name of the file was expected: "{path.stem}"'))
        if (first := places.setdefault(area.place, name)) != name:
            faults.append((("place",), f"{first} has the same place; each area needs its own"))
        for id in area.item:
            if (first := items.setdefault(id, name)) != name:
                faults.append((("item", id), f"{first} has an item of this id; each item needs its own"))
        if faults:
            problems.append(told_at(faults, text=text, name=name, mend=_MEND))
        found.append(area)
    if problems:
        raise ContentProblem("\n".join(problems))
    if not found:
        raise ContentProblem(f"{'/'.join(('prompts', *_FOLDER))} holds no list. Nothing was lost. {_MEND}")
    return tuple(sorted(found, key=lambda area: area.place))
