// The next token's distribution: a row a token, the model's share hollow, the sampler's solid.

import { byID, element, grouped, percent, quoted } from "./words.js";

const rows = byID("rows");

/** Draws a figure as the lab gives it. */
export function draw(figure) {
  byID("settings").textContent = figure.others && ` · ${figure.others}`;
  let sum = 0;
  const keptListed = figure.rows.filter((row) => row.kept).length;
  // The line has a place where those that are kept come first, and end within the list.
  const isCut = figure.after.kept < figure.before.kept;
  const endsHere = isCut && figure.after.kept === keptListed;
  const line = endsHere && figure.rows.every((row, index) => row.kept === index < keptListed) ? keptListed : -1;
  const made = [];
  figure.rows.forEach((row, index) => {
    sum += row.after;
    if (index === line) made.push(boundary(figure));
    made.push(tokenRow(row, sum, row.id === figure.drawn, rowOf(row.id)));
  });
  if (line === figure.rows.length) made.push(boundary(figure));
  else if (isCut && !endsHere) made.push(rest(figure, keptListed, sum));
  rows.replaceChildren(...made);
  byID("measures").replaceChildren(...measures(figure));
}

export function clear() {
  rows.replaceChildren();
  byID("settings").textContent = "";
  byID("measures").replaceChildren();
}

/** The most probable tokens in words, for those who hear the page. */
export function spoken(figure) {
  const likely = figure.rows.filter((row) => row.kept).slice(0, 3);
  return likely.map((row) => `${row.token.trim() || "space"} ${percent(row.after)}`).join(", ");
}

// A row that stays is the same element, so that its bars move and do not jump.
const rowOf = (id) => rows.querySelector(`tr[data-id="${id}"]`);

function tokenRow(row, sum, isDrawn, old) {
  const made = old ?? emptyRow(row);
  made.className = [row.kept ? "" : "cut", isDrawn ? "drawn" : ""].join(" ").trim();
  const [before, after, total] = made.querySelectorAll("td.share");
  made.querySelector(".before").style.inlineSize = percentage(row.before);
  made.querySelector(".after").style.inlineSize = percentage(row.after);
  before.textContent = percent(row.before);
  after.textContent = row.kept ? percent(row.after) : "cut";
  total.textContent = row.kept ? percent(sum) : "";
  return made;
}

function emptyRow(row) {
  const made = element("tr");
  made.dataset.id = row.id;
  const token = element("th");
  token.scope = "row";
  token.append(quoted(row.token));
  token.title = `token ${row.id}, number ${row.rank} of the model's`;
  const bar = element("td", "bar");
  const track = element("div", "track");
  track.append(element("div", "before"), element("div", "after"));
  bar.append(track);
  made.append(token, bar, element("td", "share"), element("td", "share"), element("td", "share sum"));
  return made;
}

/** The line below which nothing can be drawn. */
function boundary(figure) {
  const made = element("tr", "line");
  const cell = element("td");
  cell.colSpan = 4;
  const cuts = figure.cuts.map((cut) => `${cut.stage} ${cut.setting}`).join(" and ");
  cell.textContent = `${cuts || "the sampler"} ${cuts.includes(" and ") ? "keep" : "keeps"} ${tokens(figure.after.kept)}`;
  made.append(cell, element("td", "sum"));
  return made;
}

/** What is kept beyond the list. */
function rest(figure, listed, sum) {
  const made = element("tr", "rest");
  const cell = element("td", "", `and ${grouped(figure.after.kept - listed)} more kept, together ${percent(1 - sum)}`);
  cell.colSpan = 4;
  made.append(cell, element("td", "sum"));
  return made;
}

function measures({ before, after }) {
  const change = (name, a, b, unit = "") => element("span", "", `${name} ${a} → ${b}${unit}`);
  const perplexity = change("perplexity", before.perplexity.toFixed(1), after.perplexity.toFixed(1));
  perplexity.className = "wide";
  return [
    change("entropy", before.entropy_bits.toFixed(2), after.entropy_bits.toFixed(2), " bits"),
    perplexity,
    change("kept", grouped(before.kept), tokens(after.kept)),
    change("nucleus(0.9)", grouped(before["nucleus_0.9"]), grouped(after["nucleus_0.9"])),
  ];
}

const tokens = (count) => `${grouped(count)} ${count === 1 ? "token" : "tokens"}`;
const percentage = (share) => `${Math.min(100, 100 * share)}%`;
