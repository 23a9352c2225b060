// The chat: <guide-chat mode="page|launcher" lang="pl|en" data-exit="https://…">.
import { button, fill, h, icon } from "./dom.js";
import { prose } from "./prose.js";
import { store } from "./store.js";
import { server } from "./server.js";
import { card, contacts } from "./card.js";
import { download, helpPanel, menuPanel, toggle } from "./panel.js";
import { leave, watchShift } from "./exit.js";

const THUMB = "M2 10h4v11H2zm6 11V10l5-8c2 0 3 1 2 4l-1 4h6c2 0 2 2 2 3l-2 6c-1 2-2 2-3 2z";
const DOTS = "M5 10h3v4H5zm6 0h3v4h-3zm6 0h3v4h-3z";
const CROSS = "M5 6l1-1 6 6 6-6 1 1-6 6 6 6-1 1-6-6-6 6-1-1 6-6z";
const SPEECH = "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-6 5v-5H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";
const SEND = "M3 20l18-8L3 4v6l10 2-10 2z";
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(CSS);
const NARROW = matchMedia("(max-width: 40rem)");
const READING = 120; // pixels from the top; from there on the opener is a picture only on a phone, so that it covers no numbers
const LONGEST = 80; // turns that are kept and shown again after a reload
const OTHER = { pl: "en", en: "pl" };
const UNRATED = /^$|_crisis|_distress|_greet|_goodbye|_thanks|_forget|_ask_|_other_language|_empty|_list_end|_feedback|_insult/;

class GuideChat extends HTMLElement {
  connectedCallback() {
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
    this.state = store.load();
    this.state.language ||= this.lang;
    if (!this.state.turns.length) this.state.language = this.lang;
    for (const turn of this.state.turns) if (turn.state === "sending") turn.state = "failed"; // the page was left meanwhile
    this.framed = window.top !== window;
    this.build();
    addEventListener("online", () => this.retryLast());
    addEventListener("scroll", () => this.makeRoom(), { passive: true });
    if (this.framed || !document.querySelector("quick-exit"))
      watchShift((count) => this.tell(fill(this.say("exit_more"), { count })), () => this.exit());
  }

  say = (key) => DATA.words[this.state.language][key];

  build() {
    const { say, state } = this;
    const launcher = this.getAttribute("mode") === "launcher";
    this.lang = state.language;
    this.log = h("div", { class: "log", role: "log", "aria-label": say("log"), "aria-live": "polite", tabindex: "0" });
    this.status = h("p", { class: "status", role: "status" });
    this.suggestions = h("div", { class: "suggestions" });
    this.input = h("textarea", { id: "input", rows: "1", maxlength: "1000", placeholder: say("input"), autocomplete: "off", onkeydown: (e) => this.typed(e), oninput: () => this.grow() });
    const form = h("form", { onsubmit: (e) => this.submit(e) },
      h("label", { for: "input", class: "unseen" }, say("input")), this.input, button(say("send"), null, { type: "submit", class: "send" }, SEND));
    const [help, menu] = [helpPanel(say, state.language), menuPanel(say, this.actions())];
    this.drawers = [];
    const [helpHandle, setHelp] = toggle(say("help"), help, () => this.drawers, { class: "help" });
    const [menuHandle, setMenu] = toggle(say("menu"), menu, () => this.drawers, { class: "plain" }, DOTS);
    this.drawers = [setHelp, setMenu];
    const ownExit = this.framed || !document.querySelector("quick-exit");
    const head = h("div", { class: "head" },
      h("p", { class: "who" }, h("b", {}, say("title")), h("span", {}, say("kind"))),
      helpHandle,
      ownExit && button(say("exit"), () => this.exit(), { title: say("exit_hint") }),
      menuHandle,
      (launcher || this.framed) && button(say("close"), () => this.close(), { class: "plain" }, CROSS));
    this.panel = h("section", { class: `panel ${launcher ? "floating" : ""}`, role: launcher ? "dialog" : "region", "aria-label": say("title"), "data-size": state.size, onkeydown: (e) => this.escape(e) },
      head, help, menu, this.log, this.status, this.suggestions, form);
    this.opener = launcher && h("button", { type: "button", class: "opener", onclick: () => this.open() }, icon(SPEECH), h("span", {}, say("open")));
    this.makeRoom();
    this.shadowRoot.replaceChildren(...[this.opener, this.panel].filter(Boolean));
    if (launcher) this.show(state.open);
    this.restore();
  }

