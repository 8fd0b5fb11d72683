/* Arrow keys lead to the picture before and after. */
"use strict";

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [tabindex]:not(main)")) return;
  const direction = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (direction) document.querySelector(`a[rel=${direction}]`)?.click();
});
