// What the page can do beyond being read. Every text that it shows already stands in a table: nothing becomes HTML.

const rowsOf = (table) => [...table.tBodies[0].rows];

for (const picker of document.querySelectorAll(".pick")) {
  const table = document.getElementById(picker.dataset.table);
  const control = picker.querySelector("input, select");
  const shown = picker.querySelector("output");
  const pick = () => {
    const rows = rowsOf(table);
    const row = rows[Number(control.value)];
    rows.forEach((each) => each.classList.toggle("on", each === row));
    picker.querySelector("[role=status]").textContent = row.dataset.said;
    if (shown) {
      shown.textContent = row.cells[0].textContent;
      control.setAttribute("aria-valuetext", row.cells[0].textContent);
    }
  };
  control.addEventListener("input", pick);
  picker.hidden = false;
  pick();
}

const worth = (cell, order) => {
  const text = cell.textContent.trim();
  const number = order ? order.indexOf(text.split(" ")[0]) : Number.parseFloat(text.replaceAll(/[$,%<>]/g, ""));
  return { text, number };
};

const compare = (a, b) => {
  if (!Number.isNaN(a.number) && !Number.isNaN(b.number)) return a.number - b.number;
  return a.text.localeCompare(b.text, "en", { numeric: true });
};

const sort = (table, heading) => {
  const down = heading.getAttribute("aria-sort") === "ascending";
  const column = heading.cellIndex;
  const order = heading.dataset.order?.split(" ");
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const keyed = rowsOf(table).map((row) => ({ row, key: worth(row.cells[column], order) }));
  keyed.sort((a, b) => (down ? -1 : 1) * compare(a.key, b.key));
  table.tBodies[0].append(...keyed.map(({ row }) => row));
};

for (const form of document.querySelectorAll(".filter")) {
  const table = document.getElementById(form.dataset.table);
  const controls = [...form.querySelectorAll("[data-column]")];
  const filter = () => {
    const rows = rowsOf(table);
    const fits = (row) =>
      controls.every((control) => {
        const wanted = control.value.trim().toLowerCase();
        const found = row.cells[Number(control.dataset.column)].textContent.toLowerCase();
        return control.type === "search" ? found.includes(wanted) : !wanted || found === wanted;
      });
    let count = 0;
    for (const row of rows) {
      row.hidden = !fits(row);
      count += row.hidden ? 0 : 1;
    }
    form.querySelector("[role=status]").textContent = `${count} of ${rows.length} schools`;
  };
  for (const heading of table.tHead.querySelectorAll("th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, heading));
    heading.append(button);
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
}

// Only what does scroll is a stop for the keyboard.
const stops = () => {
  for (const box of document.querySelectorAll(".wide")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
stops();
addEventListener("resize", stops);
for (const each of document.querySelectorAll("details")) each.addEventListener("toggle", stops);
