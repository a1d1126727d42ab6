"""The folder of a site's database."""

import os
import stat

import pytest


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_other_users_of_the_pc_cannot_look_into_the_folder_of_the_database(run, tmp_path):
    assert run("init", tmp_path / "room").exit_code == 0
    assert stat.S_IMODE((tmp_path / "room" / "var").stat().st_mode) == 0o700
