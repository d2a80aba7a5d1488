// Key pairs, Regions and groups of instances as three columns, with bands as thick as there are instances. Whatever is too
// small to be seen is drawn together, so that it stays readable whether there are ten instances or fifty thousand.

const graphShape = { width: 1000, columns: [250, 495, 740], bar: 8, most: 12, tallest: 360, line: 22, gap: 8 };

/**
 * @param flows { key, place, group } each { id, label, note, grave }, and count.
 * @param choose told of the column and the node's id when one is chosen.
 */
function makeGraph(flows, choose) {
  const columns = ['key', 'place', 'group'].map((side) => nodesOf(flows, side));
  const bands = new Map();
  for (const flow of flows) {
    const ends = columns.map((column, index) => column.find((node) => node.holds.has(flow[['key', 'place', 'group'][index]].id)));
    const id = ends.map((node) => node.id).join('\n');
    const band = bands.get(id) || { ends, count: 0 };
    band.count += flow.count;
    bands.set(id, band);
  }
  const height = layOut(columns);
  const parts = [...bands.values()].sort((a, b) => a.ends[0].y - b.ends[0].y || a.ends[1].y - b.ends[1].y || a.ends[2].y - b.ends[2].y);
  const picture = svg('svg', { viewBox: `0 0 ${graphShape.width} ${height + 34}`, role: 'group', 'aria-label': 'Key pairs on the left, Regions in the middle, groups of instances on the right' });
  ['Key pair', 'Region', 'Auto Scaling group or name'].forEach((title, index) => picture.append(
    svg('text', { x: graphShape.columns[index] + (index === 0 ? graphShape.bar : 0), y: 12, class: 'head', 'text-anchor': index === 0 ? 'end' : 'start' }, title)));
  const canvas = svg('g', { transform: 'translate(0 30)' });
  picture.append(canvas);
  for (const band of parts) drawBand(canvas, band);
  columns.forEach((column, index) => column.forEach((node) => drawNode(canvas, node, index)));

  function drawBand(parent, band) {
    const [a, b, c] = band.ends;
    const thick = Math.max(1, band.count * a.scale);
    band.shapes = [[a, b, 0], [b, c, 1]].map(([from, to, index]) => {
      const y0 = from.y + from.out;
      const y1 = to.y + to.in;
      from.out += band.count * from.scale;
      to.in += band.count * to.scale;
      return svg('path', { class: a.grave ? 'band grave' : 'band', d: bandPath(graphShape.columns[index] + graphShape.bar, y0, graphShape.columns[index + 1], y1, thick) });
    });
    parent.append(...band.shapes);
  }

  function drawNode(parent, node, index) {
    const x = graphShape.columns[index];
    const isLeft = index === 0;
    const middle = node.y + node.height / 2;
    const label = svg('text', { x: isLeft ? x - 8 : x + graphShape.bar + 8, y: middle, dy: '0.34em', 'text-anchor': isLeft ? 'end' : 'start' },
      svg('tspan', { class: 'name' }, shorten(node.label, isLeft ? 26 : 24)), svg('tspan', { class: 'amount', dx: 6 }, formatNumber(node.count)));
    const isOne = node.holds.size === 1;
    const mark = svg('g', {
      class: (isOne ? 'node' : 'node rest') + (node.grave && isLeft ? ' grave' : ''), tabindex: '0', role: isOne ? 'button' : 'img',
      'aria-label': visible(`${node.label}${node.note ? ', ' + node.note : ''}: ${plural(node.count, 'instance')}`),
      onmouseenter: () => light(node), onmouseleave: () => light(null), onfocus: () => light(node), onblur: () => light(null),
      onclick: () => isOne && choose(index, node),
      onkeydown: (event) => { if (isOne && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); choose(index, node); } },
    }, svg('title', null, `${node.label}${node.note ? ' \u2013 ' + node.note : ''}: ${plural(node.count, 'instance')}`),
    svg('rect', { class: 'hit', x: isLeft ? 0 : x, y: middle - graphShape.line / 2, width: isLeft ? x + graphShape.bar : 235, height: graphShape.line }),
    svg('rect', { class: 'bar', x, y: node.y, width: graphShape.bar, height: Math.max(2, node.height), rx: 2 }), label);
    node.mark = mark;
    parent.append(mark);
  }

  function light(node) {
    picture.classList.toggle('lit', node !== null);
    for (const band of parts) {
      const isOn = node !== null && band.ends.includes(node);
      band.shapes.forEach((shape) => shape.classList.toggle('on', isOn));
      if (node === null) band.ends.forEach((end) => end.mark.classList.remove('on'));
      else if (isOn) band.ends.forEach((end) => end.mark.classList.add('on'));
    }
  }

  return picture;
}

function nodesOf(flows, side) {
  const nodes = new Map();
  for (const flow of flows) {
    const end = flow[side];
    const node = nodes.get(end.id) || { ...end, count: 0, holds: new Set([end.id]) };
    node.count += flow.count;
    node.grave = node.grave || end.grave;
    nodes.set(end.id, node);
  }
  const sorted = [...nodes.values()].sort((a, b) => Number(Boolean(a.isRest)) - Number(Boolean(b.isRest)) || b.count - a.count || compareTexts(a.label, b.label));
  if (sorted.length <= graphShape.most) return sorted;
  const kept = sorted.slice(0, graphShape.most - 1);
  const rest = sorted.slice(graphShape.most - 1);
  const what = { key: 'key pairs', place: 'Regions', group: 'groups' }[side];
  kept.push({
    id: '\u0000rest', label: `${formatNumber(rest.length)} more ${what}`, count: rest.reduce((sum, node) => sum + node.count, 0),
    holds: new Set(rest.map((node) => node.id)), grave: rest.some((node) => node.grave),
  });
  return kept;
}

/** Gives every node its place; one scale for all, so that a band is as thick at both ends. Returns the height. */
function layOut(columns) {
  const total = columns[0].reduce((sum, node) => sum + node.count, 0);
  const scale = Math.min(graphShape.tallest / total, 40);
  const heights = columns.map((column) => column.reduce((sum, node) => sum + slot(node), -graphShape.gap));
  const height = Math.max(...heights);
  columns.forEach((column, index) => {
    let y = (height - heights[index]) / 2;
    for (const node of column) {
      node.scale = scale;
      node.height = node.count * scale;
      node.y = y + (slot(node) - graphShape.gap - node.height) / 2;
      node.in = node.out = 0;
      y += slot(node);
    }
  });
  return height;

  function slot(node) {
    return Math.max(node.count * scale, graphShape.line) + graphShape.gap;
  }
}

function bandPath(x0, y0, x1, y1, thick) {
  const bend = (x0 + x1) / 2;
  const at = (value) => value.toFixed(1);
  return `M${x0} ${at(y0)}C${bend} ${at(y0)} ${bend} ${at(y1)} ${x1} ${at(y1)}V${at(y1 + thick)}C${bend} ${at(y1 + thick)} ${bend} ${at(y0 + thick)} ${x0} ${at(y0 + thick)}Z`;
}

function shorten(text, most) {
  const letters = [...text];
  return letters.length <= most ? text : letters.slice(0, most - 1).join('') + '\u2026';
}
