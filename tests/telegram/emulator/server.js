// Starts the emulator of the Bot API (npm telegram-test-api) on the port of the first argument, with what it lacks for a webhook:
// it does not send the header that proves where an update comes from, and ends when an update was not taken. It knows no pictures:
// they are taken, get a number, and are not kept.
const part = (name) => require(require.resolve(name, { paths: [require.resolve("telegram-test-api")] }));
const axios = part("axios");
const express = part("express");
const TelegramServer = require("telegram-test-api");

const server = new TelegramServer({ port: Number(process.argv[2]), host: "127.0.0.1", storeTimeout: 3600 });

function withSecret(request) {
  const hook = Object.values(server.webhooks).find((known) => known.url === request.url);
  if (hook && hook.secret_token) request.headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token;
  return request;
}
(axios.default || axios).interceptors.request.use(withSecret);
process.on("unhandledRejection", (error) => console.error("not taken:", error.message));

const withPictures = express();
withPictures.post("/bot:token/sendPhoto", (request, response) => {
  request.resume();
  request.on("end", () => response.json({ ok: true, result: { message_id: server.messageId++ } }));
});
withPictures.use(server.webServer);
server.webServer = withPictures;
server.start().then(() => console.log("ready"));
