"""The plan of the house, where no other tool checks it."""

import ast
import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [path.parent for path in (ROOT / "blog").glob("*/__init__.py") if path.parent.name != "migrations"]
SOURCES = [path for path in (ROOT / "blog").rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# `page` shows what a room gives to a page of another, `posts` reads what a form sent: both see the request.
DOORS = {
    "views",
    "forms",
    "admin",
    "urls",
    "page",
    "posts",
    "amend_pages",
    "correction_pages",
    "correction_admin",
    "desk_list",
    "desk_pages",
    "desk_mail_admin",
    "mailed_act_pages",
    "flag_pages",
    "own_data_pages",
    "ownership_pages",
    "remembering",
    "receipt_pages",
    "subscription_pages",
    "thread_pages",
}
NAMES_THAT_SAY_NOTHING = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py"}


def imports_of(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    whole = [alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names]
    joined = [
        f"{n.module}.{alias.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        for alias in n.names
    ]
    return names + whole + joined


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_room_has_a_sign_at_its_door(room: Path) -> None:
    if room.name in ("management", "templatetags"):
        return
    sign = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert 3 <= len(sign.splitlines()) <= 6, sign


def test_safe_strings_are_made_in_one_room_only() -> None:
    offenders = [
        path.relative_to(ROOT)
        for path in SOURCES
        if "markup" not in path.parts
        and re.search(r"\bmark_safe\b|SafeString\(", path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_templates_never_switch_escaping_off() -> None:
    offenders = [
        t for t in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", t.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_templates_carry_no_inline_style_and_no_handlers() -> None:
    # A letter carries its look: no stylesheet travels with it, and it is no page of ours.
    pages = [t for t in TEMPLATES if t.parent.name != "emails"]
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<style")
    assert [t for t in pages if inline.search(t.read_text(encoding="utf-8"))] == []


def test_domain_never_imports_a_door() -> None:
    offenders = []
    for path in SOURCES:
        inside = path.relative_to(ROOT / "blog").with_suffix("").parts
        if len(inside) < 2 or DOORS & set(inside) or inside[0] in ("management", "templatetags"):
            continue
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "blog" and len(parts) > 2 and parts[2] in DOORS:
                offenders.append(f"{path.name}: {name}")
    assert offenders == []


def test_file_names_say_what_is_in_them() -> None:
    assert [path for path in SOURCES if path.name in NAMES_THAT_SAY_NOTHING] == []


def test_no_file_is_longer_than_400_lines_and_no_function_than_60() -> None:
    too_long = []
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > 400:
            too_long.append(str(path))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 60:
                too_long.append(f"{path}:{node.name}")
    assert too_long == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_template_compiles(template: Path) -> None:
    compiled = engines["django"].get_template(str(template.relative_to(ROOT / "templates")))
    assert compiled.template.nodelist is not None


def test_the_project_names_no_place_but_its_own() -> None:
    secret_places = re.compile(r"/work/|/root/|shared/house|issue #\d", re.IGNORECASE)
    allowed = {ROOT / "tests" / "house" / "test_walls.py"}
    files = [
        path
        for folder in ("blog", "config", "docs", "tests", "bench", "templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".html", ".css", ".js", ".toml"} and path not in allowed
    ]
    assert [path for path in files if secret_places.search(path.read_text(encoding="utf-8"))] == []
