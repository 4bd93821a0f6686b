// Adding articles: too much is said before it is sent, and a form is sent once.
"use strict";
const chosen = document.getElementById("file");
chosen?.addEventListener("change", () => {
  const { most, tooLarge } = chosen.form.dataset;
  const size = [...chosen.files].reduce((sum, one) => sum + one.size, 0);
  chosen.setCustomValidity(size > Number(most) ? tooLarge : "");
  chosen.reportValidity();
});
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    document.getElementById("busy").textContent = form.dataset.busy;
    for (const button of document.querySelectorAll("main button")) button.disabled = true;
  });
}
addEventListener("pageshow", () => {
  document.getElementById("busy").textContent = "";
  for (const button of document.querySelectorAll("main button")) button.disabled = false;
});
