// Starts the emulator of the Bot API (npm telegram-test-api) on the port of the first argument, with what it lacks for a webhook:
// it does not send the header that proves where an update comes from, and ends when an update was not taken.
const axios = require(require.resolve("axios", { paths: [require.resolve("telegram-test-api")] }));
const TelegramServer = require("telegram-test-api");

const server = new TelegramServer({ port: Number(process.argv[2]), host: "127.0.0.1", storeTimeout: 3600 });

function withSecret(request) {
  const hook = Object.values(server.webhooks).find((known) => known.url === request.url);
  if (hook && hook.secret_token) request.headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token;
  return request;
}
(axios.default || axios).interceptors.request.use(withSecret);
process.on("unhandledRejection", (error) => console.error("not taken:", error.message));
server.start().then(() => console.log("ready"));
