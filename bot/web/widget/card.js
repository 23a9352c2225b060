// A facility as a card: tap to call, map, where its data come from, and a way to say that they are wrong.
import { button, fill, h } from "./dom.js";
import { away, call, inline } from "./prose.js";
import { server } from "./server.js";

const REASONS = ["phone", "address", "hours", "closed", "other"];

export function card(data, say, language) {
  const number = data.number ? `${data.number}. ` : "";
  const title = data.id ? away(`${DATA.places[language]}${data.id}/`, data.name) : data.name;
  const lines = [data.kind, data.address, data.distance && fill(say("distance"), { km: data.distance }), data.hours, data.area];
  const phones = (data.phone || "").split("; ").filter(Boolean);
  const links = [
    ...phones.map((phone) => call(phone, `${say("call")} ${phone}`, { class: "do" })),
    safe(data.map) && away(data.map, say("map"), { class: "do" }),
    safe(data.website) && away(data.website, say("page"), { class: "do" }),
    data.email && away(`mailto:${data.email}`, say("mail"), { class: "do" }),
  ];
  return h("article", { class: "card" },
    h("h3", {}, number, title),
    data.employs && h("p", { class: "employs" }, data.employs),
    lines.filter(Boolean).map((line) => h("p", {}, line)),
    h("p", { class: "do-row" }, links.filter(Boolean)),
    data.note && h("p", { class: "note" }, inline(data.note)),
    data.age && h("p", { class: "note" }, data.age),
    h("p", { class: "source" }, fill(say("checked"), data)),
    data.id && report(data.id, say, language),
  );
}

const safe = (address) => /^https?:\/\//.test(address || "");

function report(id, say, language) {
  const box = h("p", { class: "report" });
  const send = async (reason) => {
    try {
      await server.wrong(id, reason, language);
      box.replaceChildren(h("span", { role: "status" }, say("thanks")));
    } catch (error) {
      box.append(h("span", { role: "status" }, ` ${error.status ? error.message : say("failed")}`));
    }
  };
  const choose = () => {
    box.replaceChildren(...REASONS.map((reason) => button(say(`reason_${reason}`), () => send(reason), { class: "small" })));
    box.firstChild.focus();
  };
  box.append(button(say("wrong"), choose, { class: "small" }));
  return box;
}

// What somebody wants to keep: facilities and helplines only.
export function contacts(turns, say, language) {
  const seen = new Map();
  for (const { card: data } of turns) {
    if (data) seen.set(data.name, [data.name, data.address, data.phone, data.email, data.website, fill(say("checked"), data)]);
  }
  const lines = DATA.helplines.map((line) => `${line.number}  ${line[language]}`);
  const found = [...seen.values()].map((facility) => facility.filter(Boolean).join("\n"));
  return [...(found.length ? found : [say("no_contacts")]), lines.join("\n")].join("\n\n");
}
