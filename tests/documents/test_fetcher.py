"""No page reaches a file or the network, whatever it says; those that try are not printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govern.documents.fonts import ASSETS
from govern.documents.press import NO_FONTS, Press
from govern.documents.printer import print_document
from govern.documents.snapshot import Snapshot
from govern.errors import PrintFailed

F = "file:" + "//SECRET"
H = "http://127.0.0.1:9/x"
# Pages that ask for something: none may be printed.
ASKING = {
    "img file": f"<img src='{F}'>",
    "img FILE in capitals": f"<img src='{F.replace('file', 'FILE', 1)}'>",
    "img file after a space": f"<img src=' {F}'>",
    "img file after a tab": f"<img src='\t{F}'>",
    "img device": "<img src='file:" + "//" + "/dev/zero'>",
    "img http": f"<img src='{H}'>",
    "img without a scheme": "<img src='//127.0.0.1:9/x'>",
    "img of the metadata service": "<img src='http://169.254.169.254/latest'>",
    "img ftp": "<img src='ftp://127.0.0.1/x'>",
    "img relative": "<img src='../../secret.txt'>",
    "img outside the assets": "<img src='app:../../snapshot.py'>",
    "img traversal": "<img src='app:fonts/../manifest.json'>",
    "stylesheet file": f"<link rel=stylesheet href='{F}'>",
    "stylesheet http": f"<link rel=stylesheet href='{H}'>",
    "import": f"<style>@import url('{F}');</style>",
    "background": f"<p style=\"background:url('{F}')\">x</p>",
    "content": f"<style>p::before{{content:url('{F}')}}</style><p>x</p>",
    "list style": f"<ul><li style=\"list-style-image:url('{F}')\">x</ul>",
    "border image": f"<p style=\"border:9px solid;border-image:url('{F}') 3\">x</p>",
    "variable": f"<p style=\"--u:url('{F}');background:var(--u)\">x</p>",
    "font face": f"<style>@font-face{{font-family:z;src:url('{F}')}}</style><p>x",
    "colour profile": f"<style>@color-profile --c{{src:url('{F}')}}</style><p>x",
    "object": f"<object data='{F}'></object>",
    "embed": f"<embed src='{F}'>",
    "link attachment": f"<link rel=attachment href='{F}'>",
    "anchor attachment": f"<a rel=attachment href='{F}'>x</a>",
    "base": f"<base href='{F}'><img src='secret.txt'>",
    "image in a drawing": f"<svg width=9 height=9><image href='{F}' width=9 height=9 /></svg>",
    "foreign object": f"<svg width=9 height=9><foreignObject><img src='{F}'></foreignObject></svg>",
}
# Pages that are inert: they may be printed, and still reach nothing.
INERT = {
    "use in a drawing": f"<svg width=9 height=9><use href='{F}#a' /></svg>",
    "iframe": f"<iframe src='{F}'></iframe>",
    "script": f"<script src='{H}'></script>",
    "refresh": f"<meta http-equiv=refresh content='0;url={H}'>",
    "local font": "<style>@font-face{font-family:z;src:local('Arial')}</style><p>x",
    "entities": "<!DOCTYPE x [<!ENTITY e SYSTEM '" + F + "'>]><p>&e;</p>",
    "xml entity in a drawing": "<svg><text>&e;</text></svg>",
}


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that no page may read."""
    path = tmp_path_factory.mktemp("secret") / "secret.txt"
    path.write_text("do not print this")
    return path


@pytest.fixture(scope="module")
def attempted(secret: Path) -> dict[str, Any]:
    """What came of every page: all are set by one process, which is watched."""
    pages = {name: body.replace("SECRET", str(secret)) for name, body in (ASKING | INERT).items()}
    libraries = [sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")]
    templates = Path.cwd() / "templates" / "documents"
    allowed = [str(Path(path).resolve()) for path in (*libraries, ASSETS, templates)]
    config = secret.parent / "fonts.conf"
    config.write_text(NO_FONTS.format(directory=secret.parent))
    done = subprocess.run(
        [sys.executable, "-m", "tests.documents.attack"],
        input=json.dumps({"pages": pages, "allowed": allowed, "control": str(secret)}),
        env=os.environ | {"FONTCONFIG_FILE": str(config), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_an_open_file_would_be_noticed(attempted: dict[str, Any], secret: Path) -> None:
    assert attempted["control"]["seen"] == [f"open {secret.resolve()}"]


@pytest.mark.parametrize("name", ASKING | INERT)
def test_a_page_opens_no_file_and_no_connection(name: str, attempted: dict[str, Any]) -> None:
    assert attempted[name]["seen"] == []


@pytest.mark.parametrize("name", ASKING)
def test_a_page_that_asks_for_anything_is_not_printed(name: str, attempted: dict[str, Any]) -> None:
    assert attempted[name]["outcome"] == "address_refused"


@pytest.mark.parametrize("name", INERT)
def test_nothing_is_attached_but_the_record(name: str, attempted: dict[str, Any]) -> None:
    assert attempted[name].get("attached", ["record.json"]) == ["record.json"]


def test_the_refused_address_is_named_to_who_prints(
    templates: Callable[[str], Path], x_page: Snapshot
) -> None:
    press = Press(templates(f"<svg><image href='{H}'/></svg>"))
    with pytest.raises(PrintFailed, match=r"asks for “http://127\.0\.0\.1:9/x”"):
        print_document(x_page, press)
    press.close()
