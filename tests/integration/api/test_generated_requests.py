"""Whatever a caller sends, the answer is one that the API document describes."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask_openapi.openapi import OpenAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)


def is_refused(context: Any, response: Any, case: Any) -> bool | None:
    """As the library's check, which does not know that too large is a refusal too."""
    if response.status_code in {413, 414}:
        return None
    return negative_data_rejection(context, response, case)


CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    is_refused,
]
"""A 500 is in no document. Not that everything allowed is accepted: that a set was signed, no
document can say."""


@pytest.fixture
def document(app: OpenAPI) -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


def test_answers_what_is_allowed_as_the_document_says(document: Any) -> None:
    for found in document.get_all_operations():
        send(found.ok(), GenerationMode.POSITIVE)


def test_refuses_what_is_not_allowed_as_the_document_says(document: Any) -> None:
    for found in document.include(path_regex="^/v1/").get_all_operations():
        send(found.ok(), GenerationMode.NEGATIVE)


def send(operation: Any, mode: GenerationMode) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()
