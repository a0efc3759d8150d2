// The page's own sliders. They change what the page shows, never what the prompt does.

import { byID, short } from "./words.js";

const form = byID("sliders");
const temperature = byID("temperature");
const topP = byID("top-p");
const topK = byID("top-k");

// Where top-k may stand. The last place keeps all.
const usualStops = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 40, 50, 75, 100, 200, 500, 1000, 5000];
let stops = [...usualStops, null];
let given = null;
let changed = () => {};

/** Calls `listener` whenever somebody moves a slider. */
export function onChange(listener) {
  changed = listener;
}

/** Stands at what the prompt set; without settings there is nothing to move. */
export function set(settings) {
  given = settings;
  enable(settings !== null);
  if (!settings) return;
  temperature.max = String(Math.max(2, settings.temperature));
  temperature.value = String(settings.temperature);
  topP.value = String(settings.top_p);
  const own = settings.top_k === null ? [] : [settings.top_k];
  stops = [...new Set([...usualStops, ...own])].sort((a, b) => a - b);
  stops.push(null);
  topK.max = String(stops.length - 1);
  topK.value = String(stops.indexOf(settings.top_k));
  tell();
}

export function enable(isEnabled) {
  for (const input of [temperature, topP, topK]) input.disabled = !isEnabled;
}

/** As the lab takes them. */
export function values() {
  return {
    temperature: Number(short(Number(temperature.value))),
    top_p: Number(short(Number(topP.value))),
    top_k: stops[Number(topK.value)],
  };
}

function tell() {
  const now = values();
  const count = now.top_k === null ? "all" : String(now.top_k);
  const telling = [
    [temperature, "temperature-value", short(now.temperature)],
    [topP, "top-p-value", short(now.top_p)],
    [topK, "top-k-value", count],
  ];
  for (const [input, output, text] of telling) {
    byID(output).textContent = text;
    input.setAttribute("aria-valuetext", text);
  }
  const isMoved = Object.keys(now).some((name) => now[name] !== given[name]);
  form.classList.toggle("moved", isMoved);
}

function move(input, step) {
  const next = Math.round((Number(input.value) + step) * 1e4) / 1e4;
  input.value = String(Math.min(Number(input.max), Math.max(Number(input.min), next)));
  tell();
  changed();
}

// With Shift a key goes ten times as far.
const keys = {
  ArrowLeft: [temperature, -0.05],
  ArrowRight: [temperature, 0.05],
  ArrowDown: [topP, -0.01],
  ArrowUp: [topP, 0.01],
  "-": [topK, -1],
  "+": [topK, 1],
  "=": [topK, 1],
};

// On a slider itself, arrows move that one, as they do everywhere.
const steps = new Map([[temperature, 0.05], [topP, 0.01], [topK, 1]]);
const directions = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !given || temperature.disabled) return;
  const focused = steps.has(event.target) && event.key in directions;
  const [input, step] = focused
    ? [event.target, steps.get(event.target) * directions[event.key]]
    : keys[event.key] ?? [];
  if (input) move(input, event.shiftKey && event.key.startsWith("Arrow") ? 10 * step : step);
  else if (event.key === "r") {
    set(given);
    changed();
  } else return;
  event.preventDefault();
});

form.addEventListener("input", (event) => {
  // By the mouse: to two digits.
  if (event.target !== topK) event.target.value = short(Number(event.target.value), 2);
  tell();
  changed();
});

form.addEventListener("submit", (event) => event.preventDefault());
