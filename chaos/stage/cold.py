"""A life in a fresh interpreter: `python -m chaos.stage.cold SCENE PART PIPE`."""

import json
import os
import sys
from typing import NoReturn

from chaos.stage.scene import Scene


def start(scene: Scene, part: dict[str, object], pipe: int) -> NoReturn:
    """Become such an interpreter."""
    os.set_inheritable(pipe, True)
    words = [scene.told(), json.dumps(part), str(pipe)]
    os.execv(sys.executable, [sys.executable, "-m", __name__, *words])  # noqa: S606


def main() -> NoReturn:
    """Live."""
    scene, part, pipe = sys.argv[1:]
    os.write(int(pipe), b"cold\n")
    # Only now, so that a life can end among its imports.
    from chaos.stage import child  # noqa: PLC0415

    child.become(Scene.heard(scene), child.Part(**json.loads(part)), int(pipe))


if __name__ == "__main__":
    main()
