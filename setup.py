"""What pyproject.toml cannot say: the templates of this repository travel inside the package.

They stand in templates/ because this repository is a publication too, and a publication without templates of its own
uses those of the package (`berkala.plan.templates`). So they are written once, and copied when a wheel is built.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithTemplates(build_py):
    """The usual step, and the templates after it. An editable install finds them where they are."""

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        if not self.editable_mode:
            to = Path(self.build_lib) / "berkala" / "templates"
            shutil.rmtree(to, ignore_errors=True)
            shutil.copytree(HERE / "templates", to)


setup(cmdclass={"build_py": BuildWithTemplates})
