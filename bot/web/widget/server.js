// Talks to the guide. Only here are addresses, tokens and time limits.
import { store } from "./store.js";

const PATIENCE = 25000;

export class Refused extends Error {
  constructor(status, text, again) {
    super(text);
    Object.assign(this, { status, again });
  }
}

async function ask(method, path, body, language, keepalive = false) {
  const headers = { "Accept-Language": language, "Content-Type": "application/json" };
  if (store.state.token) headers.Authorization = `Bearer ${store.state.token}`;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const reply = await fetch(`/api/${path}`, {
      method, headers, keepalive, signal: abort.signal, credentials: "omit", body: body && JSON.stringify(body),
    });
    const answer = reply.status === 204 ? {} : await reply.json();
    if (!reply.ok && !answer.messages) throw new Refused(reply.status, answer.text, +reply.headers.get("Retry-After"));
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

async function begin(language) {
  store.state.token = "";
  store.state.token = (await ask("POST", "session", {}, language)).token;
  store.save();
}

// Sends something for the session; an expired session is renewed once.
async function within(path, body, language) {
  if (!store.state.token) await begin(language);
  try {
    return await ask("POST", path, body, language);
  } catch (error) {
    if (error.status !== 401) throw error;
    await begin(language);
    return ask("POST", path, body, language);
  }
}

export const server = {
  say: (message, language) => within("message", { ...message, language }, language),
  opinion: (answer, useful, word, language) => within("opinion", { answer, useful, word }, language),
  wrong: (facility, reason, language) => within("wrong-contact", { facility, reason }, language),
  forget: (language) => (store.state.token ? ask("DELETE", "session", null, language, true) : Promise.resolve()),
};
