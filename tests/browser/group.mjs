// Two people at the page of `attend serve GROUP`, by mouse and by keys.
//
//   node group.mjs CHROMIUM SHOTS ADDRESS
import { does, look, open, run, seen } from "./page.mjs";

await run(async () => {
  const page = await open(1280, 900);
  await look(page, "group");
  const titles = (member) => page.evaluate((it) =>
    [...document.querySelectorAll(`[data-member="${it}"] .stop bdi:first-of-type`)].map((title) => title.textContent), member);
  seen.first = await titles(0);
  await page.focus('[data-member="0"] input[type=range]');
  await does(page, () => page.keyboard.press("ArrowRight"));
  seen.focus = await page.evaluate(() => document.activeElement.type);
  await page.focus("input[name=aim]:checked");
  await does(page, () => page.keyboard.press("ArrowDown"));
  seen.aim = await page.evaluate(() => document.querySelector("input[name=aim]:checked").value);
  await page.type('[data-member="1"] form input', "databases");
  await does(page, () => page.keyboard.press("Enter"));
  seen.second = await titles(1);
  await does(page, () => page.click('[data-member="1"] [data-mark="never"]'));
  seen.without = await titles(1);
  await page.evaluate(() => document.activeElement.blur());
  await does(page, () => page.keyboard.press("u"));
  seen.again = await titles(1);
  await look(page, "group planned");
  const phone = await open(390, 844, "dark");
  await look(phone, "group phone dark");
  await phone.close();
  const plain = await open(390, 844, "light", false);
  seen.inert = await plain.evaluate(() =>
    [...document.querySelectorAll("button, input")].filter((it) => it.checkVisibility()).length);
  seen.plain = await plain.evaluate(() => document.querySelector("#seats").innerText.length > 100);
});
