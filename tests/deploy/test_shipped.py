"""What goes into the package of the functions: all that they need, and nothing else."""

from pathlib import Path

import jinja2
import pytest
from jinja2.meta import find_referenced_templates

from functions.adapters.catalog_files import load_catalog
from infra.deploy.shipped import TOP, Unexpected, shipped

ROOT = Path(__file__).parents[2]
SHELL, OURS = Path("site/templates"), Path("functions/templates")
FILES = {
    "function_app.py": True,
    "functions/a.py": True,
    "functions/__pycache__/a.cpython-313.pyc": False,
    "site/templates/shell.html.j2": True,
    "site/assets/site.css": False,
    "tests/test_a.py": False,
    "local.settings.json": False,
    "build/data/secrets.json": False,
    "requirements.lock": False,
}


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".funcignore").write_text((ROOT / ".funcignore").read_text())
    return tmp_path


def test_the_list_of_what_is_ignored_is_the_only_one(folder):
    wanted = sorted(Path(name) for name, is_shipped in FILES.items() if is_shipped)

    assert shipped(folder) == wanted


def test_a_new_name_at_the_top_is_refused_until_somebody_decides(folder):
    (folder / "notes.txt").touch()

    with pytest.raises(Unexpected, match=r"^notes\.txt: "):
        shipped(folder)


def test_every_name_that_may_be_at_the_top_is_there():
    assert {path.parts[0] for path in shipped(ROOT)} == TOP


def test_of_the_site_there_are_the_templates_that_pages_of_the_functions_use():
    files = shipped(ROOT)
    used = reached([one.relative_to(OURS).as_posix() for one in files if one.is_relative_to(OURS)])
    of_the_site = {one.relative_to("site").as_posix() for one in files if one.parts[0] == "site"}

    assert of_the_site == {
        f"templates/{name}" for name in used if (ROOT / SHELL / name).exists()
    } | {"templates/assets.json"}


def reached(names):
    """Return the templates to which these lead."""
    folders = jinja2.FileSystemLoader([ROOT / OURS, ROOT / SHELL])
    environment = jinja2.Environment(loader=folders, autoescape=True)
    found, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            source = environment.loader.get_source(environment, name)[0]
            todo += filter(None, find_referenced_templates(environment.parse(source)))
    return found


def test_the_catalogue_is_whole_without_what_is_left_out(tmp_path):
    for path in shipped(ROOT):
        if path.parts[0] == "catalog_data":
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes((ROOT / path).read_bytes())

    assert load_catalog(tmp_path / "catalog_data") == load_catalog(ROOT / "catalog_data")
    assert {one.suffix for one in (tmp_path / "catalog_data").rglob("*.*")} == {".yaml", ".md"}
