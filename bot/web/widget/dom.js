// Makes elements. Texts become text nodes, never markup.
const SVG = "http://www.w3.org/2000/svg";

// h("a", {href: "/", onclick: go}, "words", child): attributes by name, listeners by on…, false and null left out.
export function h(tag, attributes = {}, ...children) {
  const node = tag === "svg" || tag === "path" ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(9).filter((child) => child != null && child !== false));
  return node;
}

export function icon(d) {
  return h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, h("path", { d }));
}

// A button with words, or with a picture and words for those who do not see it.
export function button(words, onclick, attributes = {}, d = "") {
  const inside = d ? [icon(d), h("span", { class: "unseen" }, words)] : words;
  return h("button", { type: "button", onclick, title: d ? words : null, ...attributes }, inside);
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
