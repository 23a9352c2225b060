// An answer as paragraphs, lists and links; the same rules as bot/web/prose.py.
import { h } from "./dom.js";

const escaped = (texts) => texts.map((text) => text.replace(/[.+]/g, "\\$&")).join("|");
const LINKED = new RegExp(
  `((?:https?://|www\\.)[^\\s<>"„”]+[^\\s<>"„”.,;:)])|([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)` +
    `|((?<![\\w.])(?:${escaped(DATA.sites)})(?![\\w-]))|(\\+48[\\d ]{9,13}\\d|(?<!\\d)(?:${escaped(DATA.numbers)})(?!\\d))`,
  "g",
);
const BULLET = /^(?:•|\d{1,2}\.) /;

export function away(href, words, attributes = {}) {
  const target = window.top === window || !/^https?:|^\//.test(href) ? null : "_blank";
  return h("a", { href, rel: "noopener noreferrer", target, ...attributes }, words);
}

export const call = (number, words = number, attributes = {}) =>
  away(`tel:${number.split(" ext")[0].replace(/[^\d+]/g, "")}`, words, attributes);

export function inline(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINKED)) {
    const [found, page, mail, site, phone] = match;
    parts.push(text.slice(end, match.index));
    if (phone) parts.push(call(found));
    else if (mail) parts.push(away(`mailto:${found}`, found));
    else parts.push(away(found.startsWith("http") ? found : `https://${found}`, found));
    end = match.index + found.length;
  }
  return [...parts, text.slice(end)];
}

export function prose(text, sourcePrefix) {
  const blocks = [];
  let list = null;
  for (const line of text.split("\n")) {
    const bullet = line.match(BULLET);
    if (bullet) {
      if (!list) blocks.push((list = h(line.startsWith("•") ? "ul" : "ol", { role: "list" })));
      list.append(h("li", {}, inline(line.slice(bullet[0].length))));
      continue;
    }
    list = null;
    if (line) blocks.push(h("p", { class: line.startsWith(sourcePrefix) ? "source" : null }, inline(line)));
  }
  return blocks;
}
