// The page of an article: text and statements point to each other; corrections by mouse and keyboard.
"use strict";
const reading = document.getElementById("reading");
const say = document.getElementById("say");
const keys = document.getElementById("keys");
const labels = JSON.parse(document.getElementById("labels").textContent);
const $ = (query, root = reading) => root.querySelector(query);
const $$ = (query, root = reading) => [...root.querySelectorAll(query)];
let current = null;
let picked = null;
let marked = reading.dataset.at || "";
let cursor = null;

document.documentElement.classList.add("live");

// ---------------------------------------------------------------- offsets: code points of the article's text

const points = text => [...text].length;

function offset(node, at) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const inside = node.childNodes[at];
    const run = inside ? (inside.nodeType === Node.ELEMENT_NODE && (inside.matches("[data-o]") ? inside : inside.querySelector("[data-o]"))) : null;
    if (run) return Number(run.dataset.o);
    const runs = (node.nodeType === Node.ELEMENT_NODE ? [...node.querySelectorAll("[data-o]")] : []);
    const last = node.matches?.("[data-o]") ? node : runs.pop();
    return last ? Number(last.dataset.o) + points(last.textContent) : null;
  }
  const run = node.parentElement.closest("[data-o]");
  return run ? Number(run.dataset.o) + points(node.data.slice(0, at)) : null;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return picked;
  const range = selection.getRangeAt(0);
  if (!$("#text")?.contains(range.commonAncestorContainer)) return picked;
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? picked : { start, end };
}

function place(at) {
  for (const run of $$("#text [data-o]")) {
    const start = Number(run.dataset.o);
    const length = points(run.textContent);
    if (at >= start && at <= start + length && run.firstChild) {
      return [run.firstChild, [...run.textContent].slice(0, at - start).join("").length];
    }
  }
  return null;
}

function range(start, end) {
  const from = place(start);
  const to = place(end);
  if (!from || !to) return null;
  const made = document.createRange();
  if (from[1] === from[0].length && from[0] !== to[0]) {
    const runs = $$("#text [data-o]");
    const next = runs[runs.indexOf(from[0].parentElement) + 1];
    made.setStart(next.firstChild ?? next, 0);
  } else made.setStart(...from);
  made.setEnd(...to);
  return made;
}

const words = (start, end) => {
  const found = [];
  for (const run of $$("#text [data-o]")) {
    const at = Number(run.dataset.o);
    const text = [...run.textContent];
    if (at < end && at + text.length > start) found.push(text.slice(Math.max(0, start - at), end - at).join(""));
  }
  return found.join("");
};

// ---------------------------------------------------------------- statements and their words

function light(numbers, on) {
  for (const number of numbers) {
    for (const run of $$(`#text [data-s~="${number}"]`)) run.classList.toggle("lit", on);
    for (const mark of $$(`a.n[data-n="${number}"]`)) mark.classList.toggle("lit", on);
    $(`.card[data-n="${number}"]`)?.classList.toggle("lit", on);
  }
}

const gentle = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function show(element, block = "nearest") {
  element?.scrollIntoView({ block, behavior: gentle() });
}

function choose(number, { focus = true, text = true } = {}) {
  const card = $(`.card[data-n="${number}"]`);
  if (!card) return;
  for (const other of $$(".card.here")) other.classList.remove("here");
  if (current !== null) light([current], false);
  current = Number(number);
  card.classList.add("here");
  light([current], true);
  $(".beside").classList.toggle("sheet", matchMedia("(max-width: 40rem)").matches);
  if (focus) card.focus({ preventScroll: true });
  show(card);
  if (text) show($(`#text .content[data-s~="${number}"]`), "center");
}

function mark(at, { block = "center" } = {}) {
  for (const run of $$("#text .found")) run.classList.remove("found");
  const [start, end] = at.split("-").map(Number);
  const hit = $$("#text [data-o]").filter(run => {
    const from = Number(run.dataset.o);
    return from < end && from + points(run.textContent) > start;
  });
  for (const run of hit) {
    run.classList.add("found");
    const fold = run.closest("details");
    if (fold) fold.open = true;
  }
  if (hit.length) hit[0].scrollIntoView({ block });
}

reading.addEventListener("pointerover", event => {
  const over = event.target.closest("[data-s], .card[data-n]");
  if (over) light(over.dataset.s ? over.dataset.s.split(" ") : [over.dataset.n], true);
});
reading.addEventListener("pointerout", event => {
  const over = event.target.closest("[data-s], .card[data-n]");
  if (over) light((over.dataset.s ? over.dataset.s.split(" ") : [over.dataset.n]).filter(n => Number(n) !== current), false);
});
reading.addEventListener("focusin", event => {
  const card = event.target.closest(".card[data-n]");
  if (card && Number(card.dataset.n) !== current) choose(card.dataset.n, { focus: false, text: false });
});

// ---------------------------------------------------------------- picking words

