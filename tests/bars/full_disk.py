"""Fills a small disk with one kind of save until one is refused, in a process that sees that disk.

    python -S full_disk.py THE-DISK KIND THE-SEARCH-PATH-FOR-MODULES

Prints as JSON how many saves went through, what the one that was refused said, and what was wrong.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

#: Something in the way from the beginning, so that there is something to take away.
BALLAST = 16 * 1024
#: A disk that takes more saves than this does not fill up.
MOST = 1000
#: How much a save is larger than the one before, in lines of some two hundred letters.
STEP = 3


def main(disk: Path, kind: str) -> dict[str, object]:
    """Save ever larger things until one is refused; then make room, and save that one once more."""
    from saves import evenings_found, page_found, talks_found, temporaries
    from storage_samples import add_word, draft, home_at, page, record

    from couplekit.domain.agreement import Agreement
    from couplekit.errors import FileProblem
    from couplekit.storage.home import Home

    def lines(size: int, ending: str = "") -> dict[str, str]:
        return {f"w{number}{ending}": f"{number} ".ljust(190, "x") for number in range(size)}

    def larger(now: Agreement, size: int) -> Agreement:
        for key, line in lines(size).items():
            now = add_word("slow", key, line)(now)
        return now

    saves: dict[str, Callable[[Home, int], object]] = {
        "page": lambda home, size: home.update(lambda now: larger(now, size)),
        "record": lambda home, size: home.save_record(record(kept={"a": lines(size)})),
        "draft": lambda home, size: home.save_draft(draft(answers=lines(size, ".a"))),
    }

    def found() -> list[object]:
        home = home_at(disk / "home")
        try:
            return [page_found(home), evenings_found(home), talks_found(home)]
        except FileProblem as problem:
            return [str(problem)]

    home = home_at(disk / "home")
    home.create(page())
    home.save_record(record())
    home.save_draft(draft())
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(BALLAST))
    wrong: list[str] = []
    before = found()
    for number in range(1, MOST):
        try:
            saves[kind](home, number * STEP)
        except FileProblem as problem:
            said = str(problem)
            break
        if found() == before:
            wrong.append(f"save {number} was acknowledged, and nothing is different")
        before = found()
    else:
        return {"saved": MOST, "said": "", "wrong": ["this disk takes any number of saves"]}
    after = found()
    # The copy of a page comes second: where it alone was refused, the page is the new one, and that is said.
    if after != before and not (kind == "page" and "agreement.toml was saved" in said):
        wrong.append("what was saved before is not there as it was")
    wrong += [f"left behind: {path}" for path in temporaries(disk)]
    ballast.unlink()
    try:
        saves[kind](home, number * STEP)
    except FileProblem as problem:
        wrong.append(f"with room again, a save is refused: {problem}")
    if found() == before:
        wrong.append("with room again, a save is not there")
    return {"saved": number, "said": said, "wrong": wrong}


if __name__ == "__main__":
    sys.path[:] = sys.argv[3].split(os.pathsep)
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
