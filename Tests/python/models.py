"""The models that `models fetch` brought, for tests of the built workbook."""

import os
import pathlib

import pytest

needs_models = pytest.mark.skipif(os.environ.get("WORKBOOK_NO_MODELS") == "1", reason="WORKBOOK_NO_MODELS=1")


def models_folder():
    data = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share"
    return os.environ.get("WORKBOOK_MODELS") or str(pathlib.Path(data) / "workbook/models")
