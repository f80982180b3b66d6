// Drives one Firefox over WebDriver BiDi: reads one JSON command a line from standard input, answers one JSON line each.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const { executable, preferences } = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: executable,
  headless: true,
  protocol: "webDriverBiDi",
  extraPrefsFirefox: preferences,
});
const page = await browser.newPage();
const said = [];
page.on("console", (message) => {
  if (message.type() === "error") said.push(message.text());
});
page.on("pageerror", (error) => said.push(String(error)));
page.setDefaultTimeout(60_000);

const commands = {
  version: () => browser.version(),
  size: ({ width, height }) => page.setViewport({ width, height }),
  open: async ({ url }) => (await page.goto(url))?.status() ?? 0,
  value: ({ script }) => page.evaluate(script),
  text: ({ selector }) => page.$eval(selector, (one) => one.innerText),
  count: async ({ selector }) => (await page.$$(selector)).length,
  press: async ({ selector, key }) => {
    if (selector) await page.focus(selector);
    await page.keyboard.press(key);
  },
  type: ({ selector, words }) => page.type(selector, words),
  // A click or a key that leads to another page, and the wait for it.
  follow: async ({ selector, key }) => {
    if (key) await page.focus(selector);
    await Promise.all([page.waitForNavigation(), key ? page.keyboard.press(key) : page.click(selector)]);
    return page.url();
  },
  click: ({ selector }) => page.click(selector),
  offline: ({ is_offline }) => page.setOfflineMode(is_offline),
  picture: async ({ path }) => (await page.screenshot({ path, fullPage: true })).length,
  said: () => said.splice(0),
  address: () => page.url(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...values } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await commands[command](values)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
