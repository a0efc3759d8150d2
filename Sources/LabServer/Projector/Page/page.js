// Follows the prompt: reads the lab's event stream, and keeps the page as the newest event says.

import * as figures from "./figure.js";
import * as sliders from "./sliders.js";
import { byID, element } from "./words.js";

// How many events stay in the list.
const eventLimit = 100;
// How long without the workbook until it is taken for ended, in milliseconds.
const patience = 6000;

let figure = null;
let isOver = false;
let lostAt = null;

// MARK: The scene

function showState(state) {
  document.body.dataset.scene = state.scene;
  document.body.classList.toggle("finished", state.outcome !== "" || state.scene === "distribution");
  document.title = state.command ? `${state.command} · workbook` : "workbook";
  byID("command").textContent = state.command;
  byID("heading").textContent = state.heading;
  byID("prompt").textContent = state.prompt;
  byID("answer").textContent = state.text;
  byID("outcome").textContent = state.outcome;
  shortenHeading();
  showPicture(state);
  byID("event-rows").replaceChildren(...state.events.map(eventRow));
  showData(state.events.at(-1));
  if (state.figure) showFigure(state.figure);
  else {
    figure = null;
    figures.clear();
    sliders.set(null);
  }
  scrollDown();
  if (state.ending) end(state.ending);
}

/** As an image: nothing in it runs, and nothing is loaded. */
function showPicture({ command, picture }) {
  const drawing = byID("drawing");
  drawing.alt = command;
  if (picture) drawing.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  else drawing.removeAttribute("src");
}

function showText({ drop, add }) {
  const answer = byID("answer");
  answer.textContent = (drop ? answer.textContent.slice(0, -drop) : answer.textContent) + add;
  scrollDown();
}

function showOutcome({ outcome }) {
  document.body.classList.add("finished");
  byID("outcome").textContent = outcome;
  shortenHeading();
  announce(outcome);
}

/** The outcome may say again what answers. */
function shortenHeading() {
  const heading = byID("heading");
  heading.hidden = byID("outcome").textContent.includes(heading.textContent);
}

function scrollDown() {
  for (const part of [byID("words"), document.querySelector("#events .list")]) part.scrollTop = part.scrollHeight;
}

// MARK: The figure

function showFigure(shown) {
  figure = shown;
  sliders.set(shown.settings);
  drawSoon(shown);
}

let toDraw = null;

/** Draws before the next frame; of several figures that come between two frames, the last. */
function drawSoon(shown) {
  if (!toDraw) {
    requestAnimationFrame(() => {
      figures.draw(toDraw);
      if (document.body.dataset.scene === "distribution") announce(figures.spoken(toDraw));
      toDraw = null;
    });
  }
  toDraw = shown;
}

let isAsking = false;
let isStale = false;

/** Asks the lab's sampler what the sliders make of the same logits: one question at a time, the last one in the end. */
async function ask() {
  isStale = true;
  if (isAsking) return;
  isAsking = true;
  try {
    while (isStale && figure) {
      isStale = false;
      const { subject } = figure;
      const { top_k: topK, ...wanted } = sliders.values();
      const query = new URLSearchParams({ subject, ...wanted, ...(topK === null ? {} : { top_k: topK }) });
      const response = await fetch(`distribution?${query}`);
      // Refused: the prompt went on to something else.
      if (response.ok && figure?.subject === subject) drawSoon(await response.json());
    }
  } catch {
    // The lab is away; the event stream says so.
  } finally {
    isAsking = false;
  }
}

sliders.onChange(ask);

// MARK: Events

function eventRow(event) {
  const row = element("tr");
  row.append(
    element("td", "number", String(event.number)),
    element("td", "time", event.milliseconds.toFixed(1)),
    element("td", "time", `+${event.gap.toFixed(1)}`),
    element("td", "name", event.name),
    element("td", "", event.text ? JSON.stringify(event.text) : ""),
  );
  return row;
}

function showEvent(event) {
  const rows = byID("event-rows");
  rows.append(eventRow(event));
  if (rows.childElementCount > eventLimit) rows.firstElementChild.remove();
  showData(event);
  scrollDown();
}

function showData(event) {
  byID("data-title").textContent = event ? `event ${event.number}` : "the newest event";
  byID("data").textContent = event?.data ?? "";
}

// MARK: The connection

function tellConnection(state, text) {
  const connection = byID("connection");
  if (connection.dataset.state === state && connection.textContent === text) return;
  connection.dataset.state = state;
  connection.textContent = text;
}

function end(reason) {
  isOver = true;
  source.close();
  sliders.enable(false);
  tellConnection("over", reason === "off" ? "switched off at the prompt" : "the workbook has ended");
}

function lose() {
  if (isOver) return;
  lostAt ??= performance.now();
  const isLong = performance.now() - lostAt > patience;
  tellConnection("lost", isLong ? "no answer: the workbook may have ended" : "connection lost, trying again");
  // A browser gives up where an answer was no stream; the workbook may be back all the same.
  if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
}

let source;

function connect() {
  source = new EventSource("events");
  source.addEventListener("open", () => {
    lostAt = null;
    tellConnection("open", "live");
  });
  source.addEventListener("error", lose);
  const listeners = {
    state: showState,
    figure: showFigure,
    text: showText,
    event: showEvent,
    outcome: showOutcome,
    end: ({ reason }) => end(reason),
  };
  for (const [name, listener] of Object.entries(listeners)) {
    source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
  }
}

// MARK: For those who hear the page

let announcing;

/** Says what stands still for a moment: not every step of what moves. */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => {
    byID("announcement").textContent = text;
  }, 700);
}

connect();
