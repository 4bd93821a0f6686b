// The history of a cell opens under the pointer, and stays open once it is clicked; Escape closes it.
"use strict";
for (const history of document.querySelectorAll("details.history")) {
  const summary = history.querySelector("summary");
  const cell = history.closest("td");
  let pinned = false;
  const turn = open => {
    history.open = open;
    history.classList.toggle("low", open && summary.getBoundingClientRect().bottom + 320 > innerHeight);
  };
  summary.addEventListener("click", event => {
    event.preventDefault();
    pinned = !pinned;
    turn(pinned);
  });
  cell.addEventListener("pointerenter", event => { if (event.pointerType === "mouse") turn(true); });
  cell.addEventListener("pointerleave", event => { if (event.pointerType === "mouse" && !pinned) turn(false); });
  history.addEventListener("keydown", event => {
    if (event.key === "Escape" && history.open) { pinned = false; turn(false); summary.focus(); }
  });
}
