"""The REST API from outside: the examples of the docs, a generated client, and requests that a machine makes up."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from schemathesis import checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from web_server import served

__all__ = ["served"]

DOCS = Path(__file__).parents[1] / "docs" / "reference" / "api.md"
EXAMPLES = re.findall(
    r"^curl .+$", "".join(re.findall(r"```sh\n(.*?)```", DOCS.read_text("utf-8"), re.S)), re.M
)


@pytest.fixture(scope="module")
def api(served):
    return f"{served[0]}/api/v1"


def test_the_docs_have_examples():
    assert len(EXAMPLES) > 9


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize("command", EXAMPLES)
def test_the_examples_of_the_docs_work(served, api, tmp_path, command):
    (tmp_path / "note.txt").write_text(
        "Oslo, 4 March 2031. Norway offered to host talks between Russia and NATO."
    )
    view = served[1].corpus().state()
    known = {
        "ARTICLE": view.statements[0].article,
        "STATEMENT": view.statements[0].id,
        "ISSUE": view.issues[0].id,
    }
    ran = subprocess.run(
        ["bash", "-c", f"{command} -o answer -w '%{{http_code}}'"],
        env={**os.environ, "API": api, **known},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout in {"200", "201"}, (tmp_path / "answer").read_text()


def test_a_client_generated_from_the_description_works_in_another_process(api, tmp_path):
    generator = Path(sys.executable).parent / "openapi-python-client"
    if not generator.exists():
        pytest.skip("openapi-python-client is not installed")
    made = subprocess.run(
        [generator, "generate", "--url", f"{api}/openapi.json", "--meta", "none", "--output-path", "client"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{generator.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = made.stdout + made.stderr
    assert made.returncode == 0, told
    assert "WARNING" not in told, told
    program = f"""
        from client import Client
        from client.api.articles import get_text
        from client.api.corrections import make_correction, undo_correction
        from client.api.state_of_play import get_summary, list_statements
        from client.models import Looked, LookedDo, Problem, Why

        client = Client(base_url={api.removesuffix("/api/v1")!r})
        summary = get_summary.sync(client=client)
        statements = list_statements.sync(client=client, per_page=5)
        assert statements.total == summary.counts["statements"], statements
        one = statements.items[0]
        words = one.content[0]
        text = get_text.sync_detailed(id=one.article, client=client).content.decode()
        assert text[words.start : words.end] == words.text
        looked = Looked(do=LookedDo.ACCEPT, article=one.article, statement=one.id, why="generated")
        made = make_correction.sync(client=client, body=looked)
        assert undo_correction.sync(number=made.number, client=client, body=Why()).number > made.number
        refused = undo_correction.sync(number=made.number, client=client, body=Why())
        assert isinstance(refused, Problem) and refused.status == 409, refused
        print(one.id)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


CHECKS = [
    checks.not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
QUIET = [
    hypothesis.HealthCheck.too_slow,
    hypothesis.HealthCheck.filter_too_much,
    hypothesis.HealthCheck.data_too_large,
]
EXAMPLES_EACH = int(os.environ.get("POURPARLERS_API_EXAMPLES", "3"))


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_made_up_requests_are_answered_as_described(api, mode):
    operations = [
        found.ok()
        for found in schemathesis.openapi.from_url(f"{api}/openapi.json", timeout=60).get_all_operations()
    ]
    assert len(operations) >= 40
    sent, failures = 0, []

    for operation in operations:

        @hypothesis.settings(
            max_examples=EXAMPLES_EACH,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=QUIET,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def check(case):
            nonlocal sent
            sent += 1
            case.call_and_validate(checks=CHECKS)

        try:
            check()
        except hypothesis.errors.Unsatisfiable:
            continue
        except (Exception, ExceptionGroup) as error:
            failures.append(f"{operation.label}: {error}")
    print(f"{mode}: {sent} requests to {len(operations)} operations, {len(failures)} failures")
    assert not failures, "\n\n".join(failures)
