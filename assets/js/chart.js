import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const SVG = "http://www.w3.org/2000/svg";
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];

function look(element) {
  const style = getComputedStyle(element);
  const token = (name) => style.getPropertyValue(`--pw-${name}`).trim();
  return {
    colours: [1, 2, 3, 4, 5, 6].map((number) => token(`chart-${number}`)),
    ink: token("ink"), soft: token("soft"), line: token("line"), surface: token("surface"), font: style.fontFamily,
    isRtl: style.direction === "rtl", language: document.documentElement.lang || "en",
  };
}

/** The option of a chart of one of our kinds: bar, hbar, line or stacked. */
function option(kind, data, { colours, ink, soft, line, surface, font, isRtl, language }, width) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(language, { notation: "compact" });
  const across = kind === "hbar";
  const many = data.series.length > 1;
  const crowded = data.categories.length * data.series.length > 24;
  const units = new Set(data.series.map(({ unit }) => unit).filter(Boolean));
  const text = { color: soft, fontFamily: font, fontSize: 13 };
  const categories = {
    type: "category", data: data.categories, inverse: across ? true : isRtl, axisTick: { show: false }, axisLine: { lineStyle: { color: soft } },
    axisLabel: { ...text, color: ink, interval: crowded ? "auto" : 0, width: across ? Math.min(240, width * 0.38) : Math.max(48, (width - 80) / data.categories.length - 6), overflow: "break" },
  };
  const values = {
    type: "value", position: isRtl && !across ? "right" : undefined, inverse: across && isRtl, splitLine: { lineStyle: { color: line } },
    splitNumber: width < 480 ? 3 : 5, name: units.size === 1 ? [...units][0] : "", nameLocation: across ? "middle" : "end", nameGap: across ? 30 : 14,
    nameTextStyle: { ...text, align: across ? "center" : isRtl ? "right" : "left" }, axisLabel: { ...text, formatter: (value) => short.format(value) },
  };
  const said = (series, at) => series.labels?.[at] ?? (series.values[at] == null ? "–" : number.format(series.values[at]));
  return {
    color: colours,
    textStyle: { fontFamily: font },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 400,
    aria: { enabled: true, decal: { show: many && kind !== "line", decals: [{ symbol: "none" }, ...DECALS] } },
    grid: { containLabel: true, left: 4, right: across ? 56 : 12, top: many ? 64 : 34, bottom: across ? 30 : 4 },
    legend: many ? { top: 0, left: isRtl ? "right" : "left", textStyle: { ...text, color: ink }, itemGap: 18, type: "plain" } : undefined,
    tooltip: {
      renderMode: "richText", trigger: "axis", axisPointer: { type: kind === "line" ? "line" : "shadow" }, confine: true,
      backgroundColor: surface, borderColor: line, textStyle: { color: ink, fontFamily: font, fontSize: 13 },
      formatter: (points) => [points[0].name, ...points.map(({ seriesIndex, dataIndex }) => {
        const series = data.series[seriesIndex];
        return `${series.name}: ${said(series, dataIndex)}${series.unit ? ` ${series.unit}` : ""}`;
      })].join("\n"),
    },
    [across ? "yAxis" : "xAxis"]: categories,
    [across ? "xAxis" : "yAxis"]: values,
    series: data.series.map((series, index) => ({
      name: series.name, data: series.values, type: kind === "line" ? "line" : "bar", stack: kind === "stacked" ? "all" : undefined,
      barMaxWidth: across ? 26 : 56, symbol: SYMBOLS[index % SYMBOLS.length], symbolSize: 9, lineStyle: { width: 2.5, type: index % 2 ? "dashed" : "solid" },
      label: { show: !crowded && kind !== "stacked", position: across ? (isRtl ? "left" : "right") : "top", color: ink, fontFamily: font, fontSize: 12, formatter: ({ dataIndex }) => said(series, dataIndex) },
      labelLayout: { hideOverlap: true },
    })),
  };
}

// Patterns that tell series apart without colour
const DECALS = [
  { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: "rgba(255,255,255,0.45)" },
  { symbol: "circle", symbolSize: 0.6, dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], color: "rgba(255,255,255,0.5)" },
  { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgba(0,0,0,0.3)" },
  { dashArrayX: [1, 0], dashArrayY: [4, 3], color: "rgba(255,255,255,0.4)" },
  { dashArrayX: [4, 3], dashArrayY: [1, 0], color: "rgba(0,0,0,0.25)" },
];

/** The chart as a picture that stands on its own: with its title above it and its source below. */
async function picture(chart, figure) {
  const { ink, soft, surface } = look(figure);
  const [width, height] = [chart.getWidth() + 48, chart.getHeight() + 120];
  const make = (name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const line = (text, y, size, fill) => make("text", { x: 24, y, "font-size": size, fill }, text);
  const words = (selector) => [...figure.querySelectorAll(selector)].map((element) => element.textContent.trim()).join(", ");
  const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "Chart, sans-serif" });
  const ground = make("rect", { width, height, fill: surface });
  const drawing = chart.getDom().querySelector("svg").cloneNode(true);
  drawing.setAttribute("x", 24);
  drawing.setAttribute("y", 76);
  drawing.querySelectorAll("text").forEach((text) => { text.style.fontFamily = "Chart, sans-serif"; });
  const face = make("style", {}, `@font-face{font-family:Chart;font-weight:200 900;src:url(${await faceOf(figure)})}`);
  svg.append(face, ground, line(words(".pw-chart__title"), 36, 20, ink), line(words(".pw-chart__subtitle"), 58, 14, soft), drawing,
    line([words(".pw-chart__foot .pw-ref"), words(".pw-chart__foot .pw-muted"), "Parkway"].filter(Boolean).join(" · "), height - 18, 12, soft));
  return { svg: new XMLSerializer().serializeToString(svg), width, height };
}

/** The face of the page's text, to be put into a picture: a picture cannot ask for one. */
async function faceOf(figure) {
  const blob = await (await fetch(figure.dataset.chartFace)).blob();
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

async function save(chart, figure, type) {
  const { svg, width, height } = await picture(chart, figure);
  const name = figure.dataset.chartName;
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  if (type === "svg") return download(address, `${name}.svg`);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    download(canvas.toDataURL("image/png"), `${name}.png`);
  };
  image.src = address;
}

function download(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

function draw(figure) {
  const kind = figure.dataset.chart;
  const data = JSON.parse(figure.dataset.chartValues);
  const canvas = figure.querySelector("[data-chart-canvas]");
  const height = kind === "hbar" ? 90 + data.categories.length * Math.max(34, 20 * data.series.length) : 340;
  canvas.hidden = false;
  const chart = echarts.init(canvas, null, { renderer: "svg", height });
  const paint = () => chart.setOption(option(kind, data, look(figure), canvas.clientWidth), true);
  paint();
  new ResizeObserver(() => { chart.resize({ height }); paint(); }).observe(canvas);
  document.addEventListener("pw:theme", paint);
  const table = figure.querySelector("[data-chart-table]");
  table.open = false;
  addEventListener("beforeprint", () => { table.open = true; });
  for (const button of figure.querySelectorAll("[data-chart-save]")) {
    button.hidden = false;
    button.addEventListener("click", () => save(chart, figure, button.dataset.chartSave));
  }
  figure.dataset.drawn = "";
}

const drawAll = () => document.querySelectorAll("[data-chart]:not([data-drawn])").forEach(draw);
drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
