(() => {
  // What the server knows.
  let state = { revision: 0, marks: {}, ratings: {}, points: [], chosen: [] };
  let chosen = new Set();
  const rows = all(".row").map((row, time) => ({
    row, time, ix: Number(row.dataset.ix), text: undefined,
    points: one(".points", row), star: one("[data-mark]", row),
  }));
  const cells = all(".grid li").map((cell) => ({ cell, ix: Number(cell.dataset.ix), level: "" }));
  const numbers = new Map(rows.map((it) => [it.row.dataset.id, it.ix]));
  const number = new Intl.NumberFormat("en").format;
  show = (fresh, isOwn) => {
    if (String(fresh.edition) !== document.body.dataset.edition) {
      location.reload();
      return;
    }
    const old = state;
    const was = chosen;
    state = fresh;
    known = state.revision;
    chosen = new Set(state.chosen);
    for (const [id, html] of Object.entries(state.parts)) put(id, html);
    const best = Math.max(1, ...state.points);
    let isOther = old.revision === 0;
    for (const { row, ix, points, star } of rows) {
      const mark = state.marks[ix];
      if (old.points[ix] !== state.points[ix]) {
        points.textContent = state.points[ix] ? number(state.points[ix]) : "";
        isOther = true;
      }
      if (was.has(ix) !== chosen.has(ix) || (row.dataset.said ?? "") !== (mark ?? "")) {
        row.classList.toggle("on", chosen.has(ix));
        row.classList.toggle("never", mark === "never");
        star.setAttribute("aria-pressed", mark === "must-see");
        row.dataset.said = mark ?? "";
        isOther = true;
      }
    }
    for (const it of cells) {
      const level = `l${Math.min(4, Math.max(0, Math.ceil((state.points[it.ix] * 4) / best)))}`;
      if (level !== it.level) {
        it.cell.classList.remove("l0", "l1", "l2", "l3", "l4");
        it.cell.classList.add(level);
        it.level = level;
      }
      if (was.has(it.ix) !== chosen.has(it.ix)) it.cell.classList.toggle("on", chosen.has(it.ix));
    }
    if (String(old.chosen) !== String(state.chosen)) {
      for (const grid of all(".grid")) {
        const on = all("li.on", grid).map((cell) => cell.dataset.place.split(" ").map(Number));
        on.sort((a, b) => a[1] - b[1]);
        const way = on.map(([column, row, span], at) =>
          `${at ? "L" : "M"}${column - 1}.02 ${row - 1}V${row - 1 + span}`);
        one(".way path", grid).setAttribute("d", way.join(""));
      }
    }
    if (isOther) filter();
    if (isOwn) say(state.effect);
    if (one("#talk").open && old.revision !== state.revision) openTalk(talkOpen, false);
    if (one("#pairs").open && old.revision !== state.revision) openPairs();
    if (!state.settled) settle();
  };

  // Prices and ways out come after the agenda, unless it is another one by then.
  const settle = async () => {
    settling.abort();
    settling = new AbortController();
    try {
      const answer = await fetch(`/more?since=${state.revision}&depth=${state.depth}`, { signal: settling.signal });
      if (answer.status !== 200) return;
      const fresh = await answer.json();
      if (fresh.revision === state.revision) show(fresh, false);
    } catch {
      // A newer agenda is on its way.
    }
  };

  // Another schedule: one that the server gets, or a file that goes there.
  const zone = () => one("#zone").value.trim();
  const open = (schedule) => {
    say("Reading the schedule …");
    send({ open: { schedule, zone: zone() } });
  };
  const upload = async (file) => {
    say("Reading the schedule …");
    const to = `/schedule?name=${encodeURIComponent(file.name)}&zone=${encodeURIComponent(zone())}`;
    try {
      const answer = await fetch(to, {
        method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
      });
      if (answer.ok) location.reload();
      else say(await answer.text(), true);
    } catch {
      say("The server does not answer, or the file is too large for it.", true);
    }
  };
  const change = (change, slot) => send({ change }, slot);
  const mark = (talk, mark) => {
    const now = state.marks[numbers.get(talk)];
    change({ change: "mark", talk, mark: now === mark ? null : mark });
  };
  const rate = (talk, rating) => change({ change: "rate", talk, rating }, `rate ${talk}`);
  // A talk: why, what it costs, and where to put it.
  const dialog = one("#talk");
  let talkOpen;
  const openTalk = async (id, isNew = true) => {
    if (!id) return;
    talkOpen = id;
    const answer = await fetch(`/talk?id=${encodeURIComponent(id)}`);
    if (!answer.ok || talkOpen !== id) return;
    put("talk-body", await answer.text());
    if (isNew) {
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
    }
  };
  dialog.addEventListener("close", () => (talkOpen = undefined));

  // The talks where the agenda hangs on few points.
  const openPairs = async () => {
    const answer = await fetch("/pairs");
    if (!answer.ok) return;
    one("#pairs-body").innerHTML = await answer.text();
    if (!one("#pairs").open) one("#pairs").showModal();
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a");
    if (event.target instanceof HTMLDialogElement) event.target.close();
    if (!target) return;
    const data = target.dataset;
    const id = target.closest("[data-id]")?.dataset.id;
    const topic = target.closest("[data-topic]")?.dataset.topic;
    if (target.classList.contains("open")) {
      event.preventDefault();
      openTalk(id);
    } else if (data.mark) mark(id, data.mark);
    else if (data.undo) send({ undo: Number(data.undo) });
    else if (data.since) say(data.since);
    else if ("renew" in data) send("renew");
    else if (data.accept) send({ accept: JSON.parse(data.accept) });
    else if (data.bundled) open({ bundled: data.bundled });
    else if (data.post) {
      change(JSON.parse(data.post));
      const line = target.closest("[data-line]");
      if (line) send({ accept: Number(line.dataset.line) });
    }
    else if (data.path) change({ change: "put", path: JSON.parse(data.path), value: JSON.parse(data.value) });
    else if (data.weight && topic) change({ change: "interest", topic, weight: JSON.parse(data.weight) });
    else if ("unrate" in data) rate(id, null);
    else if ("pairs" in data) openPairs();
    else if (data.go) mark(data.go, "must-see");
    else if ("close" in data) target.closest("dialog").close();
    else if (target.id === "help") one("#keys").showModal();
  });

  document.addEventListener("input", ({ target }) => {
    if (target.type !== "range") return;
    if (target.dataset.window) {
      const clock = (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
      const [from, length] = [Number(target.value), Number(target.dataset.window)];
      const path = ["breaks", Number(target.closest("[data-break]").dataset.break), "between"];
      const value = `${clock(from)}-${clock(from + length)}`;
      change({ change: "put", path, value }, `break ${path[1]}`);
      return;
    }
    one("output", target.parentNode).textContent = target.value;
    const topic = target.closest("[data-topic]")?.dataset.topic;
    if (topic) change({ change: "interest", topic, weight: Number(target.value) }, `weight ${topic}`);
    else if (target.id === "rating") rate(target.closest("[data-id]").dataset.id, Number(target.value));
  });
  document.addEventListener("change", ({ target }) => {
    if (target.type === "range") return;
    if (target.id === "upload" && target.files.length > 0) upload(target.files[0]);
    const day = target.closest("[data-day]");
    const pause = target.closest("[data-break]");
    if (target.dataset.path) {
      const typed = target.value;
      let value = typed === "" ? null : Number(typed);
      if (Number.isNaN(value)) value = typed.startsWith('"') ? JSON.parse(typed) : typed;
      change({ change: "put", path: JSON.parse(target.dataset.path), value });
    } else if (day && target.closest(".stays")) {
      if (target.type !== "checkbox") day.dataset.typed = "";
      putHere();
    }
    else if (pause) {
      const path = ["breaks", Number(pause.dataset.break)];
      const [from, to] = [one(".from", pause).value, one(".to", pause).value];
      if (target.type === "number") {
        change({ change: "put", path: [...path, "minutes"], value: Number(target.value) });
      } else if (from && to) change({ change: "put", path: [...path, "between"], value: `${from}-${to}` });
    }
  });
  // Days, hours that were painted, or times that were typed: what is not touched stays as it is.
  const here = () => {
    const stays = all(".stays li");
    const at = (date, time) => (time ? `${date} ${time}` : date);
    const of = (day) => {
      const date = day.dataset.day;
      if ("painted" in day.dataset) {
        const there = [];
        for (const { dataset: { from, to } } of all(".hours [aria-pressed=true]", day)) {
          if (there.at(-1)?.to === from) there.at(-1).to = to;
          else there.push({ from, to });
        }
        return there;
      }
      if (!one("input", day).checked) return [];
      const slots = JSON.parse(day.dataset.slots);
      if ("typed" in day.dataset || slots.length === 0) {
        return [{ from: at(date, one(".from", day).value), to: at(date, one(".to", day).value) }];
      }
      return slots.map(([from, to]) => ({ from, to }));
    };
    const there = stays.map(of);
    const isAll = stays.every((day, n) =>
      there[n].length > 0 && (there[n][0].from === day.dataset.day && there[n][0].to === day.dataset.day));
    return isAll || there.flat().length === 0 ? null : there.flat();
  };
  let paint;
  const painted = (cell) => {
    if (!cell?.matches(".hours button")) return;
    cell.setAttribute("aria-pressed", paint);
    cell.closest("[data-day]").dataset.painted = "";
  };
  const putHere = () => change({ change: "put", path: ["here"], value: here() });
  document.addEventListener("pointerdown", ({ target, button }) => {
    if (button !== 0 || !target.matches(".hours button")) return;
    paint = target.getAttribute("aria-pressed") !== "true";
    painted(target);
  });
  document.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (paint !== undefined) painted(document.elementFromPoint(clientX, clientY));
  });
  document.addEventListener("pointerup", () => {
    if (paint !== undefined) putHere();
    paint = undefined;
  });
  // Without a pointer a click has no place in a series.
  document.addEventListener("click", ({ target, detail }) => {
    if (detail !== 0 || !target.matches(".hours button")) return;
    paint = target.getAttribute("aria-pressed") !== "true";
    painted(target);
    paint = undefined;
    putHere();
  });

  // A word: what it would find, before it is added.
  let looked = 0;
  document.addEventListener("input", async ({ target }) => {
    if (target.id !== "word") return;
    const number = (looked += 1);
    const word = target.value.trim();
    const answer = word ? await fetch(`/find?word=${encodeURIComponent(word)}`) : undefined;
    const html = answer?.ok ? await answer.text() : "";
    if (number === looked) one("#would").innerHTML = html;
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.id === "choose") {
      const [file] = one("#upload").files;
      if (file) upload(file);
      else if (one("#address").value) open({ address: one("#address").value });
      return;
    }
    const word = one("#word").value.trim();
    if (!word) return;
    one("#word").value = "";
    one("#would").textContent = "";
    looked += 1;
    change({ change: "interest", topic: word, weight: 1 });
  });

  // The list of all talks.
  const search = one("#search");
  const found = one("#found");
  const list = one("#rows");
  const most = 60;
  let isAll = false;
  const filter = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const only = one("#only").value;
    const track = one("#track")?.value ?? "";
    const is = (it) => {
      if (words.length > 0) it.text ??= fold(it.row.textContent + " " + (it.row.dataset.track ?? ""));
      return words.every((word) => it.text.includes(word)) &&
        (!track || it.row.dataset.track === track) &&
        (only !== "points" || state.points[it.ix] > 0) &&
        (only !== "chosen" || chosen.has(it.ix)) &&
        (only !== "marked" || it.ix in state.marks || it.ix in state.ratings);
    };
    const match = rows.filter(is);
    if (one("#order").value === "points") {
      match.sort((a, b) => (state.points[b.ix] ?? 0) - (state.points[a.ix] ?? 0) || a.time - b.time);
    }
    for (const { cell } of cells) cell.classList.toggle("dim", track !== "" && cell.dataset.track !== track);
    found.textContent = match.length === 1 ? "1 talk" : `${number(match.length)} talks`;
    // Of a thousand rows the first are enough: a browser takes longer to place them all than the
    // server to plan.
    const focus = document.activeElement;
    const shown = new Set((isAll ? match : match.slice(0, most)).map(({ row }) => row));
    for (const row of [...list.children].filter((row) => !shown.has(row))) row.remove();
    let at = list.firstElementChild;
    for (const row of shown) {
      if (row === at?.nextElementSibling) at = row.nextElementSibling;
      else if (row === at) at = at.nextElementSibling;
      else list.insertBefore(row, at);
    }
    if (focus !== document.activeElement && focus.isConnected) focus.focus({ preventScroll: true });
    one("#more").hidden = isAll || match.length <= most;
  };
  one("#more").addEventListener("click", () => {
    isAll = true;
    filter();
  });
  for (const id of ["#search", "#only", "#track", "#order"]) one(id)?.addEventListener("input", filter);

  // Keys: the talk that is open, or else the one that has the focus.
  const current = () => talkOpen ?? document.activeElement?.closest("[data-id]")?.dataset.id;
  const step = (by) => {
    const links = all("#agenda a.open, #rows a.open").filter((link) => link.checkVisibility());
    const at = links.indexOf(document.activeElement?.closest("[data-id]")?.querySelector("a.open"));
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  const marks = { m: "must-see", w: "want", b: "booked", n: "never" };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isTyping = target.matches("input:not([type=range], [type=checkbox]), select, textarea");
    if ((event.ctrlKey || event.metaKey) && !isTyping && ["z", "y"].includes(key)) {
      event.preventDefault();
      send({ undo: key === "z" && !event.shiftKey ? 1 : -1 });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    const talk = current();
    const does = () => {
      if (key === "?") one("#keys").showModal();
      else if (key === "/") search.focus();
      else if (key === "a") one("#word").focus();
      else if (key === "u") send({ undo: 1 });
      else if (key === "r") send({ undo: -1 });
      else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
      else if (talk && marks[key]) mark(talk, marks[key]);
      else if (talk && /^\d$/.test(key)) rate(talk, Math.round((Number(key) * 100) / 9));
      else return false;
      return true;
    };
    if ((!one("dialog[open]") || talkOpen) && does()) event.preventDefault();
  });

  refresh(true).then(() => {
    for (const first of all(".grid").map((grid) => one("li.on", grid)).filter(Boolean)) {
      const scroll = first.closest(".scroll");
      scroll.scrollTop = first.offsetTop - one(".room", scroll).offsetHeight - 8;
    }
  });
  setInterval(() => document.hidden || refresh(false), 1000);
})();
