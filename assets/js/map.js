import land from "virtual:land";
import { HEIGHT, WIDTH, projection } from "./projection.js";

const SVG = "http://www.w3.org/2000/svg";
const project = projection();
const DASHED = new Set(["intention", "plan"]);

function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The part of the world to show: all points and lines with some room around them. */
function frame(boxes, isWorld, narrow) {
  let [left, top, right, bottom] = [0, 12, WIDTH, HEIGHT - 70];
  if (!isWorld && boxes.length) {
    const room = 45;
    left = Math.min(...boxes.map(([[x]]) => x)) - room;
    top = Math.min(...boxes.map(([[, y]]) => y)) - room;
    right = Math.max(...boxes.map(([, [x]]) => x)) + room;
    bottom = Math.max(...boxes.map(([, [, y]]) => y)) + room;
  }
  let [width, height] = [Math.max(right - left, 160), Math.max(bottom - top, 90)];
  const ratio = Math.min(Math.max(width / height, narrow ? 1.2 : 1.7), narrow ? 1.8 : 2.3);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (width / height < ratio) width = height * ratio;
  else height = width / ratio;
  return { left: x - width / 2, top: y - height / 2, width, ratio };
}

/** A curve that bulges to the north, by a share of its length; further lines of a pair bulge further. */
function arc([x1, y1], [x2, y2], bulge) {
  const side = x2 >= x1 ? 1 : -1;
  const [cx, cy] = [(x1 + x2) / 2 + (y2 - y1) * bulge * side, (y1 + y2) / 2 - (x2 - x1) * bulge * side];
  const top = [(x1 + 2 * cx + x2) / 4, (y1 + 2 * cy + y2) / 4];
  return { top, d: `M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}` };
}

/** Points that would cover each other become one mark with several names. */
function gather(places, scale, near) {
  const marks = [];
  for (const place of [...places].sort((a, b) => (b.size ?? 1) - (a.size ?? 1))) {
    const home = marks.find(({ at }) => Math.hypot(at[0] - place.at[0], at[1] - place.at[1]) * scale < near);
    if (home) home.places.push(place);
    else marks.push({ at: place.at, places: [place] });
  }
  return marks;
}

/** Where a label has room: beside its mark, or nowhere. */
function room(taken, x, y, radius, width, bounds) {
  const height = 16;
  const tries = [
    ["start", x + radius + 4, y + 4], ["end", x - radius - 4, y + 4],
    ["middle", x, y - radius - 6], ["middle", x, y + radius + 14],
  ];
  for (const [anchor, left, base] of tries) {
    const from = anchor === "start" ? left : anchor === "end" ? left - width : left - width / 2;
    const box = { left: from, right: from + width, top: base - height + 4, bottom: base + 4 };
    const inside = box.left > 2 && box.right < bounds.width - 2 && box.top > 2 && box.bottom < bounds.height - 2;
    if (inside && !taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) {
      taken.push(box);
      return { anchor, x: left, y: base };
    }
  }
  return null;
}

