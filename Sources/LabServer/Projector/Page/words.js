// Text from a model or a server goes into the page as text nodes only: whatever it holds, it stays text.

export const byID = (id) => document.getElementById(id);

/** An element with a class and a text. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** A token between quotation marks, its spaces visible. */
export function quoted(token) {
  const made = element("span", "word");
  made.append("\"");
  for (const piece of token.split(/( +)/)) {
    if (piece.startsWith(" ")) made.append(element("span", "space", "␣".repeat(piece.length)));
    else if (piece) made.append(piece);
  }
  made.append("\"");
  return made;
}

export function percent(share) {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  return `${(100 * share).toFixed(1)} %`;
}

/** Up to `digits` after the point, no trailing zeros. */
export const short = (value, digits = 4) => String(Number(value.toFixed(digits)));

export const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
