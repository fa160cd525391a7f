"use strict";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
document.documentElement.classList.add("script");

// Makes an element like another one, and keeps what is being used: focus, sliders, open lists.
const same = (a, b) =>
  a.nodeType === b.nodeType && a.nodeName === b.nodeName && key(a) === key(b);
const key = (node) => node.id || node.dataset?.id || node.dataset?.topic || "";
const patch = (old, fresh) => {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  // What is typed is no attribute.
  if (!one("input, select", old) && !old.matches("input, select") && old.isEqualNode(fresh)) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && name !== "open") old.setAttribute(name, value);
  }
  if (old.matches("input, select") && old !== document.activeElement) {
    if (["checkbox", "radio"].includes(old.type)) old.checked = fresh.checked;
    else if ((fresh.hasAttribute("value") || fresh.matches("select")) && old.value !== fresh.value) {
      old.value = fresh.value;
    }
  }
  if (old.id === "would" || (old.matches("output") && old.parentNode.contains(document.activeElement))) return;
  const keyed = new Map([...old.childNodes].filter(key).map((node) => [node.nodeName + key(node), node]));
  let at = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const known = key(node) ? keyed.get(node.nodeName + key(node)) : at && same(at, node) ? at : undefined;
    if (!known) {
      old.insertBefore(node, at);
      continue;
    }
    if (known !== at) old.insertBefore(known, at);
    else at = at.nextSibling;
    patch(known, node);
    keyed.delete(node.nodeName + key(node));
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
};
let texts = {};
const put = (id, html) => {
  if (texts[id] === html) return;
  texts[id] = html;
  const fresh = document.createElement("template");
  const old = document.getElementById(id);
  fresh.innerHTML = `<div>${html}</div>`;
  const shell = old.cloneNode(false);
  shell.append(...fresh.content.firstChild.childNodes);
  patch(old, shell);
};

const effect = one("#effect");
const say = (text, isFault = false) => {
  effect.textContent = text;
  effect.classList.toggle("fault", isFault);
};
// What each page does with a new state, the number of the one that it shows, and what waits for more
// of it.
let show;
let known = 0;
let settling = new AbortController();

// One change at a time is on its way; of what a slider says meanwhile the last one counts.
let busy = false;
const waiting = new Map();
const send = async (asked, slot = Symbol("change")) => {
  waiting.delete(slot);
  waiting.set(slot, asked);
  if (busy) return;
  busy = true;
  settling.abort();
  document.body.classList.add("busy");
  while (waiting.size > 0) {
    const [[first, body]] = waiting;
    waiting.delete(first);
    const slow = setTimeout(() => say("Planning …"), 400);
    try {
      const answer = await fetch("/", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      if (answer.ok) show(await answer.json(), true);
      else {
        say(await answer.text(), true);
        texts = {};
        await refresh(true);
      }
    } catch {
      say("The server does not answer: start `attend serve` again. Nothing that was saved is lost.", true);
      break;
    } finally {
      clearTimeout(slow);
    }
  }
  busy = false;
  document.body.classList.remove("busy");
};
const refresh = async (always) => {
  if (busy && !always) return;
  try {
    const answer = await fetch(`/state?since=${always ? 0 : known}`);
    if (answer.status !== 200) return;
    const fresh = await answer.json();
    const isNews = known > 0 && fresh.revision !== known && !always;
    show(fresh, isNews);
    document.documentElement.classList.add("shown");
  } catch {
    // The next change says it.
  }
};
