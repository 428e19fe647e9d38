"use strict";
(() => {
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const root = document.documentElement;

  // Theme: as the system says, until somebody chooses.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const tell = () => { button.textContent = isDark() ? "Light colours" : "Dark colours"; };
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; tell(); });
  dark.addEventListener("change", tell);
  tell();
  document.getElementById("tools").hidden = false;

  // Tables: a button in each heading sorts, up and then down; words by the alphabet, numbers by size, nothing last.
  const key = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value !== undefined && cell.dataset.value !== "") return Number(cell.dataset.value);
    const text = cell.textContent.trim();
    return text === "–" ? null : text;
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };
  const sort = (table, head, column) => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    all("thead th", table).forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map((row) => [key(row, column), row]);
    rows.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return descending ? compare(b, a) : compare(a, b);
    });
    body.append(...rows.map(([, row]) => row));
  };
  all("table.sortable").forEach((table) => {
    if (table.tBodies[0].rows.length < 2) return;
    all("thead th", table).forEach((head, column) => {
      const label = head.textContent.trim();
      if (!label) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  });

  // Systems: what belongs to one that is not shown goes, or is dimmed where charts show several.
  const toggles = document.getElementById("toggles");
  const show = () => {
    const hidden = new Set(all("[data-toggles]", toggles).filter((box) => !box.checked).map((box) => box.dataset.toggles));
    all("[data-system]").forEach((cell) => { cell.hidden = hidden.has(cell.dataset.system); });
    all("[data-only]").forEach((figure) => { figure.hidden = hidden.has(figure.dataset.only); });
    all("[data-of]").forEach((mark) => { mark.classList.toggle("dimmed", hidden.has(mark.dataset.of)); });
  };
  if (toggles) {
    toggles.hidden = false;
    toggles.addEventListener("change", show);
    show();
  }

  // Values: the place of the pointer is told in the units of the axes; on the keyboard the figures of the chart are told one after the other.
  const read = (axis, place) => {
    const share = (place - axis.from) / (axis.to - axis.from);
    return axis.ratios ? axis.low * Math.pow(axis.high / axis.low, share) : axis.low + share * (axis.high - axis.low);
  };
  const holds = (axis, place) => place >= Math.min(axis.from, axis.to) - 4 && place <= Math.max(axis.from, axis.to) + 4;
  const written = (axis, value) => {
    const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(axis.step || 1))));
    const text = value.toLocaleString("en-GB", { maximumFractionDigits: digits, minimumFractionDigits: 0 });
    return (text.replace("-", "−") + " " + axis.unit).trim();
  };
  all("figure").forEach((figure) => {
    const svg = figure.querySelector("svg.drawing");
    const region = figure.querySelector(".scroll");
    const line = document.createElement("p");
    line.className = "values";
    line.setAttribute("role", "status");
    const caption = figure.querySelector("figcaption");
    figure.insertBefore(line, caption);
    const axes = JSON.parse(svg.dataset.axes || "[]");
    svg.addEventListener("pointermove", (event) => {
      const matrix = svg.getScreenCTM();
      if (!matrix) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const across = axes.filter((a) => a.along === "across" && holds(a, at.x) && a.at >= at.y).sort((a, b) => a.at - b.at)[0];
      const up = axes.filter((a) => a.along === "up" && holds(a, at.y) && a.at <= at.x).sort((a, b) => b.at - a.at)[0];
      const parts = [];
      if (across) parts.push("across " + written(across, read(across, at.x)));
      if (up) parts.push("up " + written(up, read(up, at.y)));
      line.textContent = parts.length ? "At the pointer: " + parts.join(", ") : "";
    });
    svg.addEventListener("pointerleave", () => { line.textContent = ""; });
    const table = figure.querySelector("table");
    if (!table) return;
    const heads = all("thead th", table).map((head) => head.textContent.trim());
    let row = -1;
    region.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || event.target !== region || region.scrollWidth > region.clientWidth + 1) return;
      event.preventDefault();
      const rows = table.tBodies[0].rows;
      row = (row + step + rows.length) % rows.length;
      const told = Array.from(rows[row].cells).map((cell, i) => (heads[i] ? heads[i] + " " : "") + cell.textContent.trim());
      line.textContent = told.join("; ") + " (" + (row + 1) + " of " + rows.length + ")";
    });
  });
})();
