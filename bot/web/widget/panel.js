// The two drawers under the title: people who help now, and everything else that one can do.
import { button, h } from "./dom.js";
import { call } from "./prose.js";

export function helpPanel(say, language) {
  const lines = DATA.helplines.map((line) => h("li", {}, call(line.number, line.number, { class: "number" }), ` ${line[language]}`));
  return h("div", { class: "drawer", id: "help", hidden: true }, h("p", {}, say("help_lead")), h("ul", { role: "list" }, lines));
}

export function menuPanel(say, actions) {
  const buttons = Object.entries(actions).map(([name, act]) =>
    button(say(name), act, { lang: name === "language" ? say("language") === "English" ? "en" : "pl" : null }));
  return h("div", { class: "drawer menu", id: "menu", hidden: true }, buttons, h("p", { class: "source" }, say("position_why")));
}

// A button that opens and closes a drawer; opening one closes the others.
export function toggle(words, panel, others, attributes, d) {
  const handle = button(words, () => set(panel.hidden), { "aria-expanded": "false", "aria-controls": panel.id, ...attributes }, d);
  const set = (open) => {
    for (const other of open ? others() : []) if (other !== set) other(false);
    panel.hidden = !open;
    handle.setAttribute("aria-expanded", open);
  };
  return [handle, set];
}

export function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