  actions() {
    return {
      position: () => this.locate(),
      language: () => this.switchLanguage(),
      size: () => this.resize(),
      save: () => download(this.transcript(), "rozmowa-conversation.txt"),
      save_contacts: () => download(contacts(this.state.turns, this.say, this.state.language), "kontakty-contacts.txt"),
      print: () => this.print(),
      delete: () => this.forget(),
    };
  }

  // ---- showing

  restore() {
    this.log.setAttribute("aria-live", "off");
    this.log.replaceChildren(this.bubble({ who: "guide", text: this.say("hello"), lang: this.state.language }));
    this.state.turns.forEach((turn) => this.log.append(this.bubble(turn)));
    this.suggest();
    requestAnimationFrame(() => {
      this.log.scrollTop = this.state.turns.length ? this.log.scrollHeight : 0;
      this.log.setAttribute("aria-live", "polite");
    });
  }

  bubble(turn) {
    const own = turn.who === "you";
    const say = (key) => DATA.words[turn.lang]?.[key] ?? this.say(key);
    const parts = turn.card ? [card(turn.card, say, turn.lang)]
      : turn.text.split("\n\n").map((part) => h("div", { class: "words" }, own ? part : prose(part, DATA.source[turn.lang] ?? " ")));
    const node = h("div", { class: `turn ${turn.who}`, lang: own ? null : turn.lang },
      h("span", { class: "unseen" }, `${own ? this.say("you") : this.say("title")}: `), parts);
    if (own) {
      node.append((turn.note = h("p", { class: "state" })));
      this.mark(turn, turn.state);
    } else if (turn.last && !UNRATED.test(turn.answer || "")) node.append(this.thumbs(turn));
    return node;
  }

  mark(turn, state) {
    turn.state = state;
    const again = state === "failed" && button(this.say("retry"), () => this.deliver(turn), { class: "small" });
    turn.note.replaceChildren(...[this.say(state), again].filter(Boolean));
    turn.note.classList.toggle("failed", state === "failed");
    this.keep();
  }

  keep() {
    this.state.turns = this.state.turns.slice(-LONGEST);
    store.save();
  }

  suggest() {
    const last = this.state.turns.at(-1);
    const offered = last ? last.buttons || [] : DATA.topics[this.state.language].map((title) => ({ title }));
    this.suggestions.replaceChildren(...offered.map((offer) => button(offer.title, () => this.press(offer), { lang: last?.lang })));
  }

  thumbs(turn) {
    const box = h("div", { class: "thumbs" });
    const send = async (useful, word) => {
      try {
        await server.opinion(turn.answer, useful, word, this.state.language);
        box.replaceChildren(h("span", { role: "status" }, this.say("thanks")));
      } catch (error) {
        box.append(h("span", { role: "status" }, error.status ? error.message : this.say("failed")));
      }
      turn.last = false;
      this.keep();
    };
    const ask = () => {
      const word = h("input", { maxlength: "300", "aria-label": this.say("word"), placeholder: this.say("word") });
      box.replaceChildren(h("form", { onsubmit: (e) => { e.preventDefault(); send(false, word.value); } }, word, button(this.say("send"), null, { type: "submit", class: "small" })));
      word.focus();
    };
    box.append(h("span", {}, this.say("useful")), button(this.say("yes"), () => send(true, ""), { class: "plain" }, THUMB), button(this.say("no"), ask, { class: "plain down" }, THUMB));
    return box;
  }

  tell(text) {
    this.status.textContent = text;
  }