function pick(found) {
  picked = found;
  $(".pick")?.remove();
  if (!found || !$("#new")) return;
  const made = range(found.start, found.end);
  if (!made) return;
  const box = made.getBoundingClientRect();
  const bar = document.createElement("div");
  bar.className = "pick";
  const open = $$(".edit form, .card.new:not([hidden]) form")[0];
  const offered = open
    ? $$(".words", open).map(row => [row.querySelector("label").textContent, "take", row.dataset.role])
    : [[labels.new_button, "new", "n"], [labels.region_button, "stretch", "b"], ...($("#encounter") ? [[labels.meeting_button, "encounter", "m"]] : [])];
  for (const [label, what, key] of offered) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = label;
    button.addEventListener("pointerdown", event => event.preventDefault());
    button.addEventListener("click", () => (what === "take" ? take(key) : start(what)));
    bar.append(button);
  }
  reading.append(bar);
  const outer = reading.getBoundingClientRect();
  if (getComputedStyle(reading).position === "static") reading.style.position = "relative";
  bar.style.left = `${Math.max(0, Math.min(box.left - outer.left, outer.width - bar.offsetWidth))}px`;
  bar.style.top = `${box.bottom - outer.top + 6}px`;
}

document.addEventListener("pointerup", event => {
  if (event.target.closest?.(".pick")) return;
  setTimeout(() => {
    if (getSelection().isCollapsed) { if (event.target.closest?.("#text")) pick(null); return; }
    picked = null;
    const found = selected();
    if (found) { cursor = null; pick(found); }
  });
});

function spots() {
  const found = [];
  for (const run of $$("#text [data-o]")) {
    if (run.closest("details:not([open])")) continue;
    const at = Number(run.dataset.o);
    let length = 0;
    let before = 0;
    for (const hit of run.textContent.matchAll(/[\p{L}\p{N}\p{M}'’-]+|[^\s\p{L}\p{N}\p{M}]/gu)) {
      length += points(run.textContent.slice(before, hit.index));
      before = hit.index;
      const start = at + length;
      const end = start + points(hit[0]);
      const last = found.at(-1);
      if (last && last.end === start && /[\p{L}\p{N}]$/u.test(last.text) && /^[\p{L}\p{N}]/u.test(hit[0])) {
        last.end = end;
        last.text += hit[0];
      } else found.push({ start, end, text: hit[0] });
    }
  }
  return found;
}

function step(by, extend) {
  const all = spots();
  if (!all.length) return;
  if (!cursor) {
    const card = current === null ? null : $(`#text .content[data-s~="${current}"]`);
    const at = picked?.start ?? (card ? Number(card.dataset.o) : 0);
    const first = Math.max(0, all.findIndex(word => word.end > at));
    cursor = { anchor: first, head: first };
  } else {
    cursor.head = Math.max(0, Math.min(all.length - 1, cursor.head + by));
    if (!extend) cursor.anchor = cursor.head;
  }
  const [a, b] = [Math.min(cursor.anchor, cursor.head), Math.max(cursor.anchor, cursor.head)];
  const found = { start: all[a].start, end: all[b].end };
  const made = range(found.start, found.end);
  if (!made) return;
  getSelection().removeAllRanges();
  getSelection().addRange(made);
  pick(found);
  place(all[cursor.head].start)?.[0].parentElement.scrollIntoView({ block: "nearest" });
}

// ---------------------------------------------------------------- forms

function fill(row, found) {
  const input = row.querySelector("input");
  const old = row.dataset.role === "content" && found?.more && input.value ? `${input.value},` : "";
  input.value = found ? `${old}${found.start}-${found.end}` : "";
  tellPicked(row);
}

function tellPicked(row) {
  const value = row.querySelector("input").value;
  row.querySelector(".picked").textContent = value
    ? value.split(",").map(one => words(...one.split("-").map(Number))).join(" … ")
    : "";
}

function take(role) {
  const form = $(".edit form, .card.new:not([hidden]) form");
  const row = form?.querySelector(`.words[data-role="${role}"]`);
  const found = selected();
  if (!row || !found) { tell(labels.select_first); return; }
  fill(row, found);
  $(".pick")?.remove();
}

function start(what) {
  const found = selected();
  if (!found) { tell(labels.select_first); $("#text").focus(); return; }
  for (const other of $$(".card.new")) other.hidden = true;
  const box = $(`#${what}`);
  box.hidden = false;
  fill(box.querySelector('.words[data-role="content"]'), found);
  $(".pick")?.remove();
  box.querySelector("[name=speaker], select").focus({ preventScroll: true });
  show(box);
}

function dress() {
  for (const row of $$(".words")) {
    tellPicked(row);
    for (const button of $$("button", row)) button.hidden = false;
    row.querySelector(".take")?.addEventListener("click", () => take(row.dataset.role));
    row.querySelector(".clear")?.addEventListener("click", () => fill(row, null));
  }
  for (const button of $$("[data-do=keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => keys.showModal());
  }
}

function tell(text, undo) {
  say.textContent = text;
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = labels.undo;
    button.addEventListener("click", () => send($(`.undo[data-number="${undo}"]`)?.form));
    say.append(button);
  }
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { say.textContent = ""; }, 8000);
}

async function load(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { ...options.headers, "X-Fragment": "1" }, credentials: "same-origin" });
  if (!answer.ok) {
    const trouble = answer.headers.get("content-type")?.includes("json") ? (await answer.json()).error : `${answer.status}`;
    const error = new Error(trouble);
    error.status = answer.status;
    throw error;
  }
  return answer.text();
}

