"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Whose: on the page of a group the rules show only what is of the member that is chosen.
  const members = all("[name=only]");
  const isTheirs = ({ dataset }) => {
    const only = members.find((member) => member.checked)?.value;
    return !only || dataset.who === undefined || dataset.who.split(" ").includes(only);
  };

  // Now: the entries that are on or over, a line in the grid, a link to where one should be.
  const every = all(".entry");
  const grids = all(".grid");
  const toNow = one("#to-now");
  const tell = () => {
    const now = Date.now() / 1000;
    const entries = every.filter(isTheirs);
    const over = entries.every((entry) => entry.dataset.to <= now);
    const on = entries.filter((entry) => entry.dataset.from <= now && now < entry.dataset.to);
    const next = entries.find((entry) => entry.dataset.from > now);
    for (const entry of entries) {
      const is = on.includes(entry);
      entry.classList.toggle("now", is);
      entry.classList.toggle("past", !over && entry.dataset.to <= now);
      if (is) entry.setAttribute("aria-current", "time");
      else entry.removeAttribute("aria-current");
    }
    const begun = entries.length > 0 && entries[0].dataset.from - 12 * 3600 <= now;
    const here = on[0] || (begun ? next : undefined);
    toNow.hidden = !here;
    if (here) {
      here.id ||= "now";
      toNow.hash = here.id;
      toNow.textContent = on.length > 0 ? "Now" : "Next";
    }
    for (const grid of grids) {
      const row = Math.floor((now - grid.dataset.from) / 60 / grid.dataset.unit);
      let line = grid.querySelector(".line");
      if (row < 0 || row >= Number(grid.dataset.rows)) {
        if (line) line.remove();
        continue;
      }
      if (!line) {
        line = document.createElement("div");
        line.className = "line";
        grid.append(line);
      }
      line.style.gridRowStart = row + 2;
    }
  };
  tell();
  setInterval(tell, 30000);

  // A grid or a list, and the search in it. The days of a group hold both; the days of a
  // schedule hold a grid whose cells become a list.
  const layout = one("#layout");
  const search = one("#search");
  const found = one("#found");
  const track = one("#track");
  const days = all(".searched").map((day) => ({
    day,
    grid: day.querySelector(".grid"),
    talks: all(day.matches(".both") ? "ol > .talk" : ".grid li", day).map((talk) => ({ talk, text: undefined })),
  }));
  let asList = matchMedia("(max-width: 48rem)").matches;
  const show = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { day, grid, talks } of days) {
      let here = 0;
      for (const one of talks) {
        if (words.length > 0) one.text ??= fold(one.talk.textContent);
        const isOfTrack = !track || track.value === "" || one.talk.dataset.track === track.value;
        one.talk.hidden = !isOfTrack || !words.every((word) => one.text.includes(word));
        if (!one.talk.hidden && isTheirs(one.talk)) here += 1;
      }
      day.hidden = here === 0;
      count += here;
      const list = asList || words.length > 0;
      grid.classList.toggle("grid", !list);
      grid.classList.toggle("list", list);
      day.classList.toggle("as-grid", !list);
      day.classList.toggle("as-list", list);
      day.classList.toggle("searching", words.length > 0);
    }
    layout.textContent = asList ? layout.dataset.grid : "As a list";
    found.textContent = words.length > 0 ? (count === 1 ? "1 talk" : `${count} talks`) : "";
  };
  layout.addEventListener("click", () => {
    asList = !asList;
    show();
  });
  search.addEventListener("input", show);
  if (track) track.addEventListener("input", show);
  for (const member of members) {
    member.addEventListener("change", () => {
      for (const more of all("#pairs details, #missed details")) more.open = member.value !== "";
      show();
      tell();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && event.target !== search) {
      event.preventDefault();
      one(".tools").scrollIntoView();
      search.focus({ preventScroll: true });
    }
  });
  one(".tools").hidden = false;
  show();

  // A grid begins where the agenda does.
  for (const first of grids.map((grid) => grid.querySelector("li.on")).filter(Boolean)) {
    const scroll = first.closest(".scroll");
    scroll.scrollTop = first.offsetTop - scroll.querySelector(".room").offsetHeight - 8;
  }

  // A link to a talk opens it.
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (!target.checkVisibility()) {
      search.value = "";
      if (!isTheirs(target)) members[0].checked = true;
      show();
    }
    if (!target.checkVisibility()) {
      asList = true;
      show();
    }
    for (const shown of all(":popover-open")) shown.hidePopover();
    target.scrollIntoView();
    const details = target.querySelector(":scope > .what > details");
    if (details) details.open = true;
    const popover = target.querySelector(":scope > [popover]");
    if (popover && popover.showPopover) popover.showPopover();
  };
  addEventListener("hashchange", open);
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) open();
  });
  open();
})();