const pen = document.createElement("canvas").getContext("2d");
function widthOf(text, font) {
  pen.font = `500 12px ${font}`;
  return pen.measureText(text).width;
}

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.map).textContent);
  const canvas = figure.querySelector("[data-map-canvas]");
  const places = data.points.map((point) => ({ ...point, at: project([point.lng, point.lat]) }));
  const byId = new Map(places.map((place) => [place.id, place]));
  const lines = (data.lines ?? []).filter(({ from, to }) => byId.has(from) && byId.has(to));
  const arcs = lines.map(({ from, to }, index) => {
    const same = lines.slice(0, index).filter((other) => other.from === from && other.to === to).length;
    return arc(byId.get(from).at, byId.get(to).at, 0.18 + same * 0.07);
  });
  const boxes = [...places.map(({ at }) => [at, at]), ...arcs.map(({ top }) => [top, top])];
  let tip = null;

  function pick(mark, lineElements, group) {
    const ids = new Set(mark ? mark.places.map(({ id }) => id) : []);
    figure.classList.toggle("is-picking", lines.some(({ from, to }) => ids.has(from) || ids.has(to)));
    lineElements.forEach(({ line, element }) => element.classList.toggle("is-on", ids.has(line.from) || ids.has(line.to)));
    canvas.querySelectorAll(".pw-map__point.is-on").forEach((other) => other.classList.remove("is-on"));
    tip?.remove();
    tip = null;
    if (!mark) return;
    group.classList.add("is-on");
    tip = document.createElement("div");
    tip.className = "pw-map__tip";
    for (const place of mark.places.slice(0, 8)) {
      const name = document.createElement("strong");
      name.textContent = place.name;
      tip.append(name);
      if (place.kind_label && mark.places.length === 1) tip.append(place.kind_label);
    }
    if (mark.places.length > 8) tip.append(`+${mark.places.length - 8}`);
    canvas.append(tip);
    const [x, y] = mark.screen;
    tip.style.left = `${Math.max(4, Math.min(x + 12, canvas.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 14 + tip.offsetHeight > canvas.clientHeight ? y - tip.offsetHeight - 12 : y + 14}px`;
  }

  function paint() {
    const width = canvas.clientWidth || figure.clientWidth;
    if (!width) return;
    const view = frame(boxes, figure.dataset.focus === "world", width < 500);
    const height = Math.round(width / view.ratio);
    const scale = width / view.width;
    const font = getComputedStyle(figure).fontFamily;
    const toScreen = ([x, y]) => [(x - view.left) * scale, (y - view.top) * scale];
    const world = make("g", { transform: `scale(${scale}) translate(${-view.left} ${-view.top})`, "aria-hidden": "true" },
      make("path", { d: land, class: "pw-map__land" }));
    const lineElements = lines.map((line, index) => {
      const element = make("path", {
        d: arcs[index].d,
        class: `pw-map__line${DASHED.has(line.kind) ? " pw-map__line--plan" : ""}`, "vector-effect": "non-scaling-stroke",
      });
      world.append(element);
      return { line, element };
    });
    const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-labelledby": figure.getAttribute("aria-labelledby"), direction: "ltr" }, world);
    const marks = gather(places, scale, 13);
    const taken = marks.map((mark) => {
      const [x, y] = mark.screen = toScreen(mark.at);
      mark.radius = Math.min(8, 3 + (mark.places[0].size ?? 1) + (mark.places.length > 1 ? 1 : 0)) - (width < 500 ? 1 : 0);
      return { left: x - mark.radius, right: x + mark.radius, top: y - mark.radius, bottom: y + mark.radius };
    });
    for (const mark of marks) {
      const [x, y] = mark.screen;
      const [first] = mark.places;
      const label = first.name.length > 28 ? `${first.name.slice(0, 26)}…` : first.name;
      const text = mark.places.length > 1 ? `${label} +${mark.places.length - 1}` : label;
      const isPark = mark.places.some(({ kind }) => kind === "park");
      const isLink = mark.places.length === 1 && first.url;
      const group = make(isLink ? "a" : "g", { class: `pw-map__point${isPark ? " pw-map__point--park" : ""}`, "aria-label": mark.places.map(({ name }) => name).join(", ") },
        make("circle", { cx: x, cy: y, r: 12, fill: "transparent" }),
        make("circle", { cx: x, cy: y, r: mark.radius + 3, class: "pw-map__ring" }),
        isPark ? make("rect", { x: x - mark.radius, y: y - mark.radius, width: mark.radius * 2, height: mark.radius * 2, rx: 2, class: "pw-map__dot" })
          : make("circle", { cx: x, cy: y, r: mark.radius, class: "pw-map__dot" }));
      if (isLink) group.setAttribute("href", first.url);
      else {
        group.setAttribute("role", "button");
        group.setAttribute("tabindex", "0");
        const openList = () => {
          const list = figure.querySelector(".pw-map__list details");
          list.open = true;
          const entry = list.querySelector(`[data-point="${CSS.escape(first.id)}"] a`) ?? list.querySelector("summary");
          entry.focus();
        };
        group.addEventListener("click", openList);
        group.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          openList();
        });
      }
      for (const event of ["mouseenter", "focus"]) group.addEventListener(event, () => pick(mark, lineElements, group));
      for (const event of ["mouseleave", "blur"]) group.addEventListener(event, () => pick(null, lineElements));
      const place = room(taken, x, y, mark.radius, widthOf(text, font), { width, height });
      if (place) group.append(make("text", { x: place.x, y: place.y, "text-anchor": place.anchor, class: "pw-map__label" }, text));
      svg.append(group);
    }
    canvas.replaceChildren(svg);
  }

  paint();
  let painted = canvas.clientWidth;
  new ResizeObserver(() => {
    if (canvas.clientWidth === painted) return;
    painted = canvas.clientWidth;
    paint();
  }).observe(figure);
  figure.querySelectorAll("[data-map-legend]").forEach((legend) => { legend.hidden = false; });
  figure.dataset.drawn = "";
}

const drawAll = () => document.querySelectorAll("[data-map]:not([data-drawn])").forEach(draw);
drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
