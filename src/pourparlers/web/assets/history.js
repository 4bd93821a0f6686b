// The history of a cell floats beside it under the pointer, and stays once it is clicked; Escape closes it.
// On a narrow screen it unfolds in the cell instead.
"use strict";
const wide = matchMedia("(min-width: 40rem)");
const histories = document.querySelectorAll("details.history");

const put = history => {
  const panel = history.querySelector(".panel");
  history.classList.toggle("floating", history.open && wide.matches);
  if (!history.classList.contains("floating")) { panel.removeAttribute("style"); return; }
  const at = history.querySelector("summary").getBoundingClientRect();
  const width = panel.offsetWidth, height = panel.offsetHeight;
  const below = at.bottom + height < innerHeight || at.top < height;
  panel.style.left = `${Math.max(4, Math.min(at.left - 8, innerWidth - width - 8))}px`;
  panel.style.top = `${below ? at.bottom : at.top - height}px`;
};

for (const history of histories) {
  const summary = history.querySelector("summary");
  const cell = history.closest("td");
  let pinned = false;
  const turn = open => { history.open = open; put(history); };
  summary.addEventListener("click", event => {
    event.preventDefault();
    pinned = !pinned;
    turn(pinned);
  });
  cell.addEventListener("pointerenter", event => { if (event.pointerType === "mouse" && wide.matches) turn(true); });
  cell.addEventListener("pointerleave", event => { if (event.pointerType === "mouse" && !pinned) turn(false); });
  history.addEventListener("keydown", event => {
    if (event.key === "Escape" && history.open) { pinned = false; turn(false); summary.focus(); }
  });
}
addEventListener("scroll", () => histories.forEach(put), { passive: true });
addEventListener("resize", () => histories.forEach(put));
