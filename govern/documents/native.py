"""Which system libraries the page renderer needs, which are there, and how to get the others."""

from __future__ import annotations

import ctypes
import sys

INSTALL = (
    "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
INSTALL_MACOS = "brew install pango"
CRASHING_PANGO = "1.56.4"  # on fonts that are not installed

LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.0.dylib"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    # The renderer would do without this one, but the bytes would differ.
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}


def native_check() -> list[str]:
    """What stands in the way of printing, one sentence each; empty where everything is there."""
    missing = [name for name, files in LIBRARIES.items() if not any(map(_loads, files))]
    if missing:
        line = INSTALL_MACOS if sys.platform == "darwin" else INSTALL
        return [f"Missing for printing: {', '.join(missing)}. Install with: {line}"]
    if versions()["Pango"] == CRASHING_PANGO:
        return ["Pango 1.56.4 crashes while printing: install an earlier or a later one."]
    return []


def versions() -> dict[str, str]:
    """The versions of the libraries that decide the bytes of a document."""
    pango, harfbuzz = _library("Pango"), _library("HarfBuzz")
    pango.pango_version_string.restype = harfbuzz.hb_version_string.restype = ctypes.c_char_p
    return {
        "Pango": pango.pango_version_string().decode(),
        "HarfBuzz": harfbuzz.hb_version_string().decode(),
    }


def _library(name: str) -> ctypes.CDLL:
    file = next(file for file in LIBRARIES[name] if _loads(file))
    return ctypes.CDLL(file)


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
