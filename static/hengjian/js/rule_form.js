// The form of an indicator: tables as rows, and what is wrong with a rule told at its field.
import "./rows.js";

document.addEventListener("htmx:afterSettle", () => {
  const faults = [...document.querySelectorAll("#rule-preview [data-fault]")];
  for (const place of document.querySelectorAll(".hj-live-fault")) {
    const mine = faults.filter((fault) => place.id === `fault-${fault.dataset.fault}`);
    place.textContent = mine.map((fault) => fault.dataset.text).join(" ");
  }
});