  // ---- talking

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  grow() {
    this.input.rows = Math.min(5, Math.max(1, this.input.value.split("\n").length, Math.ceil(this.input.value.length / 38)));
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || this.waiting) return;
    this.input.value = "";
    this.grow();
    this.ask(text, { text });
  }

  press(offer) {
    if (this.waiting) return;
    this.input.focus({ preventScroll: true });
    this.ask(offer.title, offer.proof ? { payload: offer.payload, proof: offer.proof } : { text: offer.title });
  }

  ask(text, message) {
    const id = crypto.getRandomValues(new Uint32Array(4)).join("");
    const turn = { who: "you", text, message: { ...message, id }, state: "sending" };
    this.state.turns.push(turn);
    this.suggestions.replaceChildren();
    this.log.append(this.bubble(turn));
    return this.deliver(turn);
  }

  async deliver(turn) {
    if (this.waiting) return;
    this.waiting = true;
    this.mark(turn, "sending");
    this.log.scrollTop = this.log.scrollHeight;
    const slow = setTimeout(() => this.tell(this.say("thinking")), 350);
    try {
      const { messages } = await server.say(turn.message, this.state.language);
      this.mark(turn, "sent");
      this.tell("");
      this.answer(messages);
    } catch (error) {
      this.mark(turn, "failed");
      this.tell("");
      if (error.status) this.answer([{ text: error.message, language: this.state.language }], true);
      else this.tell(this.say("offline"));
    } finally {
      clearTimeout(slow);
      if (this.status.textContent === this.say("thinking")) this.tell("");
      this.waiting = false;
    }
  }

  answer(messages, passing = false) {
    this.log.querySelectorAll(".thumbs").forEach((box) => box.remove());
    const turns = messages.map((m, i) => ({ who: "guide", text: m.text, lang: m.language, answer: m.answer, card: m.card, buttons: m.buttons, last: i === messages.length - 1 }));
    const nodes = turns.map((turn) => this.bubble(turn));
    this.log.append(...nodes);
    if (messages.some((m) => m.forgotten)) store.forget();
    if (!passing) this.state.turns.push(...turns);
    this.keep();
    this.suggest();
    this.log.scrollTop = Math.min(this.log.scrollHeight, nodes[0].offsetTop - this.log.offsetTop - 12);
  }

  retryLast() {
    const turn = this.state.turns.findLast((t) => t.who === "you");
    if (turn?.state === "failed") this.deliver(turn);
  }

  // ---- the menu

  locate() {
    this.drawers[1](false);
    const missing = () => this.tell(this.say("position_no"));
    if (!navigator.geolocation) return missing();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.ask(this.say("position_said"), { position: { lat: coords.latitude, lon: coords.longitude } }).then(() => this.dropPosition()),
      missing, { timeout: 15000, maximumAge: 600000 });
  }

  dropPosition() {
    for (const turn of this.state.turns) if (turn.state === "sent" && turn.message?.position) delete turn.message.position;
    this.keep();
  }

  switchLanguage() {
    const words = this.say("switch");
    this.state.language = OTHER[this.state.language];
    this.keep();
    this.build();
    if (this.state.turns.length) this.ask(words, { text: words });
    this.input.focus();
  }

  resize() {
    this.state.size = (this.state.size + 1) % 3;
    this.panel.dataset.size = this.state.size;
    this.keep();
  }

  transcript() {
    const name = { you: this.say("you"), guide: this.say("title") };
    return this.state.turns.map((turn) => `${name[turn.who]}: ${turn.text}`).join("\n\n");
  }

  print() {
    this.drawers[1](false);
    const root = document.documentElement;
    root.classList.add("print-chat");
    window.print();
    root.classList.remove("print-chat");
  }

  async forget() {
    this.drawers[1](false);
    const done = await server.forget(this.state.language).then(() => "deleted", () => "not_deleted");
    store.forget();
    this.restore();
    this.tell(this.say(done));
    this.input.focus();
  }

  exit() {
    leave(this.dataset.exit, this.state.language);
  }

  // ---- opening and closing

  open() {
    this.show(true);
    this.input.focus();
  }

  makeRoom() {
    if (this.opener) this.opener.lastChild.classList.toggle("unseen", NARROW.matches && scrollY > READING);
  }

  close() {
    if (this.framed) return parent.postMessage({ guide: "close" }, "*");
    this.show(false);
    this.opener.focus();
  }

  show(open) {
    this.panel.hidden = !open;
    this.opener.hidden = open;
    this.state.open = open;
    this.keep();
  }

  escape(event) {
    if (event.key !== "Escape") return;
    const open = this.panel.querySelector("[aria-expanded=true]");
    if (open) {
      open.click();
      open.focus();
    } else if (this.opener || this.framed) this.close();
  }
}
customElements.define("guide-chat", GuideChat);
