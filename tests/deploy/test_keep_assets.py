"""The assets of the release before stay where pages of either release look for them."""

import hashlib
import json

import httpx
import pytest

from infra.deploy.keep_assets import CannotKeep, keep


def named(stem, content, suffix="css"):
    return f"/assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"


OLD, SAME, NEW = b"old{}", b"same{}", b"new{}"


class Live:
    """A site as it is now: some files, and nothing else."""

    def __init__(self, files, content_type="application/json", status=404):
        self.files, self.content_type, self.status = files, content_type, status

    def __call__(self, request):
        if request.url.path not in self.files:
            return httpx.Response(self.status)
        headers = {"content-type": self.content_type}
        return httpx.Response(200, content=self.files[request.url.path], headers=headers)


def client(live):
    return httpx.Client(transport=httpx.MockTransport(live), base_url="https://live.example")


def a_release(**contents):
    files = {named(stem, content): content for stem, content in contents.items()}
    addresses = {f"{stem}.css": named(stem, content) for stem, content in contents.items()}
    return files | {"/assets.json": json.dumps(addresses).encode()}


@pytest.fixture
def site(tmp_path):
    for address, content in a_release(site=NEW, material=SAME).items():
        (tmp_path / address.lstrip("/")).parent.mkdir(exist_ok=True)
        (tmp_path / address.lstrip("/")).write_bytes(content)
    return tmp_path


def content_of(site):
    return {f"/assets/{path.name}": path.read_bytes() for path in (site / "assets").iterdir()}


def test_what_the_next_release_lacks_is_kept(site):
    kept = keep(client(Live(a_release(site=OLD, material=SAME))), site)

    assert kept == [named("site", OLD)]
    assert content_of(site) == {
        named("site", OLD): OLD,
        named("site", NEW): NEW,
        named("material", SAME): SAME,
    }
    assert named("site", OLD) not in (site / "assets.json").read_text()


def test_what_was_kept_for_one_place_is_not_taken_for_its_own_at_the_next(site):
    keep(client(Live(a_release(site=OLD))), site)
    files = {f"/{path.relative_to(site)}": path.read_bytes() for path in site.rglob("*.*")}

    assert keep(client(Live(files)), site) == []
    another = site / "another"
    (another / "assets").mkdir(parents=True)
    assert named("site", OLD) not in keep(client(Live(files)), another)


@pytest.mark.parametrize(
    "live", [Live({}), Live({"/assets.json": b"<html>"}, content_type="text/html")]
)
def test_before_the_first_release_nothing_is_kept(site, live):
    assert keep(client(live), site) == []


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (Live({}, status=503), "503"),
        (Live({"/assets.json": a_release(site=OLD)["/assets.json"]}), "404"),
        (Live({"/assets.json": b'{"x": "/assets/../../x.0123456789.js"}'}), "names"),
        (Live(a_release(site=OLD) | {named("site", OLD): b"other{}"}), "not what its name says"),
    ],
)
def test_a_release_that_cannot_be_read_stops_the_next(site, live, reason):
    before = content_of(site)

    with pytest.raises(CannotKeep, match=reason):
        keep(client(live), site)

    assert content_of(site) == before
