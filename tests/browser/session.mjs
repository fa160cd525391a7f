// A person at the page of `attend serve`: from nothing to a saved calendar, by mouse and by keys.
//
//   node session.mjs CHROMIUM SHOTS ADDRESS
import { does, look, open, run, seen } from "./page.mjs";

const count = (page, selector) => page.evaluate((it) => document.querySelectorAll(it).length, selector);

await run(async () => {
  const page = await open(1280, 900);
  await look(page, "empty");
  seen.empty = await count(page, "#agenda .talk");

  // By mouse: two topics, a word that is looked at before it is added, a slider, a star, lunch.
  await does(page, () => page.click(".chip"));
  await does(page, () => page.click("li:nth-child(4) > .chip"));
  await page.type("#word", "container");
  await page.waitForFunction(() => document.querySelector("#would").textContent.includes("16 talks"));
  seen.would = await page.evaluate(() => document.querySelector("#would").textContent.trim());
  await does(page, () => page.keyboard.press("Enter"));
  await does(page, async () => {
    await page.focus(".interests li:nth-child(1) input");
    await page.keyboard.press("ArrowRight");
  });
  seen.focus = await page.evaluate(() => document.activeElement.type);
  await page.type("#search", "thunderbolt");
  seen.found = await page.evaluate(() => document.querySelector("#found").textContent);
  await does(page, () => page.click("#rows .row:not([hidden]) .mark"));
  await does(page, () => page.evaluate(() => document.querySelector("[data-path='[\"breaks\",0]']").click()));
  await does(page, async () => {
    await page.focus("[data-window]");
    await page.keyboard.press("ArrowRight");
  });
  seen.window = await page.evaluate(() => document.querySelector(".breaks .from").value);
  const cells = await page.$$(".stays li:first-child .hours button");
  const absent = () => count(page, ".stays li:first-child .hours [aria-pressed=false]");
  await does(page, async () => {
    for (const [cell, act] of [[cells[0], "down"], [cells[1], "up"]]) {
      await cell.hover();
      await page.mouse[act]();
    }
  });
  seen.painted = await absent();
  await does(page, async () => {
    await cells[0].focus();
    await page.keyboard.press("Space");
  });
  seen.pressed = await absent();
  await look(page, "planned");
  seen.planned = await count(page, "#agenda .talk");
  seen.must = await page.evaluate(() => document.querySelector("#agenda .must h4").textContent);

  // By keys alone: a talk, why, never, undo; the keys themselves.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#talk[open] h2");
  seen.why = await page.evaluate(() => document.querySelector("#talk").textContent.includes("would cost"));
  const first = await page.evaluate(() => document.querySelector("#talk h2").textContent);
  await look(page, "talk");
  await does(page, () => page.keyboard.press("n"));
  await page.keyboard.press("Escape");
  const titles = () => page.evaluate(() => [...document.querySelectorAll("#agenda .talk h4")].map((it) => it.textContent));
  seen.gone = !(await titles()).includes(first);
  await does(page, () => page.keyboard.press("u"));
  seen.back = (await titles()).includes(first);
  await page.keyboard.press("?");
  seen.keys = await count(page, "#keys[open] kbd");
  await look(page, "keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  seen.search = await page.evaluate(() => document.activeElement.id);

  // Two tabs: what one does the other shows.
  const other = await open(390, 844, "dark");
  await look(other, "phone dark");
  await does(page, () => page.evaluate(() => document.querySelector("#agenda .talk [data-mark=never]").click()));
  const here = await titles();
  await other.waitForFunction(
    (talks) => JSON.stringify([...document.querySelectorAll("#agenda .talk h4")].map((it) => it.textContent)) === talks,
    { polling: 50 }, JSON.stringify(here),
  );
  seen.both = true;
  await other.close();

  // The calendar, and the page without its script.
  seen.calendar = await page.evaluate(async () => (await (await fetch("/agenda.ics")).text()).match(/BEGIN:VEVENT/g).length);
  seen.talks = here.length;
  const plain = await open(390, 844, "light", false);
  seen.plain = await plain.evaluate(() => document.querySelector("#agenda").innerText.length > 200);
  seen.inert = await plain.evaluate(() => [...document.querySelectorAll("button")].filter((it) => it.checkVisibility() && !it.closest(".grid")).length);
  await plain.close();
});
