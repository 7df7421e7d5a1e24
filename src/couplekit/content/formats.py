"""The formats of a statement, one file for each."""

from couplekit.content import _MEND, LANGUAGE, _read, folder
from couplekit.domain.statement import Format
from couplekit.errors import ContentProblem
from couplekit.reading import Where, as_model, told_at

_FOLDER = (LANGUAGE, "formats")


def formats() -> tuple[Format, ...]:
    """Every format, by its place: the first one is the default.

    Raises ContentProblem with what is wrong in all of the files.
    """
    found: list[Format] = []
    # Whose a place is: the file that was read first.
    places: dict[int, str] = {}
    problems: list[str] = []
    for path in sorted(folder().joinpath(*_FOLDER).glob("*.toml")):
        try:
            text, values, name = _read(*_FOLDER, path.name)
            read = as_model(Format, values, text=text, name=name, problem=ContentProblem, mend=_MEND)
        except ContentProblem as problem:
            problems.append(str(problem))
            continue
        faults: list[tuple[Where, str]] = []
        if read.id != path.stem:
            faults.append((("id",), f'the name of the file was expected: "{path.stem}"'))
        if (first := places.setdefault(read.place, name)) != name:
            faults.append((("place",), f"{first} has the same place; each format needs its own"))
        if faults:
            problems.append(told_at(faults, text=text, name=name, mend=_MEND))
        found.append(read)
    if problems:
        raise ContentProblem("\n".join(problems))
    if not found:
        raise ContentProblem(f"{'/'.join(('prompts', *_FOLDER))} holds no format. Nothing was lost. {_MEND}")
    return tuple(sorted(found, key=lambda format: format.place))
