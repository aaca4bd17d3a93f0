"""
The files that pages load: styles and scripts, each named by its content.

A changed file gets another address, so browsers may keep every one for ever.
Of Material's stylesheet the part for plain text is taken (`trimmed`): the rest is
for headers, menus and a search that our pages do not have, and four fifths of it.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "assets"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# In scripts only what has lines of its own: elsewhere it might be part of a string.
COMMENT_LINES = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)
# And types, which no string of ours is about.
TYPES = re.compile(r"/\*\* @(?:type|param) [^*]*\*/ ?")
IMPORT = re.compile(r'^import\s[^;]*\sfrom\s+"(\.{1,2}/[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const|let|class|function|async)", re.MULTILINE)
STRING_OR_BRACE = re.compile(r'"[^"]*"|\'[^\']*\'|[{};]')

# What a page's script imports by itself, when somebody needs it.
IMPORTED_LATER = {name: SOURCES / "js" / "search" / name for name in ("search.js", "places.js")}

# What a video needs: captions in both languages, and a picture before it plays.
BESIDE_A_VIDEO = (".el.vtt", ".en.vtt", ".jpg")

# The one class of Material that our templates use: what stands around Markdown.
USED = {"md-typeset"}
CLASS = re.compile(r"\.([a-zA-Z_][\w-]*)")
OUTER_COMMA = re.compile(r",(?![^()]*\))")
FOREIGN = ("[data-md", "[dir=rtl]", "[id^=", ":-webkit", ":-moz", "::-")


def copy_assets(site: Path) -> dict[str, str]:
    """Write every asset below *site*; return each one's name with its address."""
    # One file: a second one would cost a slow network another way there and back.
    contents = {"site.css": trimmed(_material()) + "\n" + _styles()}
    contents |= {path.name: path.read_text("utf-8") for path in sorted(SOURCES.glob("*.svg"))}
    scripts = {path.name: path for path in sorted(SOURCES.glob("js/*.js"))}
    for name, path in {**scripts, **IMPORTED_LATER}.items():
        contents[name] = without_comments(joined(path))
    files = {name: text.encode() for name, text in contents.items()} | videos(SOURCES / "video")
    files |= {path.name: path.read_bytes() for path in sorted(SOURCES.glob("*.png"))}
    return {name: write_asset(site, name, data) for name, data in files.items()}


def write_assets(path: Path, assets: dict[str, str]) -> None:
    """Write the addresses of the assets: all at once, for others may be reading them."""
    partial = path.with_name(f".{path.name}")
    partial.write_text(json.dumps(assets, indent=2, sort_keys=True) + "\n", "utf-8")
    partial.replace(path)


def videos(folder: Path) -> dict[str, bytes]:
    """
    Return the files of every video in *folder*, by name; there may be none, or no folder.

    A video without captions is for nobody who needs them, so it stops the build.
    """
    named: list[Path] = []
    for film in sorted(folder.glob("*.mp4")):
        named += [film, *(film.with_suffix(suffix) for suffix in BESIDE_A_VIDEO)]
    if missing := [path.name for path in named if not path.is_file()]:
        raise SystemExit(f"{folder}: missing beside its video: {', '.join(missing)}")
    return {path.name: path.read_bytes() for path in named}


def address_of(name: str, data: bytes) -> str:
    """Return where an asset of this name and content is."""
    stem, suffix = name.rsplit(".", 1)
    return f"/assets/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"


def write_asset(site: Path, name: str, data: bytes) -> str:
    """Write an asset below *site*; return its address."""
    address = address_of(name, data)
    path = site / address.removeprefix("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return address


def as_json(document: object) -> bytes:
    """Return *document* as a line of JSON, as short as it gets."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()


def joined(script: Path) -> str:
    """
    Return *script* after the modules that it imports, as one module.

    So what is tested by itself costs the page no request. What they declare at the top
    must have different names; only what *script* itself exports is exported.
    """
    *modules, last = _in_order(script.resolve(), set())
    return "\n".join([*(EXPORT.sub("", module) for module in modules), last])


def _in_order(script: Path, taken: set[Path]) -> Iterator[str]:
    if script in taken:
        return
    taken.add(script)
    text = script.read_text("utf-8")
    for name in IMPORT.findall(text):
        yield from _in_order((script.parent / name).resolve(), taken)
    yield IMPORT.sub("", text)


def without_comments(script: str) -> str:
    """Return *script* without types, and the comments that have lines of their own."""
    return TYPES.sub("", COMMENT_LINES.sub("", script))


def _styles() -> str:
    """Return our stylesheet: the files in order, without comments and indentation."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("css/*.css")))
    return re.sub(r"\s*\n\s*", "\n", COMMENT.sub("", text)).strip() + "\n"


def _material() -> str:
    """Return the stylesheet of the installed theme."""
    spec = find_spec("material")
    if spec is None or spec.origin is None:
        raise SystemExit("mkdocs-material is not installed")
    folder = Path(spec.origin).parent / "templates" / "assets" / "stylesheets"
    (path,) = folder.glob("main.*.min.css")
    return COMMENT.sub("", path.read_text("utf-8"))


def trimmed(stylesheet: str) -> str:
    """Return the rules of *stylesheet* that can apply to our pages, in order."""
    return "".join(_applicable(stylesheet))


def _applicable(stylesheet: str) -> Iterator[str]:
    for head, body in _rules(stylesheet):
        if head.startswith(("@media", "@supports")):
            inner = trimmed(body)
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@") and "data:image" not in body:
            selectors = [one for one in OUTER_COMMA.split(head) if _can_apply(one)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _rules(stylesheet: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and between the outermost braces, pair by pair."""
    depth = start = opened = 0
    for found in STRING_OR_BRACE.finditer(stylesheet):
        mark, at = found[0], found.start()
        if mark == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield stylesheet[start:opened].strip(), stylesheet[opened + 1 : at]
                start = at + 1
        elif mark == ";" and depth == 0:  # such as @charset
            start = at + 1


def _can_apply(selector: str) -> bool:
    return USED.issuperset(CLASS.findall(selector)) and not any(
        part in selector for part in FOREIGN
    )
