// Opens pages in a real browser and says what it saw, as JSON.
//
//   node check.mjs CHROMIUM SHOTS NOW PAGE...
//
// NOW is the time that the pages believe it is, in milliseconds; SHOTS a folder for pictures and
// printed pages, or - for none. Nothing but the pages themselves may be loaded.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [chromium, shots, now, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = {
  "phone": { width: 360, height: 780, scheme: "light" },
  "phone dark": { width: 360, height: 780, scheme: "dark" },
  "desktop": { width: 1280, height: 900, scheme: "light" },
  "desktop dark": { width: 1280, height: 900, scheme: "dark" },
};

async function open(browser, file, view, script) {
  const page = await browser.newPage();
  const seen = { said: [], requests: [], dialogs: 0 };
  page.on("console", (message) => seen.said.push(message.text()));
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("dialog", (dialog) => {
    seen.dialogs += 1;
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(pathToFileURL(file).href) && !url.startsWith("data:")) seen.requests.push(url);
  });
  await page.setViewport({ width: view.width, height: view.height });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: view.scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.evaluateOnNewDocument(`Date.now = () => ${now}`);
  await page.goto(pathToFileURL(file).href);
  return { page, seen };
}

// What a person can do with a page: search, open a talk, follow a link to one. The page of a group
// is searched in its list, and a talk is opened in its columns.
async function use(page) {
  const used = await page.evaluate(() => {
    const visible = (selector) =>
      [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).length;
    const one = (selector) => document.querySelector(selector);
    const both = one(".both") !== null;
    const cells = both ? "#agenda ol > .talk" : "#programme li";
    const shown = (selector) => {
      if (both && visible(selector) === 0) one("#layout").click();
      return visible(selector);
    };
    const before = shown(cells);
    const title = one(both ? cells + " h4" : cells + " bdi").textContent;
    const type = (text) => {
      one("#search").value = text;
      one("#search").dispatchEvent(new Event("input"));
    };
    type(title.toUpperCase());
    const found = visible(cells);
    const status = one("#found").textContent;
    type("no talk has such words in it");
    const none = visible(cells);
    type("");
    const after = visible(cells);
    shown(".both .room");
    const columns = new Set([...document.querySelectorAll(".both .room")].map((head) => head.textContent)).size;
    one(".searched li button").click();
    const opened = visible(":popover-open");
    one(":popover-open").hidePopover();
    return { before, found, status, none, after, columns, opened };
  });
  const anchors = await page.evaluate(() => ({
    chosen: document.querySelector(".talk")?.id,
    other: document.querySelector("#programme li[id], .both .talk ~ .talk")?.id,
  }));
  for (const [kind, id] of Object.entries(anchors)) {
    if (!id) continue;
    await page.evaluate((id) => (location.hash = id), id);
    await new Promise((done) => setTimeout(done, 100));
    used["linked to " + kind] = await page.evaluate((id) => {
      const open = document.getElementById(id).querySelector("details[open], :popover-open");
      return open !== null && open.checkVisibility();
    }, id);
  }
  used.now = await page.evaluate(() =>
    [...document.querySelectorAll("[aria-current=time] h4")].map((title) => title.textContent));
  used["links"] = await page.evaluate(() => [...new Set([...document.links].map((link) => link.protocol))].sort());
  used["dangling"] = await page.evaluate(() =>
    [...document.links].filter((link) => link.hash && !document.getElementById(link.hash.slice(1))).length);
  used.titles = await page.evaluate(() =>
    [...document.querySelectorAll(".talk h4, #missed h3")].map((title) => title.textContent));
  return used;
}

// Whose things are shown once a member of a group is chosen by the keyboard: in the columns, in the
// list, and in the tables below.
async function choose(page) {
  const shown = () =>
    page.evaluate(() => {
      const visible = (selector) =>
        [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
      const whose = (selector) => [...new Set(visible(selector).map((element) => element.dataset.who))].sort();
      const isAll = (selector, who) => visible(selector).every((it) => it.dataset.who.split(" ").includes(who));
      const columns = visible(".both .room").length > 0 ? visible(".both .room") : undefined;
      return {
        heads: columns && new Set(columns.map((head) => head.textContent)).size,
        cells: columns && whose(".both .grid li"),
        // What overlaps stands in the columns of one member, which share the whole width.
        full: columns && columns[0].offsetWidth > 0.8 * columns[0].parentNode.offsetWidth,
        theirs: isAll("#agenda ol > [data-who], #missed article, #pairs [data-who], #contests tr[data-who]", "1"),
        talks: visible("#agenda ol > .talk").length,
        wide: document.documentElement.scrollWidth - innerWidth,
      };
    });
  await page.focus("#only-all");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const chosen = await shown();
  await page.evaluate(() => document.querySelector("#layout").click());
  const other = await shown();
  await page.evaluate(() => document.querySelector("#layout").click());
  await page.focus("#only-1");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  return { chosen, other, all: await shown() };
}

async function print(page, name) {
  await page.evaluate(() => history.replaceState(null, "", location.pathname));
  const paper = await page.pdf({ format: "A4" });
  if (shots !== "-") writeFileSync(join(shots, `${name}.pdf`), paper);
  return Buffer.from(paper).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
}

const profile = mkdtempSync(join(tmpdir(), "browser-"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const report = [];
try {
  for (const file of pages) {
    const name = basename(file, ".html");
    for (const [kind, view] of Object.entries(views)) {
      const { page, seen } = await open(browser, file, view, true);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run());
      const faults = found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).slice(0, 3).join(" | ")}`,
      );
      if (shots !== "-") {
        await page.screenshot({ path: join(shots, `${name} ${kind}.png`) });
        await page.screenshot({ path: join(shots, `${name} ${kind} whole.png`), fullPage: true });
      }
      const looks = await page.evaluate(() => {
        const bottom = (element) => element.getBoundingClientRect().bottom;
        const shown = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
        const texts = shown(".grid li > button > span");
        const times = shown(".time time");
        return {
          cut: texts.filter((text) => bottom(text) > bottom(text.parentNode) + 1).length,
          broken: times.filter((time) => time.offsetHeight > 2 * parseFloat(getComputedStyle(time).fontSize)).length,
        };
      });
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      looks.large = await page.evaluate(() => {
        if (document.documentElement.scrollWidth <= innerWidth) return [];
        const all = [...document.querySelectorAll("body *:not(.scroll *, nav *)")];
        const wide = all.filter((it) => it.getBoundingClientRect().right > innerWidth + 1);
        return wide.map((it) => `${it.tagName}.${it.className}: ${it.textContent.slice(0, 60)}`);
      });
      await page.evaluate(() => (document.documentElement.style.fontSize = ""));
      if (await page.$("[name=only]")) looks.whose = await choose(page);
      report.push({ page: name, view: kind, wide, faults, ...looks, ...(await use(page)), ...seen });
      if (kind === "desktop") report.at(-1).paper = await print(page, name);
      await page.close();
    }
    const { page, seen } = await open(browser, file, views.phone, false);
    const label = await page.$("label[for=only-1]");
    const theirs = label && (await label.click(), await page.$$eval(".both .entry", (all) =>
      all.filter((it) => it.checkVisibility()).every((it) => it.matches(".free") || it.dataset.who.split(" ").includes("1"))));
    report.push({ page: name, view: "no script", theirs, ...seen });
    await page.close();
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(report, null, 1));
