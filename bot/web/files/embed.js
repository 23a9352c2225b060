// Shows the guide on another website: <script src="https://<guide>/embed.js" data-lang="pl" async></script>
// The chat runs in a frame of the guide's own address; this script only makes the button and the frame. The guide shows
// itself in frames of the websites that its operator has named (EMBED_ORIGINS).
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const known = {}; // by language: words and address, filled in by the server (bot/web/site.py)
  const words = known[script.dataset.lang] ?? Object.values(known)[0];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    button, iframe { position: fixed; z-index: 2147483000; inset: auto 1rem 1rem auto; }
    button { font: 600 1rem/1.25 system-ui, sans-serif; min-height: 48px; padding: .6em 1.3em; border: 2px solid #fff; border-radius: 999px; background: #12545a; color: #fff; cursor: pointer; box-shadow: 0 4px 16px #0005; }
    button:focus-visible { outline: 3px solid #b4540a; outline-offset: 3px; }
    iframe { width: min(27rem, calc(100vw - 2rem)); height: min(42rem, calc(100vh - 2rem)); border: 0; border-radius: 18px; box-shadow: 0 12px 40px #0006; background: #fff; }
    @media (max-width: 30rem) { iframe { inset: 0; width: 100%; height: 100%; border-radius: 0; } }
    [hidden] { display: none; }`);
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.textContent = words.open;
  let frame = null;
  button.addEventListener("click", () => {
    if (!frame) {
      frame = document.createElement("iframe");
      Object.assign(frame, { src: origin + words.address, title: words.title, allow: "geolocation", referrerPolicy: "no-referrer" });
      root.append(frame);
    }
    frame.hidden = false;
    button.hidden = true;
    frame.focus();
  });
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow || event.data?.guide !== "close") return;
    frame.hidden = true;
    button.hidden = false;
    button.focus();
  });
  root.append(button);
  const place = () => document.body.append(host);
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
