"""Gives methods of objects an address; Sanic itself takes functions only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse


def add(
    blueprint: Blueprint,
    handler: Callable[..., Awaitable[HTTPResponse]],
    address: str,
    name: str,
    methods: Iterable[str] = ("GET",),
) -> None:
    """Lets a coroutine answer requests for an address. name: unique in the blueprint."""

    async def answer(request: Request, **parts: Any) -> HTTPResponse:
        return await handler(request, **parts)

    blueprint.add_route(answer, address, methods=tuple(methods), name=name)
