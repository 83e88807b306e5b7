"""The headers of every answer: pages, errors, files, redirects."""

import gzip
import os

import pytest

from app.web.headers import FIXED
from tests.probes import probing_app

EVERYWHERE = ["/", "/sign-in", "/account", "/healthz", "/nowhere", "/probe/fail/500", "/probe/write-and-crash"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_has_them(prober, address):
    headers = prober.get(address).headers
    assert {name: headers.get(name) for name in FIXED} == FIXED
    assert headers["Cache-Control"] == "no-store"


def test_nothing_from_elsewhere_and_nothing_inline_runs(prober):
    policy = prober.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert word not in policy
    for rule in ("object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert rule in policy


def test_a_built_file_may_be_kept_for_a_year_when_its_address_tells_its_content(prober, probe):
    with probe.test_request_context():
        address = probe.jinja_env.globals["asset"]("app.css")
    assert "immutable" in prober.get(address, buffered=True).headers["Cache-Control"]
    assert prober.get(address.partition("?")[0], buffered=True).headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_built_anew_has_another_address_and_each_root_its_own(probe, tmp_path, monkeypatch):
    asset, built = probe.jinja_env.globals["asset"], tmp_path / "app.css"
    monkeypatch.setattr(probe, "static_folder", str(tmp_path))
    addresses = []
    for moment, content in enumerate(("a{}", "b{}"), start=1):
        built.write_text(content)
        os.utime(built, (moment, moment))
        with probe.test_request_context():
            addresses.append(asset("app.css"))
    assert addresses[0] != addresses[1]
    with probe.test_request_context(environ_overrides={"SCRIPT_NAME": "/below"}):
        assert asset("app.css") == f"/below{addresses[1]}"
    built.unlink()
    with probe.test_request_context(), pytest.raises(FileNotFoundError, match="make setup"):
        asset("app.css")


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "gzip"), ("br", None), ("gzip;q=0", None)])
def test_a_built_file_is_sent_by_gzip_where_that_is_taken(prober, accepted, encoding):
    answer = prober.get("/static/app.css", headers={"Accept-Encoding": accepted}, buffered=True)
    plain = prober.get("/static/app.css", buffered=True).data
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.vary
    assert answer.mimetype == "text/css"
    assert (gzip.decompress(answer.data) if encoding else answer.data) == plain


def test_plain_http_promises_no_https(prober):
    assert "Strict-Transport-Security" not in prober.get("/").headers


@pytest.fixture(scope="module")
def behind_a_proxy(app, database_url, tmp_path_factory):
    hosts = ("localhost", "lateral.example")
    folder = tmp_path_factory.mktemp("proxy")
    with probing_app(database_url, folder, https=True, proxies=1, trusted_hosts=hosts) as probe:
        yield probe


def test_https_is_kept_to_and_so_is_the_cookie(behind_a_proxy, db):
    with behind_a_proxy.app_context():
        response = behind_a_proxy.test_client().get("/sign-in")
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Secure" in response.headers["Set-Cookie"]


def test_one_proxy_is_believed_and_no_more(behind_a_proxy, db):
    from flask import request

    seen = []
    behind_a_proxy.before_request_funcs.setdefault(None, []).append(lambda: seen.append(request.remote_addr))
    with behind_a_proxy.app_context():
        behind_a_proxy.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.5"})
    assert seen == ["203.0.113.5"]


def test_without_a_proxy_nobody_chooses_their_address(prober, probe):
    from flask import request

    seen = []
    probe.before_request_funcs.setdefault(None, []).append(lambda: seen.append(request.remote_addr))
    prober.get("/healthz", headers={"X-Forwarded-For": "203.0.113.5"})
    probe.before_request_funcs[None].pop()
    assert seen == ["127.0.0.1"]
