"""A Bot API of one's own on the loopback address, for tests and benchmarks: strict about limits, and with faults on demand.

It knows the methods that the guide calls, keeps every chat as its visitor sees it, and breaks as it is told to.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

import aiohttp
from aiohttp import web

TOKEN: Final = "123456:test-token"  # noqa: S105 (of no bot)
_TAGS: Final = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote"}
_RETRY: Final = 0.3  # seconds until an update that was not taken is brought again


@dataclass
class Seen:
    """A message as the visitor sees it. title -> data of its buttons."""

    number: int
    text: str
    at: float
    buttons: dict[str, str] = field(default_factory=dict)
    photo: bytes = b""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong with the next calls of a method.

    kind: `429`, `403`, `502` (nothing is carried out); `lost` (closed before it is carried out); `dropped` (carried out, then
    closed without an answer); `silent` (carried out, never answered).
    """

    method: str
    kind: str
    times: int = 1
    chat: int | None = None
    seconds: int = 1


class _Refusal(Exception):  # noqa: N818 (an answer)
    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.body = {"ok": False, "error_code": code, "description": description, **parameters}


class _Plain(HTMLParser):
    """The text of a message, as Telegram reads its HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _TAGS:
            raise _Refusal(400, f'Bad Request: can\'t parse entities: unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise _Refusal(400, "Bad Request: can't parse entities: unmatched end tag")

    def handle_data(self, data: str) -> None:
        self.text += data


def read_html(text: str) -> str:
    """Plain text of a message in HTML. Raises what Telegram would say of broken markup."""
    reader = _Plain()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise _Refusal(400, "Bad Request: can't parse entities: can't find end tag")
    return reader.text


class BotApiServer:
    """Runs in a thread of its own until `stop`. Every public method may be called from any thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.chats: dict[int, list[Seen]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Fault] = []
        self.webhook: dict[str, Any] = {}
        self.statuses: list[int] = []  # with which updates were taken by the webhook
        self._updates: list[dict[str, Any]] = []
        self._numbers = {"update": 1000, "message": 0}
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._site: web.TCPSite | None = None
        self._background: set[asyncio.Task[None]] = set()
        threading.Thread(target=self._run, daemon=True).start()
        self.up()

    # ---- for the one who tests

    def up(self) -> None:
        """Takes connections."""
        self._await(self._listen())

    def down(self) -> None:
        """Refuses connections and breaks those that are open."""
        self._await(self._unlisten())

    def stop(self) -> None:
        """Ends the server."""
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def break_next(self, *faults: Fault) -> None:
        """Lets calls fail."""
        with self._lock:
            self.faults.extend(faults)

    def say(self, chat: int, text: str, language: str | None = "pl") -> int:
        """A visitor writes; returns the number of the update."""
        return self.send_message(chat, {"text": text}, language)

    def send_message(self, chat: int, content: dict[str, Any], language: str | None = "pl", kind: str = "message") -> int:
        """A visitor sends a message of any kind."""
        return self.update({kind: self._message(chat, content, language)})

    def press(self, chat: int, title: str, language: str | None = "pl") -> int:
        """A visitor presses a button."""
        message = next(m for m in reversed(self.chats[chat]) if title in m.buttons)
        person = {"id": chat, "is_bot": False, "first_name": "V", "language_code": language}
        under = {"message_id": message.number, "date": int(time.time()), "chat": {"id": chat, "type": "private"}}
        return self.update(
            {"callback_query": {"id": f"q{message.number}", "from": person, "message": under, "data": message.buttons[title]}}
        )

    def update(self, content: dict[str, Any], number: int | None = None) -> int:
        """An update comes; number: when it shall be another one than the next."""
        with self._lock:
            self._numbers["update"] += number is None
            number = self._numbers["update"] if number is None else number
            made = {"update_id": number, **content}
        self._loop.call_soon_threadsafe(self._bring, made)
        return number

    def seen(self, chat: int) -> list[Seen]:
        """What the visitor has got so far."""
        return list(self.chats.get(chat, ()))

    def wait(self, condition: Callable[[], bool], seconds: float = 20) -> bool:
        """Whether something becomes true in time."""
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def called(self, method: str) -> list[dict[str, Any]]:
        """Parameters of all calls of a method."""
        return [params for name, params in list(self.calls) if name == method]

    # ---- inside

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _await(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        application = web.Application(client_max_size=20 * 2**20)
        application.router.add_post("/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def _unlisten(self) -> None:
        await self._runner.cleanup()

    def _message(self, chat: int, content: dict[str, Any], language: str | None) -> dict[str, Any]:
        with self._lock:
            self._numbers["message"] += 1
            number = self._numbers["message"]
        person = {"id": chat, "is_bot": False, "first_name": "V", **({"language_code": language} if language else {})}
        return {"message_id": number, "date": int(time.time()), "chat": {"id": chat, "type": "private"}, "from": person, **content}

    def _bring(self, update: dict[str, Any]) -> None:
        if self.webhook.get("url"):
            task = self._loop.create_task(self._post(update))
            self._background.add(task)
            task.add_done_callback(self._background.discard)
        else:
            self._updates.append(update)

    async def _post(self, update: dict[str, Any]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError, asyncio.TimeoutError):
                async with (
                    aiohttp.ClientSession(headers=headers) as session,
                    session.post(self.webhook["url"], json=update) as reply,
                ):
                    self.statuses.append(reply.status)
                    if reply.status < 300:
                        return
            await asyncio.sleep(_RETRY)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        params = await _params(request)
        self.calls.append((method, {k: v for k, v in params.items() if k != "photo"}))
        fault = self._fault(method, params.get("chat_id"))
        try:
            if fault and fault.kind == "lost":
                return _broken(request)
            if fault and fault.kind.isdigit():
                raise _Refusal(
                    int(fault.kind), "on demand", **({"parameters": {"retry_after": fault.seconds}} if fault.kind == "429" else {})
                )
            result = await self._carry_out(method, params)
        except _Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.body["error_code"])
        if fault and fault.kind == "dropped":
            return _broken(request)
        if fault and fault.kind == "silent":
            await asyncio.sleep(3600)
        return web.json_response({"ok": True, "result": result})

    def _fault(self, method: str, chat: object) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.method == method and fault.times > 0 and fault.chat in (None, chat):
                    fault.times -= 1
                    return fault
        return None

    async def _carry_out(self, method: str, params: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await self._get_updates(params)
        if method in ("sendMessage", "sendPhoto"):
            return self._send(method, params)
        if method == "editMessageReplyMarkup":
            return self._edit(params)
        if method == "setWebhook":
            self.webhook = params
            waiting, self._updates = self._updates, []
            for update in waiting:
                self._bring(update)
            return True
        if method == "deleteWebhook":
            self.webhook = {}
            return True
        if method == "getMe":
            return {"id": 123456, "is_bot": True, "first_name": "Guide", "username": "guide_test_bot"}
        if method == "getWebhookInfo":
            return {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": len(self._updates)}
        if method in ("setMyCommands", "sendChatAction", "answerCallbackQuery"):
            return True
        raise _Refusal(404, "Not Found: method not found")

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        until = time.monotonic() + float(params.get("timeout", 0))
        while True:
            if params.get("offset"):
                self._updates = [u for u in self._updates if u["update_id"] >= params["offset"]]
            if self._updates or time.monotonic() > until:
                return self._updates[:100]
            await asyncio.sleep(0.01)

    def _send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        plain = (
            read_html(params.get("text", params.get("caption", "")))
            if params.get("parse_mode") == "HTML"
            else params.get("text", "")
        )
        if method == "sendMessage" and not plain.strip():
            raise _Refusal(400, "Bad Request: message text is empty")
        if len(plain.encode("utf-16-le")) // 2 > (4096 if method == "sendMessage" else 1024):
            raise _Refusal(400, "Bad Request: message is too long")
        buttons = {b["text"]: b for row in (params.get("reply_markup") or {}).get("inline_keyboard", []) for b in row}
        if any(not 1 <= len(b["callback_data"].encode()) <= 64 for b in buttons.values()):
            raise _Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        with self._lock:
            self._numbers["message"] += 1
            seen = Seen(self._numbers["message"], plain, time.monotonic(), photo=params.get("photo", b""), params=params)
            seen.buttons = {title: b["callback_data"] for title, b in buttons.items()}
            self.chats.setdefault(int(params["chat_id"]), []).append(seen)
        return {
            "message_id": seen.number,
            "date": int(time.time()),
            "chat": {"id": params["chat_id"], "type": "private"},
            "text": plain,
        }

    def _edit(self, params: dict[str, Any]) -> Any:
        own = [m for m in self.chats.get(params["chat_id"], []) if m.number == params["message_id"]]
        if not own:
            raise _Refusal(400, "Bad Request: message to edit not found")
        if "keyboard" in (own[0].params.get("reply_markup") or {}):
            raise _Refusal(400, "Bad Request: message can't be edited")
        if params.get("reply_markup") == own[0].params.get("reply_markup"):
            raise _Refusal(400, "Bad Request: message is not modified")
        own[0].params["reply_markup"] = params.get("reply_markup")
        return True


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    form = await request.post()
    read: dict[str, Any] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            read[name] = value.file.read()
        else:
            try:
                read[name] = json.loads(str(value))
            except ValueError:
                read[name] = value
    return read


def _broken(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
