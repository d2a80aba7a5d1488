// Puts the page together out of the data that is in it.

const data = JSON.parse(document.getElementById('data').textContent);
const kinds = new Map(data.kinds.map((kind) => [kind.id, kind]));
const hasProfiles = new Set(data.keys.map((key) => key.profile || key.account || '')).size > 1;
const chosen = { kind: null, key: null, place: null, group: null };

/** Where a record was found, as one text: the same for a key pair and its instances. */
function placeOf(record) {
  return ownerOf(record) + '\n' + record.region;
}

function ownerOf(record) {
  return record.profile || record.account || '';
}

/** A key pair is one of its account and Region: others of the same name are other keys. */
function keyOf(name, record) {
  return placeOf(record) + '\n' + name;
}

function groupId(kind, text) {
  return kind + '\n' + text;
}

function groupLabel(kind, text) {
  return { Unnamed: 'No name', Others: 'Other groups' }[kind] || text;
}

function words(...texts) {
  return texts.flat().filter(Boolean).join(' ').toLowerCase();
}

function weightOf(key) {
  const weights = key.findings.map((id) => kinds.get(id).weight);
  return ['high', 'medium', 'low'].find((weight) => weights.includes(weight)) || null;
}

function put(id, ...children) {
  document.getElementById(id).replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

function badge(id) {
  const kind = kinds.get(id);
  return el('span', { class: 'badge ' + kind.weight, title: kind.meaning }, kind.title);
}

function place(record) {
  return el('span', { class: 'stack' }, record.region, hasProfiles && ownerOf(record) ? el('small', null, ownerOf(record)) : null);
}

// The heading and the numbers

const instanceCount = data.keys.reduce((sum, key) => sum + key.instances, 0);
const runningCount = data.keys.reduce((sum, key) => sum + key.running, 0);
const places = new Set([...data.keys, ...data.asked].map((where) => where.region));
const owners = new Set(data.keys.map(ownerOf).filter(Boolean));
put('title', visible(data.title));
put('scope', [
  `${data.created.slice(0, 16).replace('T', ' ')} UTC`,
  places.size === 1 ? [...places][0] : plural(places.size, 'Region'),
  owners.size === 1 ? 'account ' + [...owners][0] : owners.size > 1 ? plural(owners.size, 'account') : null,
].filter(Boolean).map(visible).join('  \u00b7  '));

if (data.failures.length > 0) {
  put('missing', el('strong', null, `This page is not complete: ${plural(data.failures.length, 'Region or account', 'Regions or accounts')} could not be asked.`),
    el('ul', null, data.failures.slice(0, 20).map((text) => el('li', null, visible(text))), data.failures.length > 20 ? el('li', null, `and ${formatNumber(data.failures.length - 20)} more`) : null));
}

function tile(value, label, note, weight) {
  return el('div', { class: 'tile' + (weight && value > 0 ? ' ' + weight : '') }, el('strong', null, formatNumber(value)), el('span', null, label), note ? el('small', null, note) : null);
}

const counted = (id) => data.keys.filter((key) => key.findings.includes(id)).length;
const grave = data.keys.filter((key) => weightOf(key) === 'high').length;
put('summary', [
  tile(data.keys.filter((key) => key.exists).length, 'key pairs', counted('Orphaned') > 0 ? `and ${plural(counted('Orphaned'), 'name')} without one` : 'all of them in EC2'),
  tile(instanceCount, 'instances', `${formatNumber(runningCount)} running`),
  tile(grave, 'to act on', grave > 0 ? 'high findings' : 'no high finding', 'high'),
  tile(counted('Unused'), 'unused', 'named by nothing'),
  tile(data.keys.filter((key) => key.held.some((held) => held.evidence !== 'Name')).length, 'with a private half', 'on ' + visible(data.machine)),
]);

// Findings

function findingLine(kind) {
  const number = counted(kind.id);
  return el('li', null, el('button', {
    type: 'button', class: 'finding ' + kind.weight, 'aria-pressed': 'false', 'data-kind': kind.id, onclick: () => choose({ kind: chosen.kind === kind.id ? null : kind.id }, 'keys'),
  }, el('span', { class: 'dot', 'aria-hidden': 'true' }), el('span', { class: 'title' }, kind.title), el('span', { class: 'amount' }, formatNumber(number)),
  el('span', { class: 'meaning' }, kind.meaning + ' ', el('em', null, kind.mend))));
}

const present = data.kinds.filter((kind) => counted(kind.id) > 0);
put('findings-list', present.length > 0 ? el('ul', { class: 'findings' }, present.map(findingLine)) : el('p', { class: 'blank' }, data.keys.length > 0 ? 'Nothing stands out.' : 'There are no key pairs here.'));

// The graph

const flows = data.keys.flatMap((key) => key.groups.map((group) => ({
  key: { id: keyOf(key.name, key), label: key.name, note: [key.region, hasProfiles ? ownerOf(key) : ''].filter(Boolean).join(', '), grave: weightOf(key) === 'high' },
  place: { id: placeOf(key), label: key.region, note: hasProfiles ? ownerOf(key) : '' },
  group: { id: groupId(group.kind, group.name), label: groupLabel(group.kind, group.name), note: { AutoScalingGroup: 'Auto Scaling group', NamePrefix: 'by name' }[group.kind] || '', isRest: group.kind === 'Others' },
  count: group.count,
})));
put('access-note', flows.length > 0 ? 'Bands are as thick as there are instances. Choose a key pair, a Region or a group to see only what belongs to it.' : '');
put('access-graph', flows.length > 0
  ? makeGraph(flows, (column, node) => choose({ [['key', 'place', 'group'][column]]: { id: node.id, label: node.label } }, 'keys'))
  : el('p', { class: 'blank' }, 'No instance was launched with a key pair.'));

// Key pairs

function list(title, items) {
  return items.length > 0 ? [el('dt', null, title), el('dd', null, el('ul', null, items.map((item) => el('li', null, item))))] : [];
}

function keyDetails(key) {
  const evidence = { PublicKey: '', Published: ' (published from here)', Name: ' (of the same name; not compared)' };
  return el('dl', null,
    key.keyPairId ? [el('dt', null, 'Id'), el('dd', null, el('code', null, key.keyPairId))] : null,
    list(key.exists ? 'Breaks when deleted' : 'Broken already', key.breaks),
    list('Launch templates', key.templates.map((template) => `${template.name}: ${template.versions}`)),
    list('Instances', key.groups.slice(0, 12).map((group) => `${groupLabel(group.kind, group.name)}: ${formatNumber(group.count)}${group.kind === 'AutoScalingGroup' ? ' in the Auto Scaling group' : ''}, ${formatNumber(group.running)} running`)),
    key.groups.length > 12 ? list('', [`and ${plural(key.groups.length - 12, 'more group')}`]) : null,
    list('Private halves here', key.held.map((held) => [el('code', null, held.path), `${held.encrypted ? '' : ', without a passphrase'}${evidence[held.evidence]}`])),
    list('Findings', key.findings.map((id) => `${kinds.get(id).title}: ${kinds.get(id).meaning} ${kinds.get(id).mend}`)));
}

const keyRows = data.keys.map((key) => Object.assign(key, {
  words: words(key.name, key.region, key.profile, key.account, key.type, key.keyPairId, key.findings.map((id) => kinds.get(id).title), key.groups.map((group) => group.name), key.templates.map((template) => template.name), key.held.map((held) => held.path)),
  rank: data.kinds.length - Math.min(data.kinds.length, ...key.findings.map((id) => data.kinds.findIndex((kind) => kind.id === id))),
}));
const typeOf = (key) => key.type === 'ed25519' ? 'ED25519' : key.type === 'rsa' ? 'RSA ' + (key.size || '') : key.type || '\u2014';
const keyTable = makeTable({
  caption: 'Key pairs', empty: 'There are no key pairs in these Regions.', pageSize: 50, sorted: -5, rows: keyRows, details: keyDetails,
  columns: [
    { title: 'Key pair', sort: (key) => key.name, cell: (key) => el('span', { class: key.exists ? 'text' : 'text gone' }, key.name) },
    { title: 'Region', sort: (key) => key.region + ' ' + ownerOf(key), cell: place },
    { title: 'Type', sort: typeOf, cell: (key) => el('span', { class: 'nowrap' }, typeOf(key)) },
    { title: 'Age', number: true, sort: (key) => (key.made ? Date.parse(data.created) - Date.parse(key.made) : null), cell: (key) => el('span', { title: day(key.made) }, age(key.made, data.created)) },
    { title: 'Instances', number: true, sort: (key) => key.instances, cell: (key) => formatNumber(key.instances) },
    { title: 'Running', number: true, sort: (key) => key.running, cell: (key) => formatNumber(key.running) },
    { title: 'Templates', number: true, sort: (key) => key.templates.length, cell: (key) => formatNumber(key.templates.length) },
    { title: 'Findings', sort: (key) => -key.rank, cell: (key) => (key.findings.length > 0 ? el('span', { class: 'badges' }, key.findings.map(badge)) : el('span', { class: 'muted' }, '\u2014')) },
  ],
});
put('keys-table', keyTable.element);

// Instances

const keyless = data.instances.filter((instance) => !instance.key).length;
const listed = data.instances.length - keyless;
put('instances-note', [
  listed < instanceCount ? `${formatNumber(listed)} of ${plural(instanceCount, 'instance')} listed; all are counted above.` : null,
  keyless > 0 ? `${plural(keyless, 'instance')} launched without a key pair.` : null,
].filter(Boolean).join(' '));
const instanceTable = makeTable({
  caption: 'Instances', empty: 'There are no instances in these Regions.', pageSize: 50, sorted: 0,
  rows: data.instances.map((instance) => Object.assign(instance, {
    words: words(instance.id, instance.name, instance.key, instance.region, instance.profile, instance.account, instance.group, instance.state, instance.type, instance.windows ? 'windows' : 'linux'),
  })),
  columns: [
    { title: 'Name', sort: (row) => row.name, cell: (row) => el('span', { class: row.name ? 'text' : 'muted' }, row.name || 'No name') },
    { title: 'Instance', sort: (row) => row.id, cell: (row) => el('code', null, row.id) },
    { title: 'Key pair', sort: (row) => row.key, cell: (row) => el('span', { class: row.key ? 'text' : 'muted' }, row.key || 'None') },
    { title: 'Region', sort: (row) => row.region + ' ' + ownerOf(row), cell: place },
    { title: 'State', sort: (row) => row.state, cell: (row) => el('span', { class: 'state ' + (row.state === 'running' ? 'up' : 'down') }, row.state) },
    { title: 'System', sort: (row) => (row.windows ? 'Windows' : 'Linux'), cell: (row) => (row.windows ? 'Windows' : 'Linux') },
    { title: 'Started', number: true, sort: (row) => (row.started ? Date.parse(row.started) : null), cell: (row) => day(row.started) },
  ],
});
put('instances-table', instanceTable.element);

// Private halves

const heldRows = new Map();
for (const key of data.keys) {
  for (const held of key.held) {
    const row = heldRows.get(held.path) || { ...held, opens: [], count: 0 };
    row.opens.push(`${key.name} (${key.region}${held.evidence === 'Name' ? ', by name only' : ''})`);
    row.count += key.instances;
    row.words = words(row.path, row.encoding, row.opens, row.encrypted ? 'passphrase' : 'no passphrase');
    heldRows.set(held.path, row);
  }
}
put('private-note', `On ${visible(data.machine)}, for the key pairs above. Keys that others hold can't be seen from here.`);
put('private-table', makeTable({
  caption: 'Private halves', empty: 'No private half of these key pairs is on this machine.', pageSize: 50, sorted: 0, rows: [...heldRows.values()],
  columns: [
    { title: 'File', sort: (row) => row.path, cell: (row) => el('code', null, row.path) },
    { title: 'Opens', sort: (row) => row.opens[0], cell: (row) => el('span', { class: 'text' }, row.opens.join(', ')) },
    { title: 'Instances', number: true, sort: (row) => row.count, cell: (row) => formatNumber(row.count) },
    { title: 'Encoding', sort: (row) => row.encoding, cell: (row) => row.encoding },
    { title: 'Passphrase', sort: (row) => Number(row.encrypted), cell: (row) => el('span', { class: row.encrypted ? null : 'warn' }, row.encrypted ? 'Yes' : 'No') },
    { title: 'Others can read it', sort: (row) => Number(row.isPrivate), cell: (row) => el('span', { class: row.isPrivate ? null : 'bad' }, row.isPrivate ? 'No' : 'Yes') },
  ],
}).element);

put('colophon', 'Made by Export-EC2AccessReport of the PowerShell module Ec2KeyPair. It asks nobody and tells nobody: this page loads nothing.');

// What was chosen above restricts the tables below

function choose(changes, goTo) {
  Object.assign(chosen, changes);
  const label = (side, title) => (chosen[side] ? [{ text: title + ': ' + chosen[side].label, clear: () => choose({ [side]: null }) }] : []);
  const common = [...label('key', 'Key pair'), ...label('place', 'Region'), ...label('group', 'Group')];
  const kindLabel = chosen.kind ? [{ text: kinds.get(chosen.kind).title, clear: () => choose({ kind: null }) }] : [];
  keyTable.restrict((key) => (!chosen.kind || key.findings.includes(chosen.kind))
    && (!chosen.key || keyOf(key.name, key) === chosen.key.id)
    && (!chosen.place || placeOf(key) === chosen.place.id)
    && (!chosen.group || key.groups.some((group) => groupId(group.kind, group.name) === chosen.group.id)), [...kindLabel, ...common]);
  const kept = chosen.kind && new Set(data.keys.filter((key) => key.findings.includes(chosen.kind)).map((key) => key.name + '\n' + placeOf(key)));
  instanceTable.restrict((row) => (!kept || kept.has(row.key + '\n' + placeOf(row)))
    && (!chosen.key || keyOf(row.key, row) === chosen.key.id)
    && (!chosen.place || placeOf(row) === chosen.place.id)
    && (!chosen.group || groupId(row.groupKind, row.group) === chosen.group.id), [...kindLabel, ...common]);
  document.querySelectorAll('.finding').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.kind === chosen.kind)));
  if (goTo) document.getElementById(goTo).scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
}

// Paper has no pages to turn
addEventListener('beforeprint', () => [keyTable, instanceTable].forEach((table) => table.resize(1000)));
addEventListener('afterprint', () => [keyTable, instanceTable].forEach((table) => table.resize(null)));
