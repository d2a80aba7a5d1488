// A table that is sorted by its headings, filtered by words, and shown a page at a time.

/**
 * @param options caption: for those who can't see it; empty: what stands in place of no rows; pageSize; rows: objects, each
 *   with `words`, its text in lower case; columns: { title, sort(row), cell(row), number }; sorted: index of the column that
 *   it begins with, as -1 - index when descending; details(row): what unfolds beneath a row, or nothing.
 */
function makeTable(options) {
  const state = { column: options.sorted < 0 ? -1 - options.sorted : options.sorted, descending: options.sorted < 0, page: 0, words: [], accepts: () => true, size: options.pageSize };
  const open = new Set();
  const headings = options.columns.map((column, index) => {
    const arrow = el('span', { class: 'arrow', 'aria-hidden': 'true' });
    // On the side away from the numbers' last digit, so that these and their heading end alike.
    const button = el('button', { type: 'button', onclick: () => sortBy(index) }, column.number ? [arrow, column.title] : [column.title, arrow]);
    return el('th', { scope: 'col', class: column.number ? 'number' : null }, button);
  });
  const body = el('tbody');
  const count = el('span', { class: 'count', role: 'status' });
  const previous = el('button', { type: 'button', class: 'step', onclick: () => turn(-1) }, 'Previous');
  const next = el('button', { type: 'button', class: 'step', onclick: () => turn(1) }, 'Next');
  const search = el('input', {
    type: 'search', placeholder: 'Filter by any words', 'aria-label': 'Filter: ' + options.caption, spellcheck: 'false', autocomplete: 'off',
    oninput: () => { state.words = search.value.toLowerCase().split(/\s+/).filter(Boolean); state.page = 0; draw(); },
  });
  const chips = el('span', { class: 'chips' });
  const element = el('div', { class: 'table' },
    el('div', { class: 'tools' }, search, chips, count),
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': options.caption },
      el('table', null, el('caption', null, options.caption), el('thead', null, el('tr', null, headings)), body)),
    el('div', { class: 'pager' }, previous, next));

  function sortBy(index) {
    state.descending = state.column === index ? !state.descending : Boolean(options.columns[index].number);
    state.column = index;
    state.page = 0;
    draw();
  }

  function turn(step) {
    state.page += step;
    draw();
  }

  function rows() {
    const value = options.columns[state.column].sort;
    const sign = state.descending ? -1 : 1;
    return options.rows
      .filter((row) => state.accepts(row) && state.words.every((word) => row.words.includes(word)))
      .map((row) => ({ row, value: value(row) }))
      .sort((a, b) => sign * compare(a.value, b.value) || compare(options.columns[0].sort(a.row), options.columns[0].sort(b.row)))
      .map((item) => item.row);
  }

  function draw() {
    const found = rows();
    const pages = Math.max(1, Math.ceil(found.length / state.size));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const first = state.page * state.size;
    const shown = found.slice(first, first + state.size);
    headings.forEach((heading, index) => {
      if (index === state.column) heading.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
      else heading.removeAttribute('aria-sort');
    });
    body.replaceChildren(...(shown.length > 0 ? shown.flatMap(lines) : [emptyLine()]));
    count.textContent = found.length > state.size
      ? `${formatNumber(first + 1)}\u2013${formatNumber(first + shown.length)} of ${formatNumber(found.length)}`
      : found.length < options.rows.length ? `${formatNumber(found.length)} of ${formatNumber(options.rows.length)}` : formatNumber(found.length);
    previous.disabled = state.page === 0;
    next.disabled = state.page === pages - 1;
    element.querySelector('.pager').hidden = pages === 1;
  }

  function emptyLine() {
    const text = options.rows.length === 0 ? options.empty : 'Nothing fits the filter.';
    return el('tr', { class: 'empty' }, el('td', { colspan: options.columns.length }, text));
  }

  function lines(row) {
    const cells = options.columns.map((column, index) => el(index === 0 ? 'th' : 'td', { scope: index === 0 ? 'row' : null, class: column.number ? 'number' : null }, column.cell(row)));
    if (!options.details) return [el('tr', null, cells)];
    const button = el('button', { type: 'button', class: 'fold', 'aria-expanded': String(open.has(row)), onclick: () => unfold(row, button, line) }, ...cells[0].childNodes);
    cells[0].replaceChildren(button);
    const line = el('tr', null, cells);
    return open.has(row) ? [line, detailLine(row)] : [line];
  }

  function detailLine(row) {
    return el('tr', { class: 'details' }, el('td', { colspan: options.columns.length }, options.details(row)));
  }

  function unfold(row, button, line) {
    const isOpen = open.delete(row);
    if (isOpen) line.nextSibling.remove();
    else {
      open.add(row);
      line.after(detailLine(row));
    }
    button.setAttribute('aria-expanded', String(!isOpen));
  }

  draw();
  return {
    element,
    /** Shows only rows that are accepted; the chips say why, and take that back. */
    restrict(accepts, labels) {
      state.accepts = accepts;
      state.page = 0;
      chips.replaceChildren(...labels.map(({ text, clear }) =>
        el('button', { type: 'button', class: 'chip', onclick: clear, 'aria-label': 'Show all again, not only ' + visible(text) }, text, el('span', { 'aria-hidden': 'true' }, ' \u00d7'))));
      draw();
    },
    resize(size) {
      state.size = size || options.pageSize;
      draw();
    },
  };
}

/** Numbers by value, texts as people count (web-2 before web-10), and what is missing last. */
const compareTexts = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

function compare(a, b) {
  const none = (value) => value === null || value === undefined || value === '';
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  return typeof a === 'number' ? a - b : compareTexts(a, b);
}
