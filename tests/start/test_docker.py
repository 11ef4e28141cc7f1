"""What can be known of the containers without Docker: the file, its commands, its health checks."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection
from psycopg2.extensions import make_dsn

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LONG_RUNNING = sorted(set(SERVICES) - {"migrate"})


def run(*command, **environment):
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_services_are_those_of_the_house():
    assert sorted(SERVICES) == ["beat", "migrate", "nginx", "postgres", "valkey", "web", "worker"]


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_service_says_whether_it_is_well_and_starts_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_portal_starts_after_its_servers_are_well_and_its_tables_are_made():
    for name in ("web", "worker", "beat"):
        conditions = {other: on["condition"] for other, on in SERVICES[name]["depends_on"].items()}
        assert conditions == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "valkey": "service_healthy",
        }


def test_only_nginx_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["nginx"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_every_named_volume_and_network_is_declared():
    for service in SERVICES.values():
        sources = [volume.split(":")[0] for volume in service.get("volumes", [])]
        assert {source for source in sources if not source.startswith((".", "/"))} <= set(COMPOSE["volumes"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_every_file_that_is_mounted_is_there():
    for volume in (volume for service in SERVICES.values() for volume in service.get("volumes", [])):
        source = volume.rsplit(":", 2)[0] if volume.endswith(":ro") else volume.rsplit(":", 1)[0]
        for https in ("0", "1"):
            path = source.replace("${PARKWAY_HTTPS:-0}", https)
            assert not path.startswith(".") or (ROOT / path).exists(), path


def test_secrets_come_from_outside_and_are_required():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "APPLICATION_PASSWORD", "ALLOWED_HOSTS"):
        uses = re.findall(rf"\$\{{{name}\b[^}}]*\}}", text)
        assert uses
        assert all(use.startswith(f"${{{name}:?") for use in uses)
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|TOKEN", name):
                assert str(value).startswith("${"), name


def test_the_example_names_every_variable_and_gives_no_secret():
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = dict(
        re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / "deploy" / "example.env").read_text(), re.MULTILINE)
    )
    assert set(example) == used
    assert example["SECRET_KEY"] == example["POSTGRES_PASSWORD"] == ""


def test_every_variable_is_one_that_the_settings_read():
    known = (ROOT / "portal" / "settings.py").read_text()
    for name in SERVICES["web"]["environment"]:
        assert f'"{name}"' in known, name


def test_the_image_is_lean_and_not_of_root():
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)[1:]
    assert len(stages) == 3
    final = stages[-1]
    assert re.search(r"^USER (?!root)", final, re.MULTILINE)
    assert "npm" not in final
    assert "pip install" not in final
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split()), source


def test_what_the_image_must_not_hold_is_left_out_of_the_build():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", ".venv", ".parkway*", "node_modules", "tests", "deploy/nginx"} <= set(ignored)


@pytest.mark.slow
def test_the_web_command_starts():
    command = SERVICES["web"]["command"]
    assert command[0] == "gunicorn"
    done = run(*command[:1], "--check-config", *command[1:])
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["worker", "beat"])
def test_the_background_commands_are_understood(name):
    command = SERVICES[name]["command"]
    assert run(*command, "--help").returncode == 0
    options = [part for part in command if part.startswith("--")]
    text = run(*command[:4], "--help").stdout
    assert all(option in text for option in options)


@pytest.mark.slow
def test_the_migrate_command_runs(db):
    migrate, role = SERVICES["migrate"]["command"][2].split(" && ")
    assert role == "python manage.py application_role"
    done = run(sys.executable, *migrate.split()[1:], "--check", "--plan")
    assert "Planned operations" in done.stdout, done.stderr


def test_gunicorn_asks_for_no_more_than_the_container_has():
    assert "deploy/gunicorn.py" in SERVICES["web"]["command"]
    text = (ROOT / "deploy" / "gunicorn.py").read_text()
    assert "/dev/shm" in text  # writable although the file system of the container is read-only
    assert SERVICES["web"]["read_only"] is True
    assert SERVICES["web"]["tmpfs"] == ["/tmp"]


@pytest.mark.django_db(transaction=True)
def test_the_web_health_check_tells_life_from_death(live_server):
    port = live_server.url.rsplit(":", 1)[1]
    check = SERVICES["web"]["healthcheck"]["test"][2:]
    assert run(sys.executable, *check, HEALTH_PORT=port, ALLOWED_HOSTS="localhost").returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nobody = str(silent.getsockname()[1])
    assert run(sys.executable, *check, HEALTH_PORT=nobody, ALLOWED_HOSTS="localhost").returncode != 0


@pytest.mark.django_db(transaction=True)
def test_the_clock_is_well_when_it_has_sent_something_lately():
    from django.utils import timezone
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    check = SERVICES["beat"]["healthcheck"]["test"][2:]
    connection.ensure_connection()
    where = make_dsn(**connection.connection.get_dsn_parameters())
    every = IntervalSchedule.objects.create(every=5, period="minutes")
    task = PeriodicTask.objects.create(name="work", task="work", interval=every)
    answers = []
    for last_run_at in (None, timezone.now() - timezone.timedelta(hours=1), timezone.now()):
        PeriodicTask.objects.filter(pk=task.pk).update(last_run_at=last_run_at)
        answers.append(run(sys.executable, *check, DATABASE_URL=where).returncode)
    assert answers == [1, 1, 0]


@pytest.mark.slow
def test_a_worker_that_does_not_answer_is_not_well():
    check = SERVICES["worker"]["healthcheck"]["test"][2:]
    assert run(sys.executable, *check, BROKER_URL="memory://").returncode == 1


@pytest.mark.parametrize("https", ["0", "1"])
def test_nginx_understands_its_files(https, tmp_path):
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("no nginx here")
    version = tuple(int(part) for part in re.search(r"(\d+)\.(\d+)\.(\d+)", run(nginx, "-v").stderr).groups())
    for file in (ROOT / "deploy" / "nginx").glob("*.conf"):
        text = file.read_text()
        for production, here in {
            "user nginx;": "",
            "/etc/nginx/mime.types": "MIME",
            "/etc/nginx/": f"{tmp_path}/",
            "MIME": "/etc/nginx/mime.types",
            "/var/cache/nginx": f"{tmp_path}/cache",
            "/tmp/nginx.pid": f"{tmp_path}/nginx.pid",
            "web:8000": "127.0.0.1:8000",
        }.items():
            text = text.replace(production, here)
        if version < (1, 25, 1):
            text = text.replace("http2 on;", "")
        (tmp_path / file.name).write_text(text)
    shutil.copy(tmp_path / f"https-{https}.conf", tmp_path / "server.conf")
    (tmp_path / "cache").mkdir()
    _make_certificate(tmp_path / "certificates")
    done = run(nginx, "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path)
    assert done.returncode == 0, done.stderr


def _make_certificate(folder):
    folder.mkdir()
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=parkway.example"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    assert run(*command).returncode == 0


def test_docker_understands_the_compose_file():
    if shutil.which("docker") is None or run("docker", "compose", "version").returncode:
        pytest.skip("no Docker with compose here")
    done = run(
        "docker",
        "compose",
        "config",
        "--quiet",
        SECRET_KEY="x",
        POSTGRES_PASSWORD="x",
        APPLICATION_PASSWORD="y",
        ALLOWED_HOSTS="localhost",
    )
    assert done.returncode == 0, done.stderr
