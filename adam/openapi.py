"""How the API describes itself. A module of its own: the framework asks for it while adam.api is being loaded."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class Problem(serializers.Serializer):
    """What every refusal but that of a filter says."""

    detail = serializers.CharField()


class Schema(AutoSchema):
    """Adds the refusals, which are as much a part of the contract as the answers."""

    def get_response_serializers(self) -> Any:
        answer = super().get_response_serializers()
        answers: dict[int, Any] = {200: answer}
        if self._is_list_view(answer):
            answers[400] = OpenApiResponse(
                {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
                "A filter has a value that is not known: what is wrong, by the filter's name.",
            )
        answers[403] = OpenApiResponse(Problem, "Not signed in.")
        answers[404] = OpenApiResponse(Problem, "There is no such object or page, or it is not for this person.")
        return answers
