// Quick exit: the page disappears, the conversation is erased, an ordinary page takes its place. Shift three times does it too.
import { button, fill, h } from "./dom.js";
import { server } from "./server.js";
import { store } from "./store.js";

const WITHIN = 5000;

export function leave(to, language) {
  server.forget(language).catch(() => {}); // goes on when the page is gone
  store.forget();
  document.title = " ";
  document.documentElement.hidden = true;
  window.top.location.replace(to);
}

// Counts Shift alone; tells the number that is missing, so that a screen reader says it.
export function watchShift(tell, go) {
  let count = 0;
  let first = 0;
  addEventListener("keyup", (event) => {
    const alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone || event.timeStamp - first > WITHIN) count = 0;
    if (!alone) return;
    if (!count) first = event.timeStamp;
    count += 1;
    if (count === 3) go();
    else tell(3 - count);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") count = 0;
  });
}

class QuickExit extends HTMLElement {
  connectedCallback() {
    const { to, lang } = this.dataset;
    const say = (key) => DATA.words[lang][key];
    const status = h("span", { class: "unseen", role: "status" });
    const go = () => leave(to, lang);
    this.replaceChildren(button(say("exit"), go, { class: "exit", title: say("exit_hint") }), status);
    watchShift((count) => (status.textContent = fill(say("exit_more"), { count })), go);
  }
}
customElements.define("quick-exit", QuickExit);
