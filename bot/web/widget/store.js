// What the browser remembers of the conversation: in this tab only, until it is closed or the conversation is deleted.
const KEY = "guide-chat";
const EMPTY = { token: "", language: "", size: 0, open: false, turns: [] };

export const store = {
  state: structuredClone(EMPTY),
  load() {
    try {
      this.state = { ...structuredClone(EMPTY), ...JSON.parse(sessionStorage.getItem(KEY)) };
    } catch {
      // A browser that keeps nothing: the conversation lives as long as the page.
    }
    return this.state;
  },
  save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.state, (name, value) => (name === "note" ? undefined : value)));
    } catch {
      // As above.
    }
  },
  forget() {
    Object.assign(this.state, { token: "", turns: [] });
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // As above.
    }
  },
};
