import socket
import stat

import pytest

from start.address import listen
from start.places import Home
from start.stamps import digest, is_fresh, mark
from start.words import CannotStart


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("HOST", "PORT", "PARKWAY_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_a_data_folder_is_held_by_one_program_and_tells_others_where_it_runs(tmp_path):
    first, second = Home(tmp_path / "data"), Home(tmp_path / "data")
    assert first.hold()
    assert not second.hold()
    assert second.told() == {}
    first.tell(url="http://127.0.0.1:8000/")
    assert second.told() == {"url": "http://127.0.0.1:8000/"}


def test_the_secret_key_is_long_kept_and_readable_by_its_owner_only(tmp_path):
    key = Home(tmp_path).secret_key()
    assert len(key) >= 50
    assert Home(tmp_path).secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_secret_keys_differ(tmp_path):
    assert Home(tmp_path / "a").secret_key() != Home(tmp_path / "b").secret_key()


def test_sockets_lie_in_a_private_folder_with_a_short_path(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("deep" * 30)))
    folder = Home(tmp_path / ("long" * 40)).sockets()
    assert len(str(folder / "pg" / ".s.PGSQL.5432.lock")) < 107
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.rmdir()


def test_sockets_are_not_put_into_what_somebody_has_laid_out(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    home = Home(tmp_path / "data")
    own = home.sockets()
    own.rmdir()
    own.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        home.sockets()


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="file/data cannot be used"):
        Home(tmp_path / "file" / "data")


def test_a_busy_port_is_named_with_the_way_out(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CannotStart) as refusal:
            listen()
    assert f"Port {port}" in str(refusal.value)
    assert "make run PORT=" in str(refusal.value)


def test_without_a_port_the_next_free_one_is_taken():
    first, second = listen(), listen()
    with first.listener, second.listener:
        assert first.port >= 8000
        assert second.port > first.port
        assert second.url == f"http://127.0.0.1:{second.port}/"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０００", "8e3"])
def test_a_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CannotStart, match="must be a number from 1 to 65535"):
        listen()


def test_an_address_open_to_all_answers_to_the_names_of_the_machine(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    address = listen()
    with address.listener:
        assert address.url == f"http://localhost:{address.port}/"
        assert {"localhost", "127.0.0.1", "[::1]", socket.gethostname()} <= set(address.names)


def test_a_stamp_notices_changed_renamed_added_and_removed_files(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a").write_text("1")
    states = [digest([folder])]
    (folder / "a").write_text("2")
    states.append(digest([folder]))
    (folder / "a").rename(folder / "b")
    states.append(digest([folder]))
    (folder / "c").write_text("")
    states.append(digest([folder]))
    assert len(set(states)) == 4
    (folder / "c").unlink()
    assert digest([folder]) == states[2]
    mark(tmp_path / "stamp", states[2])
    assert is_fresh(tmp_path / "stamp", digest([folder]))
    assert not is_fresh(tmp_path / "stamp", states[0])
    assert not is_fresh(tmp_path / "missing", states[0])


def test_the_data_folder_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PARKWAY_HOME", "~/somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Home.of_environment().path == tmp_path / "somewhere"
    assert (tmp_path / "somewhere" / "log").is_dir()
