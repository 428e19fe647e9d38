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

  // Values: where both ends of an axis can be read from its marks, the place of the pointer is told in its units; on the keyboard the
  // figures of the chart are told one after the other.
  const number = (text) => {
    const found = /^([+−-]?)([\d,]*\.?\d+)\s*(.*)$/.exec(text.trim());
    if (!found) return null;
    return { value: Number(found[2].replace(/,/g, "")) * (found[1] && found[1] !== "+" ? -1 : 1), unit: found[3] };
  };
  const axis = (marks, along) => {
    const places = marks.map((mark) => mark[along]);
    const fit = (values) => {
      const last = marks.length - 1;
      const [a, b] = [values[0], values[last]];
      if (a === b || places[0] === places[last]) return null;
      const slope = (b - a) / (places[last] - places[0]);
      const far = Math.max(...values.map((v, i) => Math.abs((v - a) / slope - (places[i] - places[0]))));
      return far < 3 ? (place) => a + slope * (place - places[0]) : null;
    };
    const values = marks.map((mark) => mark.value);
    const linear = fit(values);
    if (linear) return linear;
    if (values.some((v) => v <= 0)) return null;
    const log = fit(values.map(Math.log));
    return log ? (place) => Math.exp(log(place)) : null;
  };
  const axes = (svg) => {
    const texts = all("text", svg).map((text) => {
      const read = text.hasAttribute("transform") ? null : number(text.textContent);
      return read && { ...read, x: Number(text.getAttribute("x")), y: Number(text.getAttribute("y")), anchor: text.getAttribute("text-anchor") };
    }).filter(Boolean);
    const groups = (side, other, anchor) => {
      const rows = new Map();
      texts.filter((t) => t.anchor === anchor).forEach((t) => {
        const row = rows.get(t[side]) || [];
        row.push(t);
        rows.set(t[side], row);
      });
      const found = [];
      rows.forEach((row, at) => {
        row.sort((a, b) => a[other] - b[other]);
        const read = row.length > 2 && new Set(row.map((t) => t.unit)).size === 1 ? axis(row, other) : null;
        if (read) found.push({ at, read, from: row[0][other], to: row[row.length - 1][other], unit: row[0].unit, step: Math.abs(row[1].value - row[0].value) });
      });
      return found;
    };
    return { across: groups("y", "x", "middle"), up: groups("x", "y", "end") };
  };
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
    let known = null;
    svg.addEventListener("pointermove", (event) => {
      known = known || axes(svg);
      const matrix = svg.getScreenCTM();
      if (!matrix) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const across = known.across.filter((a) => at.x >= a.from - 4 && at.x <= a.to + 4 && a.at >= at.y).sort((a, b) => a.at - b.at)[0];
      const up = known.up.filter((a) => at.y >= a.from - 4 && at.y <= a.to + 4 && a.at <= at.x).sort((a, b) => b.at - a.at)[0];
      const parts = [];
      if (across) parts.push("across " + written(across, across.read(at.x)));
      if (up) parts.push("up " + written(up, up.read(at.y)));
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
