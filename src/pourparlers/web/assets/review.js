// The review queue by keyboard; what is done reloads the page, which begins with the next one.
"use strict";
const cards = [...document.querySelectorAll(".queue .card")];
const keys = document.getElementById("keys");
let at = -1;
const go = to => {
  if (!cards.length) return;
  cards[at]?.classList.remove("here");
  at = Math.max(0, Math.min(cards.length - 1, to));
  cards[at].classList.add("here");
  cards[at].focus({ preventScroll: true });
  cards[at].scrollIntoView({ block: "nearest" });
};
for (const [n, card] of cards.entries()) card.addEventListener("focusin", () => { if (n !== at) go(n); });
for (const button of document.querySelectorAll("[data-do=keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => keys.showModal());
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open || event.target.matches?.("input, select, textarea")) return;
  const press = name => cards[at]?.querySelector(`.acts .${name}`)?.click();
  const does = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: () => press("accept"),
    r: () => press("reject"),
    e: () => press("mend"),
    o: () => press("open"),
    Enter: () => press("open"),
    u: () => document.querySelector(".notice .undo")?.click(),
    "?": () => keys.showModal(),
  }[event.key];
  if (does && !(event.key === "Enter" && event.target !== cards[at])) { event.preventDefault(); does(); }
});
if (document.querySelector(".notice.good")) go(0);
