(() => {
  const member = (target) => Number(target.closest("[data-member]")?.dataset.member);
  const change = (target, change, slot) => send({ change: [member(target), change] }, slot);
  show = (state, isOwn) => {
    known = state.revision;
    for (const [id, html] of Object.entries(state.parts)) put(id, html);
    if (isOwn) say(state.effect);
  };
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { undo, weight, mark } = button.dataset;
    const topic = button.closest("[data-topic]")?.dataset.topic;
    const talk = button.closest("[data-id]")?.dataset.id;
    if (undo) send({ undo: Number(undo) });
    else if (weight) change(button, { change: "interest", topic, weight: JSON.parse(weight) });
    else if (mark) {
      const is = button.getAttribute("aria-pressed") === "true";
      change(button, { change: "mark", talk, mark: is ? null : mark });
    }
  });
  document.addEventListener("input", ({ target }) => {
    const topic = target.closest("[data-topic]")?.dataset.topic;
    if (target.type !== "range") return;
    one("output", target.parentNode).textContent = target.value;
    const slot = `${member(target)} ${topic}`;
    change(target, { change: "interest", topic, weight: Number(target.value) }, slot);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.name === "aim") send({ aim: target.value });
    else if (target.id === "meals") send({ meals: target.checked });
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const word = one("input", event.target);
    const topic = word.value.trim();
    if (topic) change(event.target, { change: "interest", topic, weight: 1 });
    word.value = "";
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isTyping = target.matches("input:not([type=range], [type=checkbox], [type=radio])");
    const isUndo = (event.ctrlKey || event.metaKey) && ["z", "y"].includes(key);
    const isKey = !event.ctrlKey && !event.metaKey && !event.altKey && ["u", "r"].includes(key);
    if (isTyping || (!isUndo && !isKey)) return;
    event.preventDefault();
    send({ undo: (key === "z" && !event.shiftKey) || key === "u" ? 1 : -1 });
  });
  refresh(true);
  setInterval(() => document.hidden || refresh(false), 1000);
})();
