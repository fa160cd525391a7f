// A browser at the page of `attend serve`, and what it sees there.
//
// SHOTS is a folder for pictures, or - for none.
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

export const [chromium, shots, address] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const origin = new URL(address).origin;
const profile = mkdtempSync(join(tmpdir(), "browser-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
export const seen = { said: [], requests: [], faults: [], wide: [], effects: [] };

export async function open(width, height, scheme = "light", script = true) {
  const page = await browser.newPage();
  // A refusal is an answer like others, and Chromium writes each into the console.
  page.on("console", (message) => /status of 422/.test(message.text()) || seen.said.push(message.text()));
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) seen.requests.push(url);
  });
  await page.setViewport({ width, height });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.goto(address);
  if (script) await page.waitForFunction(() => document.documentElement.classList.contains("shown"));
  return page;
}
export async function look(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run());
  for (const { id, nodes } of found.violations) {
    seen.faults.push(`${name}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).slice(0, 2).join(" | ")}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) seen.wide.push(`${name}: ${wide}`);
  if (shots !== "-") await page.screenshot({ path: join(shots, `session ${name}.png`) });
}
// Waits until a change is answered, and keeps what it did.
export async function does(page, what) {
  await page.evaluate(() => (document.querySelector("#effect").textContent = ""));
  await what();
  const isSaid = () => !["", "Planning …"].includes(document.querySelector("#effect").textContent);
  await page.waitForFunction(isSaid, { polling: 20 });
  const effect = await page.evaluate(() => document.querySelector("#effect").textContent);
  seen.effects.push(effect);
  return effect;
}

// Does what a person does, and says what was seen.
export async function run(session) {
  try {
    await session();
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
  console.log(JSON.stringify(seen, null, 1));
}
