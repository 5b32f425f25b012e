"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tip = document.querySelector(".tip");
  let moving = "auto"; // at once, when the page is opened

  // What brings an element into the middle of its own pane, and moves nothing else.
  function reveal(element) {
    const pane = element && element.closest(".pane");
    if (!pane) return;
    const a = element.getBoundingClientRect(), b = pane.getBoundingClientRect();
    if (a.top >= b.top + 40 && a.bottom <= b.bottom - 20) return;
    const top = pane.scrollTop + a.top - b.top - (b.height - Math.min(a.height, b.height)) / 2;
    pane.scrollTo({ top, behavior: moving });
  }

  function show(model) {
    for (const each of all(".sheet")) each.hidden = each !== model;
    for (const each of all(".tabs button"))
      each.setAttribute("aria-selected", String(each.dataset.sheet === model.id));
    file(model.dataset.source);
    fit();
  }

  function file(number) {
    for (const each of all(".file")) each.hidden = each.dataset.source !== number;
  }

  // A row, the boxes that stand for it, and the lines that made it, are picked together.
  function pick(row, moved) {
    const model = row.closest(".sheet"), number = row.dataset.row;
    for (const each of all(".picked")) each.classList.remove("picked");
    for (const each of all(".hit")) each.classList.remove("hit");
    for (let above = row; above && above.classList.contains("away"); )
      above = open(above);
    row.classList.add("picked");
    reveal(row);
    const boxes = all(".pick", model).filter((box) => box.dataset.rows.split(" ").includes(number));
    for (const box of boxes) box.classList.add("picked");
    if (moved !== "picture") reveal(boxes.find((box) => !box.closest("svg").hasAttribute("hidden")));
    if (row.dataset.source === undefined) return;
    file(row.dataset.source);
    const lines = all(`.file[data-source="${row.dataset.source}"] .ln`);
    const hit = lines.slice(row.dataset.from - 1, row.dataset.to);
    for (const line of hit) line.classList.add("hit");
    if (moved !== "source") reveal(hit[0]);
    history.replaceState(null, "", `#${row.id}`);
  }

  // Rows inside a row: shown or put away, with all that lies inside of them.
  function inside(row) {
    const found = [], depth = Number(row.dataset.depth);
    for (let next = row.nextElementSibling; next && Number(next.dataset.depth) > depth; next = next.nextElementSibling)
      found.push(next);
    return found;
  }

  function fold(row, away) {
    const shut = [];
    for (const each of inside(row)) {
      while (shut.length && Number(each.dataset.depth) <= Number(shut.at(-1).dataset.depth)) shut.pop();
      each.classList.toggle("away", away || shut.length > 0);
      const button = each.querySelector(".fold");
      if (button && button.getAttribute("aria-expanded") === "false") shut.push(each);
    }
    const button = row.querySelector(".fold");
    button.setAttribute("aria-expanded", String(!away));
    button.textContent = away ? "▸" : "▾";
  }

  function open(row) {
    const depth = Number(row.dataset.depth);
    let above = row;
    while (above && Number(above.dataset.depth) >= depth) above = above.previousElementSibling;
    if (above) fold(above, false);
    return above;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const tab = target.closest(".tabs button");
    if (tab) return show(document.getElementById(tab.dataset.sheet));
    const button = target.closest(".fold");
    if (button) return fold(button.closest("tr"), button.getAttribute("aria-expanded") === "true");
    const row = target.closest("tr.row");
    if (row) return pick(row, "table");
    const box = target.closest(".pick");
    if (box) {
      const first = box.dataset.rows.split(" ")[0];
      const found = box.closest(".sheet").querySelector(`tr[data-row="${first}"]`);
      return found && pick(found, "picture");
    }
    const line = target.closest(".ln.made");
    if (line) {
      const place = all(".ln", line.parentElement).indexOf(line) + 1;
      const source = line.closest(".file").dataset.source;
      const model = all(".sheet").find((each) => !each.hidden);
      const made = all("tr.row", model).filter((each) => each.dataset.source === source &&
        each.dataset.from <= place && place <= each.dataset.to);
      const again = made.findIndex((each) => each.classList.contains("picked"));
      if (made.length) pick(made[(again + 1) % made.length], "source");
    }
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches(".switch input")) return;
    for (const svg of all("svg", event.target.closest(".picture")))
      svg.toggleAttribute("hidden", svg.classList.contains("folded") !== event.target.checked);
  });

  document.addEventListener("keydown", (event) => {
    const row = document.activeElement && document.activeElement.closest("tr.row");
    if (!row) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) {
      let next = row[step];
      while (next && next.classList.contains("away")) next = next[step];
      if (next) { next.focus(); pick(next, "table"); }
    } else if (event.key === "Enter") pick(row, "table");
    else return;
    event.preventDefault();
  });

  document.addEventListener("mousemove", (event) => {
    const told = event.target.closest && event.target.closest("[data-tip]");
    tip.hidden = !told;
    if (!told) return;
    if (tip.textContent !== told.dataset.tip) tip.textContent = told.dataset.tip;
    const wide = tip.offsetWidth, high = tip.offsetHeight;
    const x = Math.min(event.clientX + 14, innerWidth - wide - 8);
    const below = event.clientY + 18;
    tip.style.left = `${Math.max(8, x)}px`;
    tip.style.top = `${below + high > innerHeight - 8 ? Math.max(8, event.clientY - high - 12) : below}px`;
  });
  document.addEventListener("mouseleave", () => { tip.hidden = true; });

  // A picture that is a little too wide for its pane is drawn smaller; a wide one is scrolled.
  function fit() {
    for (const svg of all(".picture svg")) {
      const room = svg.parentElement.clientWidth, wide = svg.viewBox.baseVal.width;
      if (room) svg.style.zoom = Math.max(0.72, Math.min(1, room / wide));
    }
  }
  addEventListener("resize", fit);

  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const first = document.querySelector(".sheet");
  if (wanted && wanted.matches("tr.row")) { show(wanted.closest(".sheet")); pick(wanted); }
  else if (first) show(first);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) moving = "smooth";
})();
