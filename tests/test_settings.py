"""Settings come from one file and the environment; what is wrong is refused by name."""

import pytest

from cbt.settings import BrokenSettings, Settings, UnknownSetting, WrongSetting, read_settings


def test_an_empty_folder_has_settings_that_work(tmp_path):
    settings = read_settings(tmp_path, {})
    assert settings.port == 8080
    assert settings.url == f"sqlite:///{tmp_path / 'var' / 'cbt.sqlite3'}"


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path):
    (tmp_path / "cbt.toml").write_text('port = 9000\npost_name = "Stone Gate"\nthreads = 4\nlanguage = "ru"\n')
    settings = read_settings(
        tmp_path, {"CBT_PORT": "9001", "CBT_THREADS": "8", "CBT_SITE": "x", "PATH": "y"}, port=9002
    )
    assert (settings.port, settings.threads, settings.post_name, settings.language) == (9002, 8, "Stone Gate", "ru")


@pytest.mark.parametrize("name", ["colour", "site"])
def test_an_unknown_setting_is_refused_by_name(tmp_path, name):
    (tmp_path / "cbt.toml").write_text(f'{name} = "blue"\n')
    with pytest.raises(UnknownSetting, match=f"“{name}”.*database_url"):
        read_settings(tmp_path, {})


def test_an_unknown_variable_is_refused_by_name(tmp_path):
    with pytest.raises(UnknownSetting, match="environment has a setting “prot”"):
        read_settings(tmp_path, {"CBT_PROT": "80"})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("port = 0", "port” cannot be “0”. It is at least 1."),
        ("port = 70000", "port” cannot be “70000”. It is at most 65535."),
        ("threads = 'many'", "threads” cannot be “many”. It is a whole number."),
        ("threads = 1.5", "threads” cannot be “1.5”. It is a whole number."),
        ("post_name = ''", "post_name” cannot be “”. It may not be empty."),
        ("post_name = 7", "post_name” cannot be “7”. It is a text in quotes."),
        ("demonstration = 'perhaps'", "demonstration” cannot be “perhaps”. It is true or false."),
        ("time_zone = 'Utopia'", "time_zone” cannot be “Utopia”. There is no such time zone"),
        ("language = 'xx'", "language” cannot be “xx”. There are: en, ru"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_says_what_it_may_be(tmp_path, text, name):
    (tmp_path / "cbt.toml").write_text(text)
    with pytest.raises(WrongSetting, match=f"cbt.toml: the setting “{name}"):
        read_settings(tmp_path, {})


def test_a_wrong_value_on_the_command_line_is_named_as_such(tmp_path):
    with pytest.raises(WrongSetting, match="The command line: the setting “port”"):
        read_settings(tmp_path, {}, port=70000)


def test_a_file_that_is_not_toml_is_refused(tmp_path):
    (tmp_path / "cbt.toml").write_text("port: 80")
    with pytest.raises(BrokenSettings, match="cannot be read as TOML"):
        read_settings(tmp_path, {})


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())


def test_the_time_zone_is_the_one_named_or_the_machines_own(tmp_path):
    assert str(read_settings(tmp_path, {"CBT_TIME_ZONE": "Asia/Almaty"}).zone) == "Asia/Almaty"
    assert read_settings(tmp_path, {}).zone is not None


def test_a_time_zone_that_does_not_exist_is_refused_by_name(tmp_path):
    with pytest.raises(WrongSetting, match="“time_zone” cannot be “Asia/Atlantis”"):
        read_settings(tmp_path, {"CBT_TIME_ZONE": "Asia/Atlantis"})


def test_content_lies_in_the_site_folder(tmp_path):
    settings = read_settings(tmp_path, {})
    assert (settings.courses, settings.media, settings.translations) == (
        tmp_path / "courses",
        tmp_path / "media",
        tmp_path / "translations",
    )
