from __future__ import annotations

import pytest

from berkala import cli
from berkala.cli import request
from berkala.secrets import hidden, secret, variable

SECRET = "s3cr3t-t0k3n"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("data.dinas.go.id", "BERKALA_DATA_DINAS_GO_ID_TOKEN"),
        ("data-dinas.go.id", "BERKALA_DATA__DINAS_GO_ID_TOKEN"),
        ("10.0.0.5", "BERKALA_10_0_0_5_TOKEN"),
    ],
)
def test_a_host_has_its_variable_and_no_other_host_the_same(host, name, monkeypatch):
    assert variable(host) == name
    monkeypatch.setenv(name, f" {SECRET}\n")
    assert secret(host) == SECRET
    assert secret("other.example") == ""


def test_no_secret_stands_in_a_text_that_was_hidden(monkeypatch):
    monkeypatch.setenv("BERKALA_A_TOKEN", SECRET)
    monkeypatch.setenv("BERKALA_B_TOKEN", f"{SECRET}-and-more")
    monkeypatch.setenv("BERKALA_SHORT_TOKEN", "a")
    said = hidden(f"at {SECRET}-and-more or {SECRET}: postgresql://anna:{'geheim'}@host/db and a@b")
    assert said == "at ••• or •••: postgresql://•••@host/db and a@b"


def test_the_secrets_of_storage_are_hidden_too(monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "s3ss10n")
    assert hidden(f"{SECRET} and s3ss10n") == "••• and •••"


def test_the_last_resort_s_trace_holds_no_secret(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("BERKALA_EXAMPLE_ORG_TOKEN", SECRET)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")

    def fail(*_):
        raise ValueError(f"Invalid header value b'Bearer {SECRET}' for https://anna:word@example.org/")

    monkeypatch.setattr(request, "read_publication", fail)
    assert cli.main(["due", "-C", str(tmp_path)]) == 70
    shown = "".join(capsys.readouterr())
    assert "Invalid header value" in shown
    assert SECRET not in shown
    assert "word" not in shown
