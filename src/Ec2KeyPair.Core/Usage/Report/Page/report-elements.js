// Elements, numbers and dates. Texts of others go in as text nodes and attribute values only, never as markup.

/** Makes an HTML element; what is null or false among the attributes and children is left out. */
function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
function svg(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : visible(String(child)));
  }
  return element;
}

/** A text without what reorders or hides its neighbours: controls, and characters that turn the direction of writing. */
function visible(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, '\ufffd');
}

const formatNumber = new Intl.NumberFormat('en').format;

function plural(count, one, many) {
  return formatNumber(count) + ' ' + (count === 1 ? one : many || one + 's');
}

/** 2024-05-01 of a UTC time; an em dash of none. */
function day(time) {
  return time ? time.slice(0, 10) : '\u2014';
}

/** How long before another time something was: 12 d, 3 mo, 2.5 y. */
function age(time, now) {
  if (!time) return '\u2014';
  const days = Math.max(0, Math.floor((Date.parse(now) - Date.parse(time)) / 86400000));
  if (days < 60) return days + ' d';
  if (days < 730) return Math.floor(days / 30.44) + ' mo';
  return (days / 365.25).toFixed(1) + ' y';
}