function put(html, number = current) {
  reading.innerHTML = html;
  $(".pick")?.remove();
  picked = cursor = null;
  dress();
  current = null;
  if (number !== null) {
    const there = $(`.card[data-n="${number}"]`) ? number : $$(".cards .card").length;
    if (there) choose(there, { text: false });
  }
  if (marked) mark(marked, { block: "nearest" });
}

async function send(form, button) {
  if (!form || form.dataset.busy) return;
  form.dataset.busy = "1";
  const data = new FormData(form, button);
  try {
    put(await load(form.action, { method: "POST", body: new URLSearchParams(data) }));
    tell($(".notice.good")?.firstChild?.textContent.trim() || labels.undone, $(".notice.good .undo")?.dataset.number);
  } catch (error) {
    tell(error.status ? error.message : labels.failed);
    if (error.status === 409) {
      put(await load(location.pathname));
      tell(error.message);
    }
  } finally {
    delete form.dataset.busy;
  }
}

async function edit(card) {
  const link = card?.querySelector("a.mend");
  if (!link) return;
  put(await load(link.href.split("#")[0]), Number(card.dataset.n));
  $(".edit select, .edit input:not([type=hidden])")?.focus();
  $(".edit")?.closest(".card").scrollIntoView({ block: "nearest" });
}

async function leave() {
  const number = current;
  for (const box of $$(".card.new")) box.hidden = true;
  if ($(".edit")) put(await load(location.pathname), number);
  else if (number !== null) $(`.card[data-n="${number}"]`)?.focus();
}

reading.addEventListener("submit", event => {
  event.preventDefault();
  send(event.target, event.submitter);
});
reading.addEventListener("click", event => {
  const link = event.target.closest("a");
  if (link?.matches(".mend")) { event.preventDefault(); edit(link.closest(".card")); return; }
  if (link?.matches(".cancel") || event.target.closest("button.cancel")) { event.preventDefault(); leave(); return; }
  if (link?.matches("#text a.n")) { event.preventDefault(); choose(link.dataset.n, { text: false }); return; }
  if (link?.matches(".card a.n")) { event.preventDefault(); choose(link.dataset.n); return; }
  if (link?.dataset.at) { event.preventDefault(); marked = link.dataset.at; mark(marked); return; }
  const run = event.target.closest("#text [data-s]");
  if (!run && event.target.closest("#text")) $(".beside").classList.remove("sheet");
  if (run && getSelection().isCollapsed && !$(".edit") && !$(".card.new:not([hidden])")) {
    choose(run.dataset.s.split(" ").at(-1), { text: false });
  }
});

// ---------------------------------------------------------------- keys

const roles = { s: "source", c: "cue", t: "content", i: "condition", w: "speaker_words" };

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  const inField = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") {
    if (inField && event.target.closest(".edit, .card.new")) $("#text").focus({ preventScroll: true });
    else if ($(".pick")) { getSelection().removeAllRanges(); pick(null); cursor = null; } else leave();
    return;
  }
  if (inField) return;
  const inText = event.target.closest?.("#text");
  if (inText && event.key.startsWith("Arrow")) {
    event.preventDefault();
    step({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 }[event.key], event.shiftKey);
    return;
  }
  const card = current === null ? null : $(`.card[data-n="${current}"]`);
  const open = $(".edit form, .card.new:not([hidden]) form");
  if (open && roles[event.key]) { event.preventDefault(); take(roles[event.key]); return; }
  const submit = name => send(card?.querySelector(`button.${name}`)?.form);
  const does = {
    j: () => choose(current === null ? 1 : Math.min(current + 1, $$(".cards .card").length)),
    k: () => choose(current === null ? 1 : Math.max(current - 1, 1)),
    a: () => submit("accept"),
    r: () => submit("reject"),
    e: () => (open ? open.querySelector("[name=speaker], select").focus() : edit(card)),
    u: () => { const last = $(".made-list li:not(.undone):not([data-what=undo]) button.undo"); last ? send(last.form) : tell(labels.nothing_to_undo); },
    n: () => start("new"),
    b: () => start("stretch"),
    m: () => { if ($("#encounter")) start("encounter"); },
    v: () => { $("#text").focus({ preventScroll: true }); step(0, false); },
    "?": () => keys.showModal(),
    Enter: () => { if (event.target === card && card) { const first = card.querySelector("[data-at]"); marked = first.dataset.at; mark(marked); } },
  }[event.key];
  if (does && !(event.key === "Enter" && event.target !== card)) { event.preventDefault(); does(); }
});

dress();
const saved = $(".notice.good");
if (saved) tell(saved.firstChild.textContent.trim(), $(".undo", saved)?.dataset.number);
if (marked) mark(marked);
else if (location.hash.startsWith("#s-")) {
  const card = document.getElementById(location.hash.slice(1));
  if (card?.dataset.n) choose(card.dataset.n);
}
